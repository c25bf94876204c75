"""A step of the triage: neither of the two editors of a work has reviewed it before.

Who would handle it knows that of themselves, and reads so. A refusal of a named second one can tell
who reviewed it under no name. So it says no reason, is logged with the name, and counts with the
refusals of hand-overs.
"""

from datetime import datetime, timedelta

from accounts.models import User
from events.models import Event
from events.services import record_event
from reviews import limits
from reviews.handover_errors import CannotBeSecond, ReviewedItBefore, TooManyNames
from reviews.models import Appeal, Submission
from reviews.services.known_reviewers import asked_to_review, reviewers_of

REFUSED = "triage.name_refused"
COUNTED = (REFUSED, "submission.hand_over_refused")
DAY = timedelta(days=1)


def refused_today(by: User, *, now: datetime) -> int:
    """How many people they named who cannot edit a work, at triage and handing over."""
    return Event.objects.filter(kind__in=COUNTED, actor_id=by.pk, at__gt=now - DAY).count()


def check_names(by: User, named: User | None, *, now: datetime) -> None:
    """Who tries two names at once is counted twice. Raises TooManyNames."""
    if named is None:
        return
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if refused_today(by, now=now) >= limits.HAND_OVER_REFUSALS_A_DAY:
        raise TooManyNames


def check_can_be_second(submission: Submission, named: User | None, *, by: User) -> None:
    """After a tie was asked about: whether it is must not depend on who reviews the work.

    Raises CannotBeSecond; of themselves, who know it, ReviewedItBefore.
    """
    if named is None or named.pk not in _involved(submission):
        return
    raise ReviewedItBefore if named == by else CannotBeSecond


def check_can_handle(submission: Submission, editor: User) -> None:
    """For who accepts the work, or proposes to: they handle it then. Raises ReviewedItBefore."""
    if not may_handle(submission, editor):
        raise ReviewedItBefore


def may_handle(submission: Submission, person: User) -> bool:
    """For pages that only this person reads: they know what part they have in the review."""
    return person.pk not in _involved(submission)


def _involved(submission: Submission) -> set[int]:
    preprint_id = submission.preprint_id
    deciding = Appeal.objects.open().filter(work__preprint=preprint_id).exclude(editor=None)
    decide = set(deciding.values_list("editor_id", flat=True))
    return reviewers_of(preprint_id) | asked_to_review(preprint_id) | {pk for pk in decide if pk}


def log_refused_name(
    submission: Submission, named: User | None, *, by: User, now: datetime
) -> None:
    """It may be somebody whose part in the work they learned by it."""
    data = {"submission": submission.pk, "named": named.pk if named else None}
    record_event(REFUSED, about=submission.preprint, actor_id=by.pk, now=now, data=data)
