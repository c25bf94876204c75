"""What the event log must hold of the corrections that were posted with a round."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from events.completeness import PublishedRow, published
from reviews.models import Correction, Round
from text.hashing import content_hash


def corrections_key(posted: Round) -> str:
    return f"corrections {posted.pk}"


def corrections_public(corrections: Iterable[Correction]) -> tuple[str, ...]:
    """Of all that readers see of a round's corrections, in their order."""
    parts = (
        (
            str(one.number),
            f"{one.review.version_id} {one.review.number}" if one.review else "",
            str(one.point or ""),
            *(one.wrong, one.right, one.state, one.note),
            *one.redacted_places(),
        )
        for one in corrections
    )
    return tuple(part for row in parts for part in row)


def corrections_personal(corrections: Iterable[Correction]) -> tuple[str, ...]:
    return tuple(reason for one in corrections for reason in one.redaction_reasons())


@published("corrections.posted")
def posted_corrections() -> Iterator[PublishedRow]:
    posted = Correction.objects.posted().select_related("review__version", "round__version")
    rows = posted.order_by("round", "number")
    for _round_id, of_round in groupby(rows.iterator(500), key=lambda one: one.round_id):
        corrections = list(of_round)
        summed_up = corrections[0].round
        states = [one.state for one in corrections]
        yield PublishedRow(
            key=corrections_key(summed_up),
            name=f"corrections of {summed_up}",
            subject=summed_up.version.identifier,
            identifier="",
            at=corrections[0].posted_at,
            text_hash="",  # there are none of format 1
            public=corrections_public(corrections),
            full_hash=content_hash(*corrections_public(corrections)),
            facts={
                "asked": len(states),
                "accepted": states.count(Correction.State.ACCEPTED),
                "refused": states.count(Correction.State.REFUSED),
            },
            personal=corrections_personal(corrections),
        )
