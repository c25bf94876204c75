"""Redacting a passage of a published text; its original is sealed, and read with a reason alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from django.db import transaction

from accounts.models import User
from events.forgetting import forget_public_salts
from events.outbox import promise
from events.services import record_event
from reviews import moves, redaction_errors, redaction_rules
from reviews.models import Assessment, Response, Review, SealedOriginal
from reviews.published import key_of, personal_of, public_of
from reviews.redaction_parts import Redactable, fields_with, parts_of
from reviews.services.authorship import reviewers_of
from reviews.services.published_changes import change_published
from reviews.services.reviewing import lock_round
from reviews.services.submissions import authors_of
from reviews.services.withdrawing import involved_in

SUBMISSION = "round__submission"
ORIGINALS_OF = ("review", "assessment", "response")
Row = TypeVar("Row", Review, Assessment, Response)


@dataclass(frozen=True, slots=True)
class _Redacted:
    """part: of the text. original: how it was written, when this was made of it. fields: what the
    row is to have. reason: for readers."""

    part: str
    original: str
    reason: str
    fields: Mapping[str, object]

    @classmethod
    def of(cls, row: Redactable, part: str, passage: str, reason: str) -> "_Redacted":
        """Before anything is locked, for a slow text would keep others waiting."""
        if part not in parts_of(row):
            raise redaction_errors.PassageNotFound
        original = getattr(row, part)
        left = redaction_rules.without_passage(original, passage)
        return cls(part, original, reason, fields_with(row, part, left))


def redact_review(
    review_id: int, *, editor: User, part: str, passage: str, reason: str, now: datetime
) -> Review:
    """The passage reads "[redacted]" wherever it stands in the part; points keep their addresses.

    Raises NotYoursToRedact, NothingToRedact, RedactionReasonMissing, PassageNotFound,
    PassageOverPoints or TextIsRedactedMeanwhile.
    """
    redacted = _Redacted.of(Review.objects.get(pk=review_id), part, passage, reason)
    related = ("version", "significance", "strength", "reviewer", "invitation", SUBMISSION)
    rows = Review.objects.select_related(*related)
    with transaction.atomic():
        lock_round(Review.objects.values_list("round_id", flat=True).get(pk=review_id))
        review = rows.select_for_update(of=("self",)).get(pk=review_id)
        check_may_redact(review, editor)
        moves.REDACT_REVIEW.check(review.status)
        return _record("review.redacted", review, redacted, editor=editor, now=now)


def redact_response(
    response_id: int, *, editor: User, part: str, passage: str, reason: str, now: datetime
) -> Response:
    """As `redact_review`."""
    redacted = _Redacted.of(Response.objects.get(pk=response_id), part, passage, reason)
    rows = Response.objects.select_related("version", SUBMISSION)
    with transaction.atomic():
        lock_round(Response.objects.values_list("round_id", flat=True).get(pk=response_id))
        response = rows.select_for_update(of=("self",)).get(pk=response_id)
        check_may_redact(response, editor)
        moves.REDACT_RESPONSE.check("withdrawn" if response.is_withdrawn else "posted")
        return _record("response.redacted", response, redacted, editor=editor, now=now)


def redact_assessment(
    assessment_id: int, *, editor: User, part: str, passage: str, reason: str, now: datetime
) -> Assessment:
    """As `redact_review`, by a managing editor who has no part in the work."""
    redacted = _Redacted.of(Assessment.objects.get(pk=assessment_id), part, passage, reason)
    rows = Assessment.objects.select_related("version", "significance", "strength", SUBMISSION)
    with transaction.atomic():
        lock_round(Assessment.objects.values_list("round_id", flat=True).get(pk=assessment_id))
        assessment = rows.select_for_update(of=("self",)).get(pk=assessment_id)
        check_may_redact(assessment, editor)
        moves.REDACT_ASSESSMENT.check(assessment.state)
        return _record("assessment.redacted", assessment, redacted, editor=editor, now=now)


@transaction.atomic
def read_original(original_id: int, *, reader: User, reason: str, now: datetime) -> SealedOriginal:
    """What stood there, for a managing editor who neither wrote nor reviews the work; that they
    read it, and why, is logged.

    Raises NotTheJournals or ReadingReasonMissing.
    """
    related = (f"{row}__{way}" for row in ORIGINALS_OF for way in ("version", SUBMISSION))
    original = SealedOriginal.objects.select_related(*related).get(pk=original_id)
    submission = original.of.round.submission
    redaction_rules.check_can_read_original(
        is_managing_editor=reader.is_managing_editor,
        person_id=reader.pk,
        involved_ids=authors_of(submission) | reviewers_of(submission.preprint_id),
        reason=reason,
    )
    record_event(
        "redaction.original_read",
        about=original.of.version,
        actor_id=reader.pk,
        now=now,
        data={"original": original.pk, "reason": reason},
    )
    return original


def check_may_redact(row: Redactable, editor: User) -> None:
    """row: with its round's submission. Raises NotYoursToRedact."""
    submission = row.round.submission
    redaction_rules.check_may_redact(
        person_id=editor.pk,
        is_editor=editor.is_editor,
        is_managing_editor=editor.is_managing_editor,
        editor_ids=(submission.editor_id, submission.second_editor_id),
        author_ids=authors_of(submission),
        involved_ids=involved_in(submission),
        is_assessment=isinstance(row, Assessment),
    )


def _record(kind: str, row: Row, redacted: _Redacted, *, editor: User, now: datetime) -> Row:
    """The caller has locked the row. Who redacts twice at once redacts once."""
    redaction_rules.check_reason(redacted.reason)
    if getattr(row, redacted.part) != redacted.original:
        raise redaction_errors.TextIsRedactedMeanwhile
    name = row._meta.model_name
    original = SealedOriginal.objects.create(
        **{str(name): row},
        part=redacted.part,
        text=redacted.original,
        redacted_by=editor,
        redacted_at=now,
    )
    day = now.astimezone(UTC).date().isoformat()
    fields: dict[str, object] = {
        **redacted.fields,
        "redactions": [
            *row.redactions,
            {"part": redacted.part, "reason": redacted.reason, "on": day},
        ],
    }
    for changed, value in fields.items():
        setattr(row, changed, value)
    change_published(row, list(fields))
    forget_public_salts(kind, key_of(row))
    record_event(
        kind,
        about=row.version,
        actor_id=editor.pk,
        now=now,
        data={str(name): row.identifier, "row": key_of(row)},
        public=public_of(row),
        personal=personal_of(row),
    )
    promise("reviews.notify_of_redaction", original_id=original.pk)
    return row
