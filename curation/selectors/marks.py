"""What has become of selected works since: it stands beside their entries, which never change."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from reviews.models import Reopening
from reviews.other_interests import InterestLine, interest_lines
from reviews.reopening_words import what_came_of_it, what_happened
from reviews.selectors.redactions import RedactionView, redaction_views
from web.compiled import compiled


@dataclass(frozen=True, slots=True)
class EntryMark:
    """what: has happened, in a sentence. reason: of an editor who asked to look again. outcome:
    what came of it, in a sentence, with the reason of a decision. interests, outcome_interests: of
    who gave the two reasons. redactions: of both. pk: of the reopening, where an editor said why.
    """

    what: str
    reason: str
    outcome: str
    outcome_reason: str
    interests: list[InterestLine]
    outcome_interests: list[InterestLine]
    at: datetime  # of the last of it
    redactions: list[RedactionView]
    pk: int | None
    fields: dict[str, Any]  # the same as plain JSON


def marks_of(preprint_ids: Collection[int]) -> dict[int, list[EntryMark]]:
    """By preprint, the oldest first; one query, none for no preprints."""
    marks: dict[int, list[EntryMark]] = defaultdict(list)
    if not preprint_ids:
        return marks
    for reopening in _reopenings(preprints=preprint_ids):
        marks[reopening.submission.preprint_id].append(_mark(reopening))
    return marks


@compiled
def _reopenings(*, preprints: Collection[int]) -> "QuerySet[Reopening]":
    known = Reopening.objects.filter(assessment__round__submission__preprint__in=preprints)
    return (
        known.select_related(
            *("version__preprint", "review__version", "assessment__version", "round"),
            "assessment__round__submission__preprint",
        )
        .defer("version__body_html", "review__version__body_html", "assessment__version__body_html")
        .order_by("opened_at", "pk")
    )


def _mark(reopening: Reopening) -> EntryMark:
    outcome, at = what_came_of_it(reopening)
    return EntryMark(
        what=what_happened(reopening),
        reason=reopening.reason,
        outcome=outcome,
        outcome_reason=reopening.decision_reason,
        interests=interest_lines(reopening.interests),
        outcome_interests=interest_lines(reopening.decision_interests),
        at=at,
        redactions=redaction_views(reopening.redactions),
        pk=reopening.pk if reopening.reason or reopening.decision_reason else None,
        fields={
            "preprint": f"V{reopening.submission.preprint_id}",
            "cause": reopening.cause,
            "reason": reopening.reason,
            "since": reopening.opened_at.isoformat(),
            "decision": reopening.decision,
            "decision_reason": reopening.decision_reason,
            "interests": reopening.interests,
            "decision_interests": reopening.decision_interests,
            "decided_at": reopening.decided_at.isoformat() if reopening.decided_at else None,
            "round": reopening.round.number if reopening.round else None,
            "redactions": reopening.redactions,
        },
    )
