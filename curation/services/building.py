"""An issue in the making: begun, filled, put in order, written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from curation import errors, rules
from curation.form_texts import (
    entry_draft_key,
    entry_texts,
    issue_draft_key,
    issue_texts,
)
from curation.models import Entry, Issue, RemovedEntry
from curation.selectors.candidates import author_ids, candidates
from curation.services.declaring import keep_interests
from curation.services.locking import lock_issue
from drafts.services import finish_draft, keep_replaced
from events.services import NamedSubject, record_event
from preprints.models import Preprint
from reviews.interests import Interests
from text.markdown.render import plain_markdown, render_markdown
from text.plain import first_sentence
from web.clicks import SAME_CLICK

REPLACED = "replaced"  # before a draft's key: texts that another editor replaced


@transaction.atomic
def create_issue(
    *,
    editor: User,
    title: str,
    now: datetime,
    volume: int | None = None,
    number: int | None = None,
) -> Issue:
    """Begin an issue; without a number it is the next one (of `volume`, or of the latest volume).

    Raises NotAnEditor or NumberTaken.
    """
    rules.check_is_editor(is_editor=editor.is_editor)
    next_volume, next_number = next_free_number(volume)
    number = next_number if number is None else number
    own = Issue.objects.filter(volume=next_volume, number=number, title=title, editor=editor)
    try:
        with transaction.atomic():
            issue = Issue.objects.create(
                volume=next_volume,
                number=number,
                title=title,
                editor=editor,
                created_at=now,
            )
    except IntegrityError as error:
        if begun := own.filter(created_at__gte=now - SAME_CLICK).first():
            return begun  # the same form, sent twice
        raise errors.NumberTaken from error
    record_event(
        "issue.begun",
        about=NamedSubject(issue.identifier),
        actor_id=editor.pk,
        now=now,
        data={"issue": issue.label},
    )
    return issue


def next_free_number(volume: int | None = None) -> tuple[int, int]:
    return rules.next_number(Issue.objects.order_by().values_list("volume", "number"), volume)


@dataclass(frozen=True, slots=True)
class RenderedText:
    """A text as typed, and what is made of it before anything is locked: a slow one would keep
    others waiting."""

    text: str
    html: str
    first_sentence: str


def render_text(text: str, *, id_prefix: str) -> RenderedText:
    html = render_markdown(text, id_prefix=id_prefix)
    return RenderedText(text, html, first_sentence(plain_markdown(text)))


def add_entry(
    issue_id: int,
    *,
    preprint_id: int,
    editor: User,
    now: datetime,
    interests: Interests | None = None,
) -> Entry:
    """Put an eligible work at the end, pinned to its current version. What was written for it
    before it was removed from this issue comes back. interests: None where the page did not ask,
    for they are declared.

    Raises NotAnEditor, IssuePublished, AlreadyInIssue, NotEligible, OwnWork or UndeclaredTie.
    """
    removed = RemovedEntry.objects.filter(issue=issue_id, preprint=preprint_id).first()
    earlier = None
    if removed is not None and removed.recommendation:
        earlier = _render_recommendation(removed.entry_number, removed.recommendation)
    return _add_entry(
        issue_id,
        preprint_id=preprint_id,
        editor=editor,
        interests=interests,
        earlier=earlier,
        now=now,
    )


@transaction.atomic
def _add_entry(
    issue_id: int,
    *,
    preprint_id: int,
    editor: User,
    interests: Interests | None,
    earlier: RenderedText | None,
    now: datetime,
) -> Entry:
    """earlier: the text that was there before it was removed."""
    issue = lock_issue(issue_id, editor)
    named = Preprint.objects.filter(pk=preprint_id)
    candidate = candidates(now=now, preprints=named).of(preprint_id)
    rules.check_can_add(
        title=candidate.version.title_plain,
        checks=candidate.checks,
        is_in_issue=issue.entries.filter(preprint_id=preprint_id).exists(),
        is_own_work=editor.pk in candidate.author_ids,
    )
    if interests is not None:
        keep_interests(issue, candidate.version, editor, interests, now=now)
    positions = issue.entries.order_by().values_list("position", flat=True)
    entry = Entry(
        issue=issue,
        preprint=candidate.preprint,
        version=candidate.version,
        position=rules.position_of_new_entry(positions),
        recommended_by=editor,
        recommended_by_name=editor.profile.name,
    )
    _bring_back(entry, earlier)
    entry.save(force_insert=True)
    record_event(
        "entry.added",
        about=NamedSubject(issue.identifier, preprint_id),
        actor_id=editor.pk,
        now=now,
        data={"issue": issue.label},
    )
    return entry


def _bring_back(entry: Entry, earlier: RenderedText | None) -> None:
    """Give a new entry the number and the text of the removed one: drafts name it by its number."""
    removed = RemovedEntry.objects.filter(issue=entry.issue, preprint=entry.preprint).first()
    if removed is None:
        return
    entry.pk, entry.section = removed.entry_number, removed.section
    if removed.recommendation:
        if earlier is None or earlier.text != removed.recommendation:
            # Removed once more meanwhile, with another text.
            earlier = _render_recommendation(entry.pk, removed.recommendation)
        _set_recommendation(entry, earlier)
        entry.recommended_by = removed.recommended_by
        entry.recommended_by_name = removed.recommended_by_name
    removed.delete()


@transaction.atomic
def remove_entry(entry_id: int, *, editor: User, now: datetime) -> None:
    """Remove a work again; nothing where it is removed already. What was written for it is kept,
    and what anyone is still writing.

    Raises NotAnEditor or IssuePublished.
    """
    try:
        entry = _lock_entry(entry_id, editor)
    except Entry.DoesNotExist:
        return
    RemovedEntry.objects.create(
        issue=entry.issue,
        preprint_id=entry.preprint_id,
        entry_number=entry.pk,
        section=entry.section,
        recommendation=entry.recommendation,
        recommended_by_id=entry.recommended_by_id,
        recommended_by_name=entry.recommended_by_name,
        removed_at=now,
    )
    later = entry.issue.entries.filter(position__gt=entry.position)
    entry.delete()
    later.update(position=F("position") - 1)
    record_event(
        "entry.removed",
        about=NamedSubject(entry.issue.identifier, entry.preprint_id),
        actor_id=editor.pk,
        now=now,
        data={"issue": entry.issue.label},
    )


@transaction.atomic
def move_entry(entry_id: int, *, editor: User, up: bool, position: int | None = None) -> None:
    """Move up or down by one place, as `rules.order_after_move` says.

    position: where the editor's page showed it. Where it has moved since, nothing happens either,
    so that a second click does not move it twice.
    Raises NotAnEditor or IssuePublished.
    """
    entry = _lock_entry(entry_id, editor)
    if position is not None and entry.position != position:
        return
    positions = dict(entry.issue.entries.order_by("position").values_list("pk", "position"))
    order = rules.order_after_move(list(positions), moved=entry.pk, up=up)
    for pk, place in zip(order, positions.values(), strict=True):
        if positions[pk] != place:
            Entry.objects.filter(pk=pk).update(position=place)


def save_entry(
    entry_id: int,
    *,
    editor: User,
    section: str,
    recommendation: str,
    now: datetime,
    seen: str | None = None,
    saved_revision: int | None = None,
) -> Entry:
    """Save section and recommendation; whoever changes the recommendation signs it.

    seen: `entry_fingerprint` of the text the page was loaded with. saved_revision: of the draft
    that holds this text; None does not ask for newer text.
    Raises NotAnEditor, IssuePublished, TextChanged, OwnWork or DraftOutOfDate.
    """
    return _save_entry(
        entry_id,
        editor=editor,
        section=section,
        written=_render_recommendation(entry_id, recommendation),
        seen=seen,
        saved_revision=saved_revision,
        now=now,
    )


@transaction.atomic
def _save_entry(
    entry_id: int,
    *,
    editor: User,
    section: str,
    written: RenderedText,
    seen: str | None,
    saved_revision: int | None,
    now: datetime,
) -> Entry:
    entry = _lock_entry(entry_id, editor)
    saved = entry_texts(entry)
    sent = {"section": section, "recommendation": written.text}
    merged = rules.merge_with_saved(saved=saved, sent=sent, seen=seen)
    entry.section = merged["section"]
    if merged["recommendation"] != entry.recommendation:
        rules.check_can_recommend(is_own_work=editor.pk in author_ids(entry.preprint_id))
        if entry.recommended_by_id != editor.pk:
            _keep_replaced(saved, merged, entry_draft_key(entry), entry.recommended_by_id, now=now)
        _set_recommendation(entry, written)  # merged from what is saved and what was sent
        entry.recommended_by, entry.recommended_by_name = editor, editor.profile.name
    entry.save()
    finish_draft(editor, entry_draft_key(entry), saved_revision=saved_revision)
    return entry


def _render_recommendation(entry_id: int, recommendation: str) -> RenderedText:
    return render_text(recommendation, id_prefix=f"e{entry_id}-")


def _set_recommendation(entry: Entry, written: RenderedText) -> None:
    entry.recommendation = written.text
    entry.recommendation_html = written.html
    entry.first_sentence = written.first_sentence


def save_issue(
    issue_id: int,
    *,
    editor: User,
    title: str,
    editorial: str,
    now: datetime,
    seen: str | None = None,
    saved_revision: int | None = None,
) -> Issue:
    """Save title and editorial. seen: `issue_fingerprint` of the text the page was loaded with.
    saved_revision: of the draft that holds this text; None does not ask for newer text.

    Raises NotAnEditor, IssuePublished, TextChanged or DraftOutOfDate.
    """
    return _save_issue(
        issue_id,
        editor=editor,
        title=title,
        editorial=editorial,
        html=render_markdown(editorial, id_prefix=f"i{issue_id}-"),
        seen=seen,
        saved_revision=saved_revision,
        now=now,
    )


@transaction.atomic
def _save_issue(
    issue_id: int,
    *,
    editor: User,
    title: str,
    editorial: str,
    html: str,
    seen: str | None,
    saved_revision: int | None,
    now: datetime,
) -> Issue:
    """html: of the editorial."""
    issue = lock_issue(issue_id, editor)
    saved = issue_texts(issue)
    sent = {"title": title, "editorial": editorial}
    merged = rules.merge_with_saved(saved=saved, sent=sent, seen=seen)
    if merged != saved:
        writer_id = issue.written_by_id or issue.editor_id
        if writer_id != editor.pk:
            _keep_replaced(saved, merged, issue_draft_key(issue), writer_id, now=now)
        issue.title, issue.editorial = merged["title"], merged["editorial"]
        issue.written_by = editor
    if issue.editorial == editorial:  # else it is what was saved meanwhile, with its own HTML
        issue.editorial_html = html
    issue.save(update_fields=["title", "editorial", "editorial_html", "written_by"])
    finish_draft(editor, issue_draft_key(issue), saved_revision=saved_revision)
    return issue


def _keep_replaced(
    saved: Mapping[str, str], merged: Mapping[str, str], key: str, writer_id: int, *, now: datetime
) -> None:
    """Another editor's text is not lost by being replaced: its writer finds it in "My work"."""
    replaced = {name: text for name, text in saved.items() if text.strip() and merged[name] != text}
    if replaced:
        keep_replaced(writer_id, REPLACED + key, replaced, now=now)


def _lock_entry(entry_id: int, editor: User) -> Entry:
    issue = lock_issue(Entry.objects.get(pk=entry_id).issue_id, editor)
    return issue.entries.get(pk=entry_id)
