"""What the event log must hold of assessments that were looked at again, and the hashes in it."""

from collections.abc import Iterator

from events.completeness import PublishedRow, published
from reviews.models import Reopening
from reviews.models.redactable import places_of, reasons_of
from reviews.other_interests import as_committed
from text.hashing import content_hash


def reopening_key(reopening: Reopening) -> str:
    return f"reopening {reopening.pk}"


def reopening_public(reopening: Reopening) -> tuple[str, ...]:
    review = f"{reopening.review.version_id} {reopening.review.number}" if reopening.review else ""
    said = (str(reopening.version_id), reopening.cause, review, reopening.reason)
    return (*said, *reopening.redacted_places())


def decision_public(reopening: Reopening) -> tuple[str, ...]:
    places = places_of(reopening.redactions_of_decision())
    return (reopening.decision, reopening.decision_reason, *places)


def reopening_personal(reopening: Reopening) -> tuple[str, ...]:
    return (*as_committed(reopening.interests), *reopening.redaction_reasons())


def decision_personal(reopening: Reopening) -> tuple[str, ...]:
    reasons = reasons_of(reopening.redactions_of_decision())
    return (*as_committed(reopening.decision_interests), *reasons)


@published("assessment.reopened")
def reopened_assessments() -> Iterator[PublishedRow]:
    rows = Reopening.objects.select_related("version", "assessment__version", "review__version")
    for reopening in rows.iterator(500):
        yield PublishedRow(
            key=reopening_key(reopening),
            name=str(reopening),
            subject=reopening.version.identifier,
            identifier=reopening.assessment.identifier,
            at=reopening.opened_at,
            text_hash="",  # there are none of format 1
            public=reopening_public(reopening),
            full_hash=content_hash(*reopening_public(reopening)),
            facts={"cause": reopening.cause},
            personal=reopening_personal(reopening),
        )


@published("reopening.decided")
def decided_reopenings() -> Iterator[PublishedRow]:
    rows = Reopening.objects.exclude(decision="").select_related("version", "assessment__version")
    for reopening in rows.iterator(500):
        yield PublishedRow(
            key=reopening_key(reopening),
            name=f"{reopening}, decided",
            subject=reopening.version.identifier,
            identifier=reopening.assessment.identifier,
            at=reopening.decided_at,
            text_hash="",
            public=decision_public(reopening),
            full_hash=content_hash(*decision_public(reopening)),
            facts={"decision": reopening.decision},
            personal=decision_personal(reopening),
        )
