"""How a submission ends without an assessment, and what of it is public afterwards.

It is withdrawn by an author, or by whoever submitted it while no author is confirmed: freely before
the first review is in, afterwards with a note that says how many there were. Or it was declined,
and an author publishes the editors' reasons.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from events.outbox import promise
from events.services import record_event
from preprints.models import Preprint
from preprints.services import set_status, status_it_stands_for
from reviews import ending_rules, rules
from reviews.decline_parts import declines_of
from reviews.models import Round, Submission
from reviews.moves import CLOSE_WITHDRAWN_ROUND
from reviews.other_interests import interests_of_decline
from reviews.published_declines import decline_facts, personal_of_decline, public_of_decline
from reviews.services.invitations import close_invitations_of_round
from reviews.services.reviewing import lock_round
from reviews.services.submissions import known_author_ids, lock_submission, owners_of
from reviews.services.triage_steps import close_waiting_proposal, status_without_submission

State = Submission.State


@transaction.atomic
def withdraw_submission(submission_id: int, *, by: User, now: datetime) -> Submission:
    """Take the request for review back. Raises NotTheirSubmission, NotWithdrawable."""
    submission = lock_submission(submission_id)
    opened = submission.rounds.filter(state__in=CLOSE_WITHDRAWN_ROUND.before).first()
    if opened is not None:
        opened = lock_round(opened.pk)  # which may have gone to the authors meanwhile
    ending_rules.check_can_withdraw(**_facts(submission, by))
    close_waiting_proposal(submission, by=by, now=now)
    if opened is not None:
        close_round(opened, by=by, now=now)
    submission.state, submission.withdrawn_at = State.WITHDRAWN, now
    submission.paused_at = None
    submission.reviews_at_end = reviews_in(submission)
    submission.save(update_fields=["state", "withdrawn_at", "reviews_at_end", "paused_at"])
    set_status_without(submission, now)
    record_event(
        "submission.withdrawn",
        about=submission.preprint,
        actor_id=by.pk,
        now=now,
        data={
            "submission": submission.pk,
            "reviews": submission.reviews_at_end,
            **({"round": opened.number} if opened else {}),
        },
    )
    promise("reviews.notify_of_withdrawn_submission", submission_id=submission.pk)
    return submission


def may_withdraw(submission: Submission, person: User) -> bool:
    """Whether a page offers it."""
    return rules.is_allowed(ending_rules.check_can_withdraw, **_facts(submission, person))


def _facts(submission: Submission, person: User) -> dict[str, Any]:
    return {
        "state": submission.state,
        "person_id": person.pk,
        "owner_ids": owners_of(submission),
        "has_ended_round": submission.rounds.exclude(
            state__in=CLOSE_WITHDRAWN_ROUND.before
        ).exists(),
    }


def close_round(closed: Round, *, by: User, now: datetime) -> None:
    close_invitations_of_round(closed, editor=by, now=now)
    closed.state, closed.closed_at = Round.State.WITHDRAWN, now
    closed.save(update_fields=["state", "closed_at", "ended_because"])


def reviews_in(submission: Submission) -> int:
    """How many reviews have come in, published or not; a disowned one is none."""
    rounds = submission.rounds.prefetch_related("reviews")
    return sum(
        review.submitted_at is not None and review.status != "disowned"
        for one in rounds
        for review in one.reviews.all()
    )


def set_status_without(submission: Submission, now: datetime) -> None:
    """The status of the work once the submission is over: as it was before it, by what is public.

    A work that was reviewed in an earlier submission keeps its status.
    """
    preprint = submission.preprint
    under_way = (Preprint.Status.SUBMITTED, Preprint.Status.UNDER_REVIEW)
    if status_it_stands_for(preprint) not in under_way:
        return
    set_status(preprint, status_without_submission(submission), now=now)


@transaction.atomic
def publish_reasons(submission_id: int, *, author: User, now: datetime) -> Submission:
    """A confirmed author of a declined work lets everybody read why, and what the editors who
    declined it declare. It cannot be taken back.

    Raises AuthorsOnly, NotDeclined or ReasonsArePublic.
    """
    submission = lock_submission(submission_id)
    ending_rules.check_can_publish_reasons(**_facts_of_reasons(submission, author))
    submission.reasons_published_at = now
    submission.decline_interests = interests_of_decline(submission)
    submission.save(update_fields=["reasons_published_at", "decline_interests"])
    if submission.preprint.status == Preprint.Status.LISTED:
        set_status(submission.preprint, Preprint.Status.DECLINED, now=now)
    decline = declines_of(submission)[-1]
    record_event(
        "submission.reasons_published",
        about=submission.preprint,
        actor_id=author.pk,
        now=now,
        data=decline_facts(submission),
        public=public_of_decline(submission, decline),
        personal=personal_of_decline(submission, decline),
    )
    return submission


def may_publish_reasons(submission: Submission, person: User) -> bool:
    """Whether a page offers it."""
    facts = _facts_of_reasons(submission, person)
    return rules.is_allowed(ending_rules.check_can_publish_reasons, **facts)


def _facts_of_reasons(submission: Submission, person: User) -> dict[str, Any]:
    return {
        "state": submission.state,
        "is_author": person.pk in known_author_ids(submission.preprint_id),
        "is_published": submission.reasons_published_at is not None,
    }
