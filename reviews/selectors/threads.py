"""The private thread of a round, as one of its readers sees it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from reviews import moves
from reviews.models import Review, Round, ThreadEntry
from reviews.models.threads import is_in_thread
from reviews.services.consulting import is_editor_in_thread


@dataclass(frozen=True, slots=True)
class ThreadEntryView:
    """writer: an editor's name, or “Reviewer 2”. name: of that reviewer, for the two editors."""

    number: int
    writer: str
    name: str
    is_own: bool
    written_on: date
    html: str


@dataclass(frozen=True, slots=True)
class Thread:
    """reader: what the others call who reads it. is_open: whether it takes entries."""

    round: Round
    reader: str
    is_open: bool
    entries: list[ThreadEntryView]


def count_entries(own: Review) -> int | None:
    """In the thread of a review's round; None where its writer may not read that."""
    return own.own_round.thread.count() if is_in_thread(own) else None


def thread_for_reviewer(own: Review) -> Thread | None:
    """None where the writer of the review may not read it. Nobody's account is loaded but the
    editors'. One query."""
    if not is_in_thread(own):
        return None
    of = own.own_round
    entries = _entries(of).select_related("review", "editor__profile")
    shown = [_shown(entry, is_own=entry.review_id == own.pk) for entry in entries]
    reader = _reviewer(own)
    return Thread(of, reader, _is_open(of), shown)


def thread_for_editor(of: Round, editor: User) -> Thread | None:
    """With the reviewers' names. None where the person may not read it. of: with its submission."""
    if of.released_at is None or not is_editor_in_thread(of, editor):
        return None
    entries = _entries(of).select_related("review__reviewer__profile", "editor__profile")
    shown = [
        _shown(
            entry,
            is_own=entry.editor_id == editor.pk,
            name=entry.review.reviewer.profile.name if entry.review else "",
        )
        for entry in entries
    ]
    return Thread(of, editor.profile.name, _is_open(of), shown)


def _entries(of: Round) -> "QuerySet[ThreadEntry]":
    return ThreadEntry.objects.filter(round=of).order_by("number")


def _shown(entry: ThreadEntry, *, is_own: bool, name: str = "") -> ThreadEntryView:
    if entry.review is not None:
        writer = _reviewer(entry.review)
    else:
        writer = entry.editor.profile.name if entry.editor else ""
    return ThreadEntryView(
        number=entry.number,
        writer=writer,
        name=name,
        is_own=is_own,
        written_on=entry.written_on,
        html=entry.text_html,
    )


def _reviewer(review: Review) -> str:
    return _("Reviewer %d") % (review.reviewer_number or 0)


def _is_open(of: Round) -> bool:
    return of.state in moves.WRITE_AS_REVIEWER.before
