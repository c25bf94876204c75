"""What a reader must know before reading: withdrawn, gone, an older version, edited since."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curation.selectors.marks import marks_of
from preprints.models import Preprint, Version
from reading.links import Link
from reading.selectors.locations import LocationView
from reading.selectors.versions import VersionView
from web.templatetags.verso import day


@dataclass(frozen=True, slots=True)
class Notice:
    """`words` may be safe HTML, with dates that tell their exact time."""

    words: str
    links: Sequence[Link] = ()
    is_wrong: bool = False


def notices(shown: VersionView, versions: Sequence[Version]) -> list[Notice]:
    """versions: all of the work. One query for a work in an issue, none for others."""
    possible = [
        _end_of_the_work(shown.version),
        _gone(shown.locations),
        _other_version(shown.version, versions, shown.reviewed_number),
        _edit(shown),
    ]
    known = [notice for notice in possible if notice]
    return [*known, *_since_selection(shown.preprint)]


def _since_selection(preprint: Preprint) -> list[Notice]:
    """What has become of a work in an issue since."""
    if not preprint.selected_for:
        return []
    marks = marks_of([preprint.pk]).get(preprint.pk, [])
    return [
        Notice(" ".join(filter(None, (one.what, one.reason, one.outcome, one.outcome_reason))))
        for one in marks
    ]


def _end_of_the_work(version: Version) -> Notice | None:
    status = version.preprint.status
    if status == Preprint.Status.RETRACTED:
        return Notice(_("This work was retracted."), is_wrong=True)
    if version.is_withdrawn:
        return Notice(_("This work was withdrawn where it was posted."), is_wrong=True)
    if status == Preprint.Status.WITHDRAWN:
        words = _("This work was withdrawn where it was posted, after this version.")
        return Notice(words, is_wrong=True)
    return None


def _gone(locations: Sequence[LocationView]) -> Notice | None:
    moments = [location.gone_since for location in locations if location.gone_since]
    if not locations or len(moments) < len(locations):
        return None
    words = _("This work is no longer public where it was posted (since {day}).")
    return Notice(format_html(words, day=day(max(moments))), is_wrong=True)


def _other_version(
    version: Version, versions: Sequence[Version], reviewed: int | None
) -> Notice | None:
    current = next(
        (other for other in versions if other.pk == version.preprint.current_version_id), version
    )
    if version.pk != current.pk:
        words = _("You are reading version %(number)s, which is not the current one.") % {
            "number": version.number
        }
        to_current = Link(_("Go to the current version"), version.preprint.get_absolute_url())
        return Notice(words, [to_current, _changes(version, current)])
    if reviewed is None or reviewed >= version.number:
        return None
    if version.source_version:
        words = _("A newer version has appeared since the reviews. They are about version %s.")
    else:
        words = _("Edited since it was reviewed: the reviews are about version %s.")
    old = next((other for other in versions if other.number == reviewed), None)
    links = [_changes(old, version)] if old else []
    to_reviewed = reverse("reading:version", args=[version.preprint_id, reviewed])
    return Notice(words % reviewed, [*links, Link(_("Read that version"), to_reviewed)])


def _changes(version: Version, other: Version) -> Link:
    older, newer = sorted((version.number, other.number))
    return Link(
        _("See what changed"), reverse("reading:compare", args=[version.preprint_id, older, newer])
    )


def _edit(shown: VersionView) -> Notice | None:
    edit = shown.edit
    if edit is None:
        return None
    words = ngettext(
        "Small edits since this snapshot ({count} word, {day}).",
        "Small edits since this snapshot ({count} words, {day}).",
        edit.words,
    )
    version = shown.version
    url = reverse("reading:compare_edit", args=[version.preprint_id, version.number])
    sentence = format_html(words, count=edit.words, day=day(edit.seen_at))
    return Notice(sentence, [Link(_("See them"), url)])
