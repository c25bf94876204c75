"""Writing in the private thread of a round, which opens when it is released."""

from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import token_hex

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from drafts.services import finish_draft
from events.outbox import promise
from events.services import record_event
from reviews import moves, rules, thread_rules
from reviews.models import Review, Round, ThreadEntry
from reviews.models.threads import is_in_thread
from reviews.services.editor_interests import check_may_act
from reviews.services.reviewing import lock_round, lock_round_of
from reviews.services.submissions import authors_of
from text.markdown.render import render_markdown

DAY = timedelta(days=1)


def write_as_reviewer(
    review_id: int,
    *,
    reviewer: User,
    text: str,
    now: datetime,
    saved_revision: int | None = None,
) -> ThreadEntry:
    """The same text sent twice is one entry. The others read “Reviewer 2” and a day.

    saved_revision: of the draft that holds this text; None does not ask for newer text. Raises
    NotYourForm, ThreadNotOpen, ThreadClosed, NotInThread, EntryMissing, TooManyEntries or
    DraftOutOfDate.
    """
    html_with = _rendered(text)
    with transaction.atomic():
        of = lock_round_of(review_id)
        review = Review.objects.select_related("round").get(pk=review_id)
        rules.check_writes(person_id=reviewer.pk, reviewer_id=review.reviewer_id)
        thread_rules.check_can_write(
            moves.WRITE_AS_REVIEWER,
            round_state=of.state,
            is_in_thread=is_in_thread(review),
            text=text,
        )
        finish_draft(reviewer, reviewer_draft_key(review_id), saved_revision=saved_revision)
        entry = ThreadEntry(round=of, review=review, text=text, written_at=now)
        return _add(entry, html_with, actor_id=reviewer.pk, now=now)


def write_as_editor(
    round_id: int, *, editor: User, text: str, now: datetime, saved_revision: int | None = None
) -> ThreadEntry:
    """As `write_as_reviewer`, by one of the two editors of the work, under their name.

    Raises ThreadNotOpen, ThreadClosed, NotInThread, EntryMissing, InterestsNotDeclared,
    TooManyEntries or DraftOutOfDate.
    """
    html_with = _rendered(text)
    with transaction.atomic():
        of = lock_round(round_id)
        thread_rules.check_can_write(
            moves.WRITE_AS_EDITOR,
            round_state=of.state,
            is_in_thread=is_editor_in_thread(of, editor),
            text=text,
        )
        check_may_act(of.submission, editor)
        finish_draft(editor, editor_draft_key(of), saved_revision=saved_revision)
        entry = ThreadEntry(round=of, editor=editor, text=text, written_at=now)
        return _add(entry, html_with, actor_id=editor.pk, now=now)


def is_editor_in_thread(of: Round, person: User) -> bool:
    """of: with its submission."""
    submission = of.submission
    return thread_rules.is_editor_in_thread(
        person_id=person.pk,
        is_editor=person.is_editor,
        editor_ids=(submission.editor_id, submission.second_editor_id),
        author_ids=authors_of(submission),
    )


def reviewer_draft_key(review_id: int) -> str:
    return f"thread:{review_id}"


def editor_draft_key(of: Round) -> str:
    return f"editorthread:{of.pk}"


def _rendered(text: str) -> Callable[[str], str]:
    """The number of the entry is known once the round is locked; a slow text is rendered before."""
    placeholder = f"t{token_hex(16)}-"
    html = render_markdown(text, id_prefix=placeholder)
    return lambda prefix: html.replace(placeholder, prefix)


def _add(
    entry: ThreadEntry, html_with: Callable[[str], str], *, actor_id: int, now: datetime
) -> ThreadEntry:
    """The caller has locked the round and asked the rules."""
    of = entry.round
    written = of.thread.filter(review=entry.review_id, editor=entry.editor_id)
    own = written.last()
    if own is not None and own.text == entry.text:
        return own  # the same form, sent again
    thread_rules.check_entries_today(written.filter(written_at__gt=now - DAY).count())
    entry.number = (of.thread.aggregate(top=Max("number"))["top"] or 0) + 1
    entry.text_html = html_with(f"t{of.pk}-{entry.number}-")
    entry.save()
    record_event(
        "thread.written",
        about=of.version,
        actor_id=actor_id,
        now=now,
        data={"round": of.number, "entry": entry.number},
    )
    promise("reviews.notify_of_thread_entry", entry_id=entry.pk)
    return entry
