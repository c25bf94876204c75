"""What changed between versions: asked for by whoever looks, made in the background, kept.

A text of 100,000 words takes a second, which is too long for a request.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from events.outbox import handler, promise
from preprints.models import Comparison, Edit, Version
from text.comparing import HtmlDiff, html_diff

# After so long without an answer the work is taken to have failed, and is promised once more.
ASK_AGAIN_AFTER = timedelta(hours=1)


@transaction.atomic
def ask_for_comparison(older: Version, newer: Version, *, now: datetime) -> Comparison:
    """The comparison of two versions; its work is promised when it is first asked for."""
    comparison, is_new = Comparison.objects.get_or_create(
        older=older, newer=newer, defaults={"asked_at": now}
    )
    waiting_in_vain = Comparison.objects.filter(
        pk=comparison.pk, made_at=None, asked_at__lt=now - ASK_AGAIN_AFTER
    )
    if is_new or waiting_in_vain.update(asked_at=now):
        promise("preprints.compare", comparison_id=comparison.pk)
    return comparison


@transaction.atomic
def ask_for_edit(edit: Edit, *, now: datetime) -> None:
    """Promise to compare an edit with its version, unless it is done or promised already."""
    never_asked = Q(asked_at=None) | Q(asked_at__lt=F("seen_at"))
    in_vain = Q(asked_at__lt=now - ASK_AGAIN_AFTER)
    waiting = Edit.objects.filter(never_asked | in_vain, pk=edit.pk)
    if waiting.exclude(compared_hash=F("content_hash")).update(asked_at=now):
        promise("preprints.compare_edit", edit_id=edit.pk)


@handler("preprints.compare")
def make_comparison(comparison_id: int) -> None:
    """Versions never change, so a second run has nothing to do."""
    waiting = Comparison.objects.filter(pk=comparison_id, made_at=None)
    comparison = waiting.select_related("older", "newer").first()
    if comparison is None:
        return
    older, newer = comparison.older, comparison.newer
    title = html_diff(older.title_html, newer.title_html)
    abstract = html_diff(older.abstract_html, newer.abstract_html)
    body = _compare_bodies(older.body_html, newer.body_html)
    parts = (title, abstract, body)
    waiting.update(
        title_html=title.html,
        abstract_html=abstract.html,
        body_html=body.html,
        words_added=sum(part.words_added for part in parts),
        words_removed=sum(part.words_removed for part in parts),
        made_at=timezone.now(),
    )


@handler("preprints.compare_edit")
def compare_edit(edit_id: int) -> None:
    """A newer edit may arrive meanwhile; it is compared by its own promise."""
    edit = Edit.objects.select_related("version").filter(pk=edit_id).first()
    if edit is None or edit.is_compared:
        return
    found = _compare_bodies(edit.version.body_html, edit.body_html)
    Edit.objects.filter(pk=edit.pk, content_hash=edit.content_hash).update(
        diff_html=found.html,
        words_added=found.words_added,
        words_removed=found.words_removed,
        compared_hash=edit.content_hash,
    )


def _compare_bodies(old_html: str, new_html: str) -> HtmlDiff:
    """Nothing where a source gave the text of only one: that is no change of the authors'."""
    return html_diff(old_html, new_html) if old_html and new_html else HtmlDiff("", 0, 0)
