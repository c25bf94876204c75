"""What has become of selected works since: it stands beside their entries, which never change."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from preprints.models import Preprint
from reviews.models import Reopening, Round
from web.compiled import compiled


@dataclass(frozen=True, slots=True)
class EntryMark:
    """what: has happened, in a sentence. reason: of an editor who asked to look again. outcome:
    what came of it, in a sentence, with the reason of a decision."""

    what: str
    reason: str
    outcome: str
    outcome_reason: str
    at: datetime  # of the last of it
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
            *("version", "review__version", "assessment__version", "round"),
            "assessment__round__submission__preprint",
        )
        .defer("version__body_html", "review__version__body_html", "assessment__version__body_html")
        .order_by("opened_at", "pk")
    )


def _mark(reopening: Reopening) -> EntryMark:
    outcome, at = _outcome(reopening)
    return EntryMark(
        what=_what(reopening),
        reason=reopening.reason,
        outcome=outcome,
        outcome_reason=reopening.decision_reason,
        at=at,
        fields={
            "preprint": f"V{reopening.submission.preprint_id}",
            "cause": reopening.cause,
            "reason": reopening.reason,
            "since": reopening.opened_at.isoformat(),
            "decision": reopening.decision,
            "decision_reason": reopening.decision_reason,
            "decided_at": reopening.decided_at.isoformat() if reopening.decided_at else None,
            "round": reopening.round.number if reopening.round else None,
        },
    )


def _what(reopening: Reopening) -> str:
    review = reopening.review.identifier if reopening.review else ""
    return {
        Reopening.Cause.RETRACTION: _how_it_left(reopening),
        Reopening.Cause.WITHDRAWAL: _("Its assessment, %(assessment)s, was withdrawn."),
        Reopening.Cause.NEW_VERSION: _("Version %(number)s has appeared since."),
        Reopening.Cause.ASSESSMENT: _(
            "A later assessment, %(assessment)s, finds the evidence weaker than an issue asks for."
        ),
        Reopening.Cause.REVIEW: _(
            "A later review, %(review)s, finds the evidence weaker than an issue asks for."
        ),
        Reopening.Cause.EDITOR: _("An editor asked to look again at its assessment."),
    }[Reopening.Cause(reopening.cause)] % {
        "day": _day(reopening.opened_at),
        "number": reopening.version.number,
        "assessment": reopening.assessment.identifier,
        "review": review,
    }


def _how_it_left(reopening: Reopening) -> str:
    preprint = reopening.submission.preprint
    if preprint.status != Preprint.Status.RETRACTED:
        return _("Withdrawn where it was posted, as noticed on %(day)s.")
    if preprint.status_at > reopening.opened_at:
        return _("Withdrawn where it was posted, as noticed on %(day)s, and retracted since.")
    return _("Retracted where it was posted, as noticed on %(day)s.")


def _outcome(reopening: Reopening) -> tuple[str, datetime]:
    """And when it came to that."""
    again = reopening.round
    if again is None:
        decided_at = reopening.decided_at
        if decided_at is None:
            words = _("Its assessment is being looked at again since %(day)s.")
            return words % {"day": _day(reopening.opened_at)}, reopening.opened_at
        if reopening.decision == Reopening.Decision.ENDED:
            words = (
                _("Nothing follows, as it was retracted, %(day)s.")
                if reopening.submission.preprint.status == Preprint.Status.RETRACTED
                else _("Nothing follows, as it was withdrawn, %(day)s.")
            )
        else:
            words = _("The assessment stands, %(day)s.")
        return words % {"day": _day(decided_at)}, decided_at
    if again.state in Round.UNDER_WAY:
        words = _("It is being reviewed again since %(day)s.")
        return words % {"day": _day(again.opened_at)}, again.opened_at
    ended_at = again.closed_at or again.opened_at
    if again.state == Round.State.ASSESSED:
        return _("It was assessed again on %(day)s.") % {"day": _day(ended_at)}, ended_at
    return _("Its new review ended without an assessment."), ended_at


def _day(moment: datetime) -> str:
    return date_format(moment, "j F Y")
