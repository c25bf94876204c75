"""What the event log must hold of an appeal against an assessment that was decided: why."""

from collections.abc import Iterator

from events.completeness import PublishedRow, published
from reviews.models import Appeal
from reviews.other_interests import as_committed
from reviews.published import assessment_key
from text.hashing import content_hash


def appeal_public(appeal: Appeal) -> tuple[str, ...]:
    return (appeal.reason, *appeal.redacted_places())


def appeal_personal(appeal: Appeal) -> tuple[str, ...]:
    return (*as_committed(appeal.interests), *appeal.redaction_reasons())


@published("assessment.appeal_decided")
def decided_appeals() -> Iterator[PublishedRow]:
    """There is one for each assessment at most, which names it."""
    decided = Appeal.objects.decided().filter(assessment__isnull=False)
    rows = decided.select_related("assessment__version").defer("text", "text_html", "reason_html")
    for appeal in rows.iterator(500):
        assessment = appeal.assessment
        if assessment is None:
            continue
        yield PublishedRow(
            key=assessment_key(assessment),
            name=f"the appeal against {assessment.identifier}",
            subject=assessment.version.identifier,
            identifier=assessment.identifier,
            at=appeal.decided_at,
            text_hash="",  # there are none of format 1
            public=appeal_public(appeal),
            full_hash=content_hash(*appeal_public(appeal)),
            facts={"outcome": appeal.state},
            personal=appeal_personal(appeal),
        )
