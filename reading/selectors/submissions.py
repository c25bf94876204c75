"""A work's submissions as its page needs them: the open one, and how others ended."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse

from reading.selectors.assessments import OF_OPEN_APPEAL, OpenAppeal
from reviews.decline_parts import redactions_of
from reviews.models import Appeal, Assessment, EditorDay, Review, Revision, Round, Submission
from reviews.other_interests import InterestLine, interest_lines
from reviews.reopening_words import WhyOwed
from reviews.selectors.desk.clocked import untaken_steps
from reviews.selectors.desk.owed import OWED_ASSESSMENT
from reviews.selectors.redactions import RedactionView, redaction_views

OPEN = [Submission.State.SUBMITTED, Submission.State.ACCEPTED]


@dataclass(frozen=True, slots=True)
class OpenSubmission:
    """The latest submission that is waiting or accepted.

    round_kind, round_state, round_number: of the round that is under way; that of its version.
    assessed_number: of the newest version with an assessment. last_posted_state: the state of the
    newest one that was ever posted. last_revision: its version's number and what was decided.
    final_number: of the version that an author declared final. triage_due_at, opened_at,
    reviews_due_on, respond_until, post_by, assess_by, owed_by: ISO dates: by when the editors are
    to decide, since when the round is open, by when all who write are to be done, until when the
    authors read it first, how long the posting waits at most for answers to their corrections, by
    when the editors are to take the next step of the assessment, and by when they are to assess
    it anew.
    """

    submission_id: int
    consent: str
    editor_id: int | None
    second_editor_id: int | None
    submitter_id: int
    submitting_author_id: int | None
    is_accepted: bool
    is_decided_by_one: bool
    round_kind: str | None
    round_state: str | None
    round_number: int | None
    assessed_number: int | None
    last_revision: dict[str, Any] | None
    final_number: int | None
    triage_due_at: str
    opened_at: str | None
    reviews_due_on: str | None
    assess_by: str | None
    owed_by: str | None
    last_posted_state: str | None
    respond_until: str | None
    post_by: str | None

    @property
    def is_under_way(self) -> bool:
        """Whether a decision, a review or what follows a revision is waited for."""
        return not self.is_accepted or bool(self.round_kind) or self.follow_up == "decide"

    @property
    def takes_reviews(self) -> bool:
        is_open = self.round_state == Round.State.OPEN
        return is_open and self.round_kind == Round.Kind.FULL

    @property
    def owed(self) -> str:
        """Why a new assessment is, where nothing of the work is under way: `WhyOwed`, "" where none
        is. That none stands is said of any work that is accepted: the caller sees by its status and
        its reviews whether it was assessed."""
        is_idle = self.is_accepted and not self.round_kind and self.follow_up != "decide"
        if is_idle and self.assessed_number is None:
            return WhyOwed.NONE_STANDS
        if is_idle and self.last_posted_state == Assessment.State.WITHDRAWN:
            return WhyOwed.NEWEST_WITHDRAWN
        return ""

    @property
    def waits_until(self) -> date | None:
        """The day by which whoever is waited for is to be done; None where there is none."""
        if not self.is_accepted:
            return datetime.fromisoformat(self.triage_due_at).date()
        if self.respond_until and self.round_state == Round.State.WITH_AUTHORS:
            return datetime.fromisoformat(self.respond_until).date()
        if self.round_state == Round.State.RELEASED or self.round_kind == Round.Kind.EDITORS:
            return date.fromisoformat(self.assess_by) if self.assess_by else None
        if self.owed:
            return date.fromisoformat(self.owed_by) if self.owed_by else None
        return date.fromisoformat(self.reviews_due_on) if self.reviews_due_on else None

    @property
    def posted_at_latest(self) -> date | None:
        """Named beside the other day: whether a correction waits is not public."""
        if not self.post_by or self.round_state != Round.State.WITH_AUTHORS:
            return None
        return datetime.fromisoformat(self.post_by).date()

    @property
    def open_since(self) -> datetime | None:
        return datetime.fromisoformat(self.opened_at) if self.opened_at else None

    @property
    def follow_up(self) -> str:
        """Of a revision: what the editors do ("full", "editors"), "decide" while it waits for
        them, "none" where no review follows; "" where none was declared."""
        if self.last_revision is None:
            return ""
        if not self.last_revision["decision"]:
            return "decide"
        is_over = self.last_revision["decision"] != "none" and not self.round_kind
        return "" if is_over else str(self.last_revision["decision"])

    def may_be_revised(self, number: int) -> bool:
        """Whether an author may declare a version, where it is the newest one."""
        is_free = not self.round_kind and self.follow_up != "decide"
        is_new = self.last_revision is None or self.last_revision["number"] < number
        return (
            is_free
            and is_new
            and self.final_number != number
            and self.assessed_number is not None
            and (self.assessed_number < number)
        )


@dataclass(frozen=True, slots=True)
class EndedSubmission:
    """How a submission ended without an assessment, where everybody may read it: declined, with the
    editors' reasons once an author has published them, or withdrawn after `reviews` had come in.
    interests: of who declined it. taken_back_at, dismissed_at: when an appeal against it was
    upheld, or dismissed. open_appeal: one that waits. redacted_at: the page on which a passage of
    the reasons is redacted."""

    submitted_at: datetime
    ended_at: datetime
    is_decline: bool
    reason: str
    text: str
    reviews: int
    interests: list[InterestLine]
    ended_because: str = ""  # of what the editors ended it for: "withdrawn" or "retracted"
    taken_back_at: datetime | None = None
    dismissed_at: datetime | None = None
    open_appeal: OpenAppeal | None = None
    redactions: list[RedactionView] = field(default_factory=list)
    redacted_at: str = ""


def open_submissions() -> ArraySubquery:
    rounds = Round.objects.under_way().filter(submission=OuterRef("pk"))
    writing = Review.objects.being_written().filter(
        round__submission=OuterRef("pk"), round__state=Round.State.OPEN
    )
    assessments = Assessment.objects.published().filter(round__submission=OuterRef("pk"))
    assessments = assessments.order_by("-version__number")
    revisions = Revision.objects.filter(round__submission=OuterRef("pk")).order_by("-declared_at")
    steps = untaken_steps().filter(submission=OuterRef("pk"))
    of_revision = JSONObject(number="version__number", decision="decision")
    fields = JSONObject(
        submission_id="pk",
        consent="consent",
        editor_id="editor_id",
        second_editor_id="second_editor_id",
        submitter_id="submitter_id",
        submitting_author_id=Case(When(is_author=True, then="submitter_id"), default=None),
        is_accepted=Q(state=Submission.State.ACCEPTED),
        is_decided_by_one="is_decided_by_one",
        round_kind=Subquery(rounds.values("kind")[:1]),
        round_state=Subquery(rounds.values("state")[:1]),
        round_number=Subquery(rounds.values("version__number")[:1]),
        assessed_number=Subquery(assessments.values("version__number")[:1]),
        last_posted_state=_last_posted_state(),
        last_revision=Subquery(revisions.values(fields=of_revision)[:1]),
        final_number="final_version__number",
        triage_due_at="triage_due_at",
        opened_at=Subquery(rounds.values(since=Coalesce("reopened_at", "opened_at"))[:1]),
        respond_until=Subquery(rounds.values("respond_until")[:1]),
        post_by=Subquery(rounds.values("post_by")[:1]),
        owed_by=_owed_by(),
        assess_by=Subquery(steps.order_by("-pk").values("due_on")[:1]),
        reviews_due_on=Subquery(writing.order_by("-due_on").values("due_on")[:1]),
    )
    submissions = Submission.objects.filter(preprint=OuterRef("preprint"), state__in=OPEN)
    return ArraySubquery(submissions.order_by("-pk").values(fields=fields)[:1])


def _last_posted_state() -> Subquery:
    posted = Assessment.objects.filter(
        round__submission=OuterRef("pk"), round__state=Round.State.ASSESSED
    )
    return Subquery(posted.order_by("-round__number").values("state")[:1])


def _owed_by() -> Subquery:
    """By when the editors are to assess the work anew."""
    newest = Round.objects.filter(submission=OuterRef("submission")).order_by("-number")
    days = EditorDay.objects.filter(
        kind=OWED_ASSESSMENT.name,
        submission=OuterRef("pk"),
        row_id=Subquery(newest.values("pk")[:1]),
    )
    return Subquery(days.order_by("-pk").values("due_on")[:1])


def publicly_ended() -> ArraySubquery:
    ended = Submission.objects.publicly_ended().filter(preprint=OuterRef("preprint"))
    appeals = Appeal.objects.filter(declined=OuterRef("pk"), decision_at=OuterRef("decided_at"))
    open_ones = appeals.open()
    upheld = appeals.filter(state=Appeal.State.UPHELD)  # a later submission goes on
    dismissed = appeals.filter(state=Appeal.State.DISMISSED).order_by("-decided_at")
    is_published = Q(reasons_published_at__isnull=False)
    fields = JSONObject(
        submitted_at="submitted_at",
        appealed=Subquery(open_ones.values(fields=OF_OPEN_APPEAL)[:1]),
        taken_back_at=Subquery(upheld.values("decided_at")[:1]),
        dismissed_at=Subquery(dismissed.values("decided_at")[:1]),
        ended_at=Coalesce("withdrawn_at", "decided_at"),
        is_decline=Q(state=Submission.State.DECLINED),
        reason=Case(
            When(is_published, then="decline_words"), default=Value(""), output_field=TextField()
        ),
        text=Case(
            When(is_published, then="decline_text"), default=Value(""), output_field=TextField()
        ),
        reviews="reviews_at_end",
        ended_because="ended_because",
        interests="decline_interests",
        pk="pk",
        redactions="redactions",
        number=_how_many(Appeal.objects.filter(work=OuterRef("pk"))) + 1,
    )
    return ArraySubquery(ended.order_by("-pk").values(fields=fields))


def _how_many(appeals: "QuerySet[Appeal]") -> Coalesce:
    """By how many of these a decline with public reasons was taken back: they number the declines
    of a submission."""
    kept = appeals.exclude(published_decline={}).order_by().values("work")
    return Coalesce(Subquery(kept.values(count=Count("pk"))), 0)


def publicly_taken_back() -> ArraySubquery:
    """Declines that an appeal took back, with their reasons where these were public by then."""
    upheld = Appeal.objects.filter(work__preprint=OuterRef("preprint"), state=Appeal.State.UPHELD)
    same_time = Q(decided_at=OuterRef("decided_at"), pk__lte=OuterRef("pk"))
    until = Q(decided_at__lt=OuterRef("decided_at")) | same_time  # as `declines_of` numbers them
    fields = JSONObject(
        submitted_at="work__submitted_at",
        ended_at="published_decline__declined_at",
        is_decline=Value(value=True),
        reason="published_decline__words",
        text="published_decline__text",
        reviews=Value(0),
        interests="published_decline__interests",
        taken_back_at="decided_at",
        pk="work_id",
        redactions="work__redactions",
        number=_how_many(Appeal.objects.filter(until, work=OuterRef("work"))),
    )
    kept = upheld.exclude(published_decline={})
    return ArraySubquery(kept.order_by("-decided_at", "-pk").values(fields=fields))


def ended_submission(fields: dict[str, Any]) -> EndedSubmission:
    taken_back_at, dismissed_at = fields.get("taken_back_at"), fields.get("dismissed_at")
    appealed = fields.get("appealed")
    return EndedSubmission(
        submitted_at=datetime.fromisoformat(fields["submitted_at"]),
        ended_at=datetime.fromisoformat(fields["ended_at"]),
        is_decline=fields["is_decline"],
        reason=fields["reason"] or "",
        text=fields["text"] or "",
        reviews=fields["reviews"],
        ended_because=fields.get("ended_because") or "",
        interests=interest_lines(fields["interests"] or []),
        taken_back_at=datetime.fromisoformat(taken_back_at) if taken_back_at else None,
        dismissed_at=datetime.fromisoformat(dismissed_at) if dismissed_at else None,
        open_appeal=OpenAppeal.read(appealed) if appealed else None,
        redactions=redaction_views(redactions_of(fields["redactions"], fields["number"])),
        redacted_at=reverse("reviews:redact_decline", args=[fields["pk"]]),
    )
