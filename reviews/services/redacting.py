"""Redacting a passage of a review, a response or an assessment; reading what stood there."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.services import record_event
from reviews import moves, redaction_rules
from reviews.models import Assessment, Response, Review, SealedOriginal
from reviews.services.authorship import reviewers_of
from reviews.services.redacted_declarations import redact_copies
from reviews.services.redaction_events import event_of
from reviews.services.redaction_steps import (
    Passage,
    Redacted,
    check_may_redact,
    record_redaction,
)
from reviews.services.reviewing import lock_round, lock_round_or_work, lock_work_and_round
from reviews.services.submissions import authors_of_work

SUBMISSION = "round__submission"


def redact_review(
    review_id: int, *, editor: User, passage: Passage, reason: str, now: datetime
) -> Review:
    """The passage reads "[redacted]" wherever it stands in the part; points keep their addresses.
    Of a withdrawn one: in why it was.

    Raises NotYoursToRedact, InterestsNotDeclared, NothingToRedact, RedactionReasonMissing,
    PassageNotFound, PassageOverPoints or TextIsRedactedMeanwhile.
    """
    redacted = Redacted.of(Review.objects.get(pk=review_id), passage, reason)
    related = ("version", "significance", "strength", "reviewer", "invitation", SUBMISSION)
    rows = Review.objects.select_related(*related)
    with transaction.atomic():
        lock_round_or_work(review_id)
        review = rows.select_for_update(of=("self",)).get(pk=review_id)
        check_may_redact(review, editor, passage.part)
        moves.REDACT_REVIEW.check(review.status)
        event = event_of(review, passage.part)
        return record_redaction(review, redacted, event, editor=editor, now=now)


def redact_response(
    response_id: int, *, editor: User, passage: Passage, reason: str, now: datetime
) -> Response:
    """As `redact_review`."""
    redacted = Redacted.of(Response.objects.get(pk=response_id), passage, reason)
    rows = Response.objects.select_related("version", SUBMISSION)
    with transaction.atomic():
        lock_round(Response.objects.values_list("round_id", flat=True).get(pk=response_id))
        response = rows.select_for_update(of=("self",)).get(pk=response_id)
        check_may_redact(response, editor)
        moves.REDACT_RESPONSE.check("withdrawn" if response.is_withdrawn else "posted")
        event = event_of(response, passage.part)
        return record_redaction(response, redacted, event, editor=editor, now=now)


def redact_assessment(
    assessment_id: int, *, editor: User, passage: Passage, reason: str, now: datetime
) -> Assessment:
    """As `redact_review`, by a managing editor who has no part in the work. What an editor declared
    is redacted wherever else they declared it of the work."""
    redacted = Redacted.of(Assessment.objects.get(pk=assessment_id), passage, reason)
    rows = Assessment.objects.select_related("version", "significance", "strength", SUBMISSION)
    with transaction.atomic():
        # The work, too: another assessment of it copies what is redacted here.
        known = Assessment.objects.values_list("round_id", flat=True)
        lock_work_and_round(known.get(pk=assessment_id))
        assessment = rows.select_for_update(of=("self",)).get(pk=assessment_id)
        check_may_redact(assessment, editor)
        moves.REDACT_ASSESSMENT.check(assessment.state)
        redact_copies(assessment, passage, reason, editor=editor, now=now)
        event = event_of(assessment, passage.part)
        return record_redaction(assessment, redacted, event, editor=editor, now=now)


@transaction.atomic
def read_original(original_id: int, *, reader: User, reason: str, now: datetime) -> SealedOriginal:
    """What stood there, for a managing editor who neither wrote nor reviews the work; that they
    read it, and why, is logged.

    Raises NotTheJournals or ReadingReasonMissing.
    """
    original = SealedOriginal.objects.with_texts().get(pk=original_id)
    preprint_id = original.version.preprint_id
    redaction_rules.check_can_read_original(
        is_managing_editor=reader.is_managing_editor,
        person_id=reader.pk,
        involved_ids=authors_of_work(preprint_id) | reviewers_of(preprint_id),
        reason=reason,
    )
    record_event(
        "redaction.original_read",
        about=original.version,
        actor_id=reader.pk,
        now=now,
        data={"original": original.pk, "reason": reason},
    )
    return original
