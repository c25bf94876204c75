"""What `author_waiting` asks of the database: of one submission or many, each kind read once.

A kind is read when it is first asked for, so a submission costs no more than its state needs, and
fifty no more queries than one.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Max, Min

from reviews.models import (
    Assessment,
    Correction,
    Invitation,
    Reopening,
    Response,
    Review,
    Revision,
    Round,
    Submission,
)
from reviews.selectors.desk.assessments import WAITS_FOR_DRAFT_ANSWERS
from reviews.selectors.desk.clocked import rows_with_days
from reviews.selectors.desk.left_works import LEFT_WORK
from reviews.selectors.desk.owed import OWED_ASSESSMENT
from reviews.selectors.desk.reopenings import LAPSED_REOPENING
from reviews.selectors.desk.row_kind import DeskView, RowKind

State = Round.State
TEXTS = [f"version__{name}" for name in ("abstract", "abstract_html", "body_html", "opening")]


@dataclass(frozen=True, slots=True)
class DueRow:
    """A row of the desk: since when it waits, and until when, where that is known."""

    row_id: int
    since: datetime
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Writing:
    """The reviews of a round that are being written: since the first of their reviewers agreed,
    until the last day on which one is due."""

    since: datetime
    due_on: date


class WaitingFacts:
    def __init__(self, submissions: Sequence[Submission], *, now: datetime) -> None:
        self.now = now
        self._away = [one.pk for one in submissions if one.preprint.has_left]
        accepted = Submission.State.ACCEPTED
        self._accepted = [one.pk for one in submissions if one.state == accepted]
        self._rows: dict[str, dict[int, list[DueRow]]] = {}

    @cached_property
    def left(self) -> dict[int, date | None]:
        """Submissions whose work has left, and until when the editors are to end their review."""
        waiting = Submission.objects.waiting_for_work().filter(pk__in=self._away)
        left: dict[int, date | None] = dict.fromkeys(waiting.values_list("pk", flat=True))
        if left:
            rows = rows_with_days(LEFT_WORK, now=self.now).filter(pk__in=list(left))
            left |= dict(rows.values_list("pk", "wait_due"))
        return left

    @cached_property
    def revisions(self) -> dict[int, Revision]:
        """By submission: the one that waits for the editors."""
        waiting = Revision.objects.waiting().filter(round__submission__in=self._accepted)
        found = waiting.select_related("version", "round").defer(*TEXTS).order_by("-pk")
        return {one.round.submission_id: one for one in found}

    @cached_property
    def rounds(self) -> dict[int, Round]:
        """By submission: the newest one."""
        newest = (
            Round.objects.filter(submission__in=self._accepted)
            .order_by("submission", "-number")
            .distinct("submission")
        )
        found = newest.select_related("version__preprint").defer(*TEXTS)
        return {one.submission_id: one for one in found}

    @cached_property
    def reopenings(self) -> dict[int, Reopening]:
        """By submission: the first that waits."""
        over = [
            one.submission_id for one in self.rounds.values() if one.state not in Round.UNDER_WAY
        ]
        if not over:
            return {}
        waiting = Reopening.objects.waiting().filter(assessment__round__submission__in=over)
        found = waiting.select_related("assessment__version", "assessment__round")
        return {one.assessment.round.submission_id: one for one in found.order_by("-pk")}

    @cached_property
    def owed(self) -> dict[int, dict[str, Any]]:
        """By round: that its work is to be assessed anew."""
        return self._owed(OWED_ASSESSMENT, State.ASSESSED, "owed_number", "owed_why")

    @cached_property
    def lapsed(self) -> dict[int, dict[str, Any]]:
        """By round: that it lapsed, and was to look again at an assessment."""
        return self._owed(LAPSED_REOPENING, State.LAPSED, "version__number")

    def _owed(self, kind: RowKind, state: State, *facts: str) -> dict[int, dict[str, Any]]:
        if not (rounds := self._rounds_in(state)):
            return {}
        rows = rows_with_days(kind, now=self.now).filter(pk__in=rounds)
        return {row["pk"]: row for row in rows.values("pk", *facts, "wait_since", "wait_due")}

    @cached_property
    def undecided(self) -> Counter[int]:
        """By round: how many corrections wait for an answer."""
        asked = Correction.objects.undecided().filter(round__in=self._rounds_in(State.WITH_AUTHORS))
        return Counter(asked.values_list("round", flat=True))

    @cached_property
    def responded(self) -> set[int]:
        """Rounds to which an author has responded in public."""
        responses = Response.objects.published().filter(round__in=self._rounds_in(State.ASSESSED))
        return set(responses.values_list("round", flat=True))

    @cached_property
    def posted(self) -> set[int]:
        """Rounds whose assessment is public."""
        published = Assessment.objects.published()
        found = published.filter(round__in=self._rounds_in(State.ASSESSED))
        return set(found.values_list("round", flat=True))

    @cached_property
    def assessments(self) -> dict[int, Assessment]:
        """By round, of those that are open or have their reviews."""
        rounds = self._rounds_in(State.OPEN, State.RELEASED)
        return {one.round_id: one for one in Assessment.objects.filter(round__in=rounds)}

    @cached_property
    def with_reviewers(self) -> set[int]:
        """Assessments whose second editor need not decide yet, as the desk says."""
        drafts = [one.pk for one in self.assessments.values()]
        rows = WAITS_FOR_DRAFT_ANSWERS.rows(DeskView.of_everybody(self.now))
        return set(rows.filter(pk__in=drafts).values_list("pk", flat=True))

    @cached_property
    def writing(self) -> dict[int, Writing]:
        written = Review.objects.being_written().filter(round__in=self._rounds_in(State.OPEN))
        by_round = written.order_by("round").values("round")
        dated = by_round.annotate(since=Min("agreed_at"), due_on=Max("due_on"))
        rows = dated.values_list("round", "since", "due_on")
        return {number: Writing(since, due_on) for number, since, due_on in rows}

    @cached_property
    def come_in(self) -> Counter[int]:
        """By round: how many reviews have."""
        reviews = Review.objects.come_in().filter(round__in=self._rounds_in(State.OPEN))
        return Counter(reviews.values_list("round", flat=True))

    @cached_property
    def asked(self) -> set[int]:
        """Rounds to which somebody is invited who has not answered."""
        pending = Invitation.objects.filter(state=Invitation.State.PENDING)
        found = pending.filter(round__in=self._rounds_in(State.OPEN))
        return set(found.values_list("round", flat=True))

    def rows(self, kind: RowKind, submission_id: int) -> list[DueRow]:
        """Of the editors' desk."""
        if kind.name not in self._rows:
            found = defaultdict(list)
            rows = rows_with_days(kind, now=self.now).filter(wait_submission__in=self._accepted)
            for owner, *row in rows.values_list("wait_submission", "pk", "wait_since", "wait_due"):
                found[owner].append(DueRow(*row))
            self._rows[kind.name] = found
        return self._rows[kind.name].get(submission_id, [])

    def _rounds_in(self, *states: State) -> list[int]:
        return [one.pk for one in self.rounds.values() if one.state in states]
