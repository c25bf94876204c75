"""A round goes to the authors first; then its reviews and assessment are posted, all at once."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from events.outbox import promise
from events.services import record_event
from preprints.models import Preprint
from preprints.services import set_status
from reviews import left_work_rules, rules
from reviews.errors import ReviewError
from reviews.models import Assessment, Review, Round
from reviews.other_interests import other_interests
from reviews.policies import current_policy
from reviews.published import (
    agreement_on,
    assessment_key,
    assessment_personal,
    assessment_public,
    terms_of,
)
from reviews.round_errors import NotWithAuthors
from reviews.services.accepting import make_public, next_number
from reviews.services.asked_reviewers import count_again
from reviews.services.assessing import lock_assessment
from reviews.services.correcting import is_waited_for, post_corrections
from reviews.services.editor_interests import check_acts_for
from reviews.services.reopened_assessments import look_again_at
from reviews.services.responding import post_held_responses
from reviews.services.reviewing import lock_work_and_round
from reviews.services.submissions import known_author_ids

log = logging.getLogger(__name__)


@transaction.atomic
def send_to_authors(assessment_id: int, *, editor: User, now: datetime) -> Round:
    """The authors read reviews and assessment first, and have the policy's days to respond.

    Whoever is still writing cannot submit any more. Each review has its number from now on, since
    authors refer to it. Raises NotTheHandlingEditor, RoundClosed, AssessmentNotOpen,
    NoKnownAuthor or LeftWorkNotPosted.
    """
    round_id = Assessment.objects.values_list("round_id", flat=True).get(pk=assessment_id)
    sent, held, assessment = _lock_all(round_id)
    check_acts_for(sent.submission, editor)
    rules.check_can_send_to_authors(
        round_state=sent.state,
        assessment_state=assessment.state,
        has_authors=bool(known_author_ids(sent.submission.preprint_id)),
    )
    left_work_rules.check_can_post(is_away=sent.submission.is_away)
    sent.state, sent.sent_at = Round.State.WITH_AUTHORS, now
    sent.respond_until = now + timedelta(days=current_policy().response_days)
    sent.post_by = sent.respond_until + timedelta(days=current_policy().correction_days)
    sent.save(update_fields=["state", "sent_at", "respond_until", "post_by"])
    for review in held:
        review.number = review.number or next_number(review)
        review.save(update_fields=["number"])
    record_event(
        "round.sent_to_authors",
        about=sent.version,
        actor_id=editor.pk,
        now=now,
        data={"round": sent.number, "until": sent.respond_until.date().isoformat()},
    )
    promise("reviews.notify_authors_first", round_id=sent.pk)
    return sent


@transaction.atomic
def publish_assessment(assessment_id: int, *, editor: User, now: datetime) -> Assessment:
    """Post the round at once, where no author of the work is known who could read it first.

    Raises NotTheHandlingEditor, RoundClosed, AssessmentNotOpen, AuthorsFirst or
    LeftWorkNotPosted.
    """
    round_id = Assessment.objects.values_list("round_id", flat=True).get(pk=assessment_id)
    posted, held, assessment = _lock_all(round_id)
    check_acts_for(posted.submission, editor)
    rules.check_can_publish_assessment(
        round_state=posted.state,
        state=assessment.state,
        has_authors=bool(known_author_ids(posted.submission.preprint_id)),
    )
    _post(assessment, held, actor_id=editor.pk, now=now)
    return assessment


@transaction.atomic
def post_round(round_id: int, *, author: User, now: datetime) -> Assessment:
    """By an author who needs no more time. Raises NotWithAuthors, NotAnAuthor,
    CorrectionsUndecided or LeftWorkNotPosted."""
    posted, held, assessment = _lock_all(round_id)
    author_ids = known_author_ids(posted.submission.preprint_id)
    rules.check_can_post(
        state=posted.state,
        person_id=author.pk,
        author_ids=author_ids,
        waits_for_editors=is_waited_for(posted, now=now),
    )
    _post(assessment, held, actor_id=author.pk, now=now)
    return assessment


@transaction.atomic
def post_due_round(round_id: int, *, now: datetime) -> Assessment:
    """By the schedule. Raises NotWithAuthors, NotDueYet, CorrectionsUndecided or
    LeftWorkNotPosted."""
    posted, held, assessment = _lock_all(round_id)
    rules.check_is_due(
        state=posted.state,
        respond_until=posted.respond_until,
        waits_for_editors=is_waited_for(posted, now=now),
        now=now,
    )
    _post(assessment, held, actor_id=None, now=now)
    return assessment


def post_due_rounds(*, now: datetime) -> int:
    """Each in a transaction of its own: one that fails stops no other. Returns how many."""
    due = Round.objects.filter(state=Round.State.WITH_AUTHORS, respond_until__lte=now)
    posted = 0
    for round_id in due.order_by("respond_until", "pk").values_list("pk", flat=True):
        try:
            post_due_round(round_id, now=now)
        except ReviewError:
            continue  # an author was faster, or the editors still answer corrections
        except Exception:
            log.exception("round %d was not posted", round_id)
        else:
            posted += 1
    return posted


def _lock_all(round_id: int) -> tuple[Round, list[Review], Assessment]:
    """The round, its held reviews in the order of their reviewers' numbers, and its assessment.

    The work is locked first, as everywhere, for its status changes last. Who is late finds the
    round in its new state. Raises NotWithAuthors where there is no assessment.
    """
    posted = lock_work_and_round(round_id)
    held = list(
        Review.objects.select_for_update(of=("self",))
        .filter(round=posted, status=Review.Status.ACCEPTED)
        .select_related("version", "significance", "strength", "reviewer", "invitation")
        .order_by("reviewer_number")
    )
    assessment_id = Assessment.objects.values_list("pk", flat=True).filter(round=posted).first()
    if assessment_id is None:
        raise NotWithAuthors
    return posted, held, lock_assessment(assessment_id)


def _post(
    assessment: Assessment, held: list[Review], *, actor_id: int | None, now: datetime
) -> None:
    """All of the round in the caller's transaction; it has locked everything."""
    posted = assessment.round
    left_work_rules.check_can_post(is_away=posted.submission.is_away)
    if posted.respond_until is None:  # no author was known who could read it first
        posted.respond_until = now + timedelta(days=current_policy().response_days)
    count_again(assessment, held)
    for review in held:
        make_public(review, actor_id=actor_id, now=now)
        promise("reviews.thank_reviewer", review_id=review.pk)
    _publish_assessment(assessment, actor_id=actor_id, now=now)
    posted.state, posted.closed_at = Round.State.ASSESSED, now
    posted.save(update_fields=["state", "closed_at", "respond_until"])
    post_corrections(posted, actor_id=actor_id, now=now)
    post_held_responses(posted, now=now)
    set_status(posted.submission.preprint, _status_after(posted), now=now)
    promise("reviews.notify_of_published_assessment", assessment_id=assessment.pk)
    look_again_at(posted.submission.preprint)


def _status_after(posted: Round) -> Preprint.Status:
    """A version that was declared final stays so, though it was assessed anew."""
    newest_id = posted.submission.preprint.current_version_id
    if newest_id is not None and newest_id == posted.submission.final_version_id:
        return Preprint.Status.FINAL
    is_newest = newest_id == posted.version_id
    return Preprint.Status.REVIEWED if is_newest else Preprint.Status.REVISED


def _publish_assessment(assessment: Assessment, *, actor_id: int | None, now: datetime) -> None:
    until = assessment.round.respond_until
    assessment.state, assessment.published_at = Assessment.State.PUBLISHED, now
    assessment.other_interests = other_interests(assessment)
    counts = ["reviewers_asked", "reviewers_agreed", "reviewers_dissented"]
    assessment.save(update_fields=["state", "published_at", *counts, "other_interests"])
    record_event(
        "assessment.published",
        about=assessment.version,
        actor_id=actor_id,
        now=now,
        data={
            "assessment": assessment.identifier,
            "row": assessment_key(assessment),
            "round": assessment.round.number,
            "respond_until": until.isoformat() if until else None,
            **terms_of(assessment),
            **agreement_on(assessment),
        },
        public=assessment_public(assessment),
        personal=assessment_personal(assessment),
    )
