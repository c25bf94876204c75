"""My work: what waits for the person who is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_stubs_ext import WithAnnotations

from accounts.models import User
from drafts.models import Draft
from drafts.selectors import draft_texts
from preprints.models import Author, Preprint, Version
from preprints.rules import FREE
from reading.selectors.preprint_rows import HEAVY_VERSION_FIELDS
from reading.selectors.saved_drafts import SavedDraftRow, saved_drafts
from reviews.left_work_words import why_it_waits
from reviews.models import (
    Appeal,
    Assessment,
    Reopening,
    Review,
    Revision,
    Round,
    Submission,
    posted_by,
)
from reviews.reopening_words import what_has_lapsed, what_is_owed, what_is_waited_for
from reviews.selectors.desk import DeskRow
from reviews.selectors.desk.clocked import rows_with_days
from reviews.selectors.desk.owed import OWED_ASSESSMENT
from reviews.selectors.desk.reopenings import LAPSED_REOPENING
from reviews.selectors.desk.row_kind import RowKind
from reviews.selectors.own_waiting import own_waiting, rounds_to_respond_to, works_to_declare
from reviews.selectors.redactions import RedactionView, redaction_views
from reviews.services.reviewing import draft_key
from web.list_lengths import PROFILE_ROWS_A_KIND

HEAVY = [f"version__{field}" for field in HEAVY_VERSION_FIELDS]


@dataclass(frozen=True, slots=True)
class OwnPreprint:
    """A preprint that one wrote or submitted, and what it waits for.

    since: when it got its status. waits_since, waits_until: of what is waited for, where known.
    """

    version: Version
    url: str
    status: str
    waits: str
    waits_since: datetime | None
    waits_until: date | None
    appealed: str
    since: datetime
    respond_url: str
    revise_url: str
    next_url: str
    submission_url: str


@dataclass(frozen=True, slots=True)
class ClosedReview:
    """A review that was begun, and not submitted before its round closed."""

    review: Review
    has_text: bool  # that is kept


@dataclass(frozen=True, slots=True)
class OwnPublished:
    """A published review, and what was redacted of it."""

    review: Review
    redactions: list[RedactionView]


@dataclass(frozen=True, slots=True)
class MyPage:
    """waiting: what waits for the person, as the number in the masthead counts it."""

    waiting: list[DeskRow]
    closed: list[ClosedReview]
    submitted: list[Review]
    published: list[OwnPublished]
    refused: list[Review]
    withdrawn: list[Review]
    own_preprints: list[OwnPreprint]
    drafts: list[SavedDraftRow]


def my_page(user: User, *, now: datetime) -> MyPage:
    """Five queries, one for each kind of form among drafts, and one where a review was closed."""
    reviews = list(
        Review.objects.filter(reviewer=user)
        .select_related("version__preprint", "round", "invitation")
        .defer(*HEAVY)
        .order_by("due_on", "pk")
    )
    drafts = Draft.objects.filter(owner=user).order_by("-saved_at")
    by_status = {status: [r for r in reviews if r.status == status] for status in Review.Status}
    return MyPage(
        waiting=own_waiting(user, now=now),
        closed=_closed([one for one in by_status[Review.Status.DRAFT] if one.why_closed], user),
        submitted=[*by_status[Review.Status.SUBMITTED], *by_status[Review.Status.ACCEPTED]],
        published=[
            OwnPublished(review, redaction_views(review.redactions))
            for review in reviews
            if review.is_published
        ][::-1],
        refused=by_status[Review.Status.REFUSED],
        withdrawn=by_status[Review.Status.WITHDRAWN][::-1],
        own_preprints=_own_preprints(user, now),
        drafts=saved_drafts(drafts[:PROFILE_ROWS_A_KIND], user),
    )


def _closed(reviews: Sequence[Review], user: User) -> list[ClosedReview]:
    if not reviews:
        return []
    keys = [draft_key(review) for review in reviews]
    drafts = Draft.objects.filter(owner=user, key__in=keys)
    with_text = {draft.key for draft in drafts if draft_texts(draft)}
    return [
        ClosedReview(review, has_text=key in with_text)
        for review, key in zip(reviews, keys, strict=True)
    ]


class _Annotations(TypedDict):
    """own_submissions: key and state of the newest, or nothing. respond_until: how long an issue
    waits for a response to its newest assessment. assessed_number: of the newest assessed version.
    owes_response, may_declare: as `own_waiting` says. under_way: kind, number of the version and
    beginning of the open round, or nothing; waiting_revisions: number and day of what waits for
    the editors. reopenings: cause, days and number of the assessed version of the first that waits,
    or nothing. owed, lapsed: number and days of the version that is assessed anew, or whose new
    review lapsed, or nothing."""

    own_submissions: list[dict[str, Any]]
    all_submissions: list[dict[str, Any]]
    respond_until: datetime | None
    is_author: bool
    owes_response: bool
    may_declare: bool
    under_way: list[dict[str, Any]]
    waiting_revisions: list[dict[str, Any]]
    reopenings: list[dict[str, Any]]
    owed: list[dict[str, Any]]
    lapsed: list[dict[str, Any]]
    is_accepted: bool
    assessed_number: int | None
    appeals: list[dict[str, Any]]


LoadedPreprint: TypeAlias = "WithAnnotations[Preprint, _Annotations]"


OF_ROUND = JSONObject(
    kind="kind",
    number="version__number",
    since=Coalesce("reopened_at", "opened_at"),
    sent="sent_at",
    until=posted_by(),
)
OF_APPEAL = JSONObject(filed="filed_at", due="due_at", decided="decided_at")
OF_REVISION = JSONObject(number="version__number", since="declared_at", until="decision_due_at")
OF_OWED = JSONObject(number="owed_number", why="owed_why", since="wait_since", until="wait_due")
OF_LAPSED = JSONObject(number="version__number", since="wait_since", until="wait_due")
OF_REOPENING = JSONObject(
    cause="cause", number="assessment__version__number", since="opened_at", until="due_at"
)


def newest_of(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """The number of the newest version among those that the rows are about."""
    return rows.order_by("-version__number").values("version__number")[:1]


def _own_preprints(user: User, now: datetime) -> list[OwnPreprint]:
    return [
        _own_preprint(preprint, preprint.current_version, now)
        for preprint in _loaded_preprints(user, now)[:PROFILE_ROWS_A_KIND]
        if preprint.current_version
    ]


def _waiting_reopenings() -> "QuerySet[Reopening]":
    """Of one work, the first one first."""
    waiting = Reopening.objects.waiting().filter(
        assessment__round__submission__preprint=OuterRef("pk"),
        assessment__round__submission__state=Submission.State.ACCEPTED,
    )
    return waiting.order_by("pk")


def _owed_by_editor(kind: RowKind, fields: JSONObject, now: datetime) -> ArraySubquery:
    """The row of the desk, where the work has one."""
    rows = rows_with_days(kind, now=now).filter(submission__preprint=OuterRef("pk"))
    return ArraySubquery(rows.values(fields=fields)[:1])


def _loaded_preprints(user: User, now: datetime) -> "QuerySet[LoadedPreprint]":
    fields = JSONObject(pk="pk", state="state")
    all_submissions = Submission.objects.filter(preprint=OuterRef("pk")).order_by("-pk")
    submissions = Submission.objects.filter(preprint=OuterRef("pk"), submitter=user)
    authorships = Author.objects.filter(version__preprint=OuterRef("pk"), user=user)
    unanswered = rounds_to_respond_to(user).filter(submission__preprint=OuterRef("pk"))
    undeclared = works_to_declare(user).filter(preprint=OuterRef("pk"))
    rounds = Round.objects.under_way().filter(submission__preprint=OuterRef("pk"))
    revisions = Revision.objects.filter(version__preprint=OuterRef("pk"))
    accepted = Submission.objects.filter(preprint=OuterRef("pk"), state="accepted")
    assessed = Assessment.objects.published().filter(version__preprint=OuterRef("pk"))
    appeals = Appeal.objects.shown_to_authors().filter(work__preprint=OuterRef("pk"))
    return (
        Preprint.objects.filter(
            Exists(submissions) | Exists(authorships), current_version__isnull=False
        )
        .select_related("current_version")
        .defer(*[f"current_version__{field}" for field in HEAVY_VERSION_FIELDS])
        .annotate(
            own_submissions=ArraySubquery(submissions.order_by("-pk").values(fields=fields)[:1]),
            all_submissions=ArraySubquery(all_submissions.values(fields=fields)[:1]),
            is_author=Exists(authorships),
            owes_response=Exists(unanswered),
            may_declare=Exists(undeclared),
            under_way=ArraySubquery(rounds.values(fields=OF_ROUND)[:1]),
            waiting_revisions=ArraySubquery(revisions.waiting().values(fields=OF_REVISION)[:1]),
            reopenings=ArraySubquery(_waiting_reopenings().values(fields=OF_REOPENING)[:1]),
            owed=_owed_by_editor(OWED_ASSESSMENT, OF_OWED, now),
            lapsed=_owed_by_editor(LAPSED_REOPENING, OF_LAPSED, now),
            is_accepted=Exists(accepted),
            assessed_number=Subquery(newest_of(assessed)),
            appeals=ArraySubquery(appeals.order_by("pk").values(fields=OF_APPEAL)),
            respond_until=Subquery(
                assessed.order_by("-published_at").values("round__respond_until")[:1]
            ),
        )
        .order_by("-status_at", "-pk")
    )


def _own_preprint(preprint: LoadedPreprint, version: Version, now: datetime) -> OwnPreprint:
    waits = _under_way(preprint) or _Waits(
        _response_waits(preprint.respond_until, now) if preprint.owes_response else _waits(preprint)
    )
    is_own = preprint.is_author and preprint.is_accepted
    return OwnPreprint(
        version=version,
        url=preprint.get_absolute_url(),
        status=str(Preprint.Status(preprint.status).label),
        waits=waits.words,
        waits_since=waits.since,
        waits_until=waits.until,
        appealed=" ".join(map(_appealed, preprint.appeals)),
        since=preprint.status_at,
        respond_url=reverse("reviews:respond", args=[preprint.pk])
        if preprint.owes_response
        else "",
        revise_url=_revise_url(preprint, version),
        next_url=reverse("reviews:own_work", args=[preprint.pk]) if is_own else "",
        submission_url=_submission_url(preprint),
    )


def _appealed(appeal: dict[str, Any]) -> str:
    words = (
        _("The appeal of %(filed)s was upheld on %(decided)s: the editors decide anew.")
        if appeal["decided"]
        else _("Appealed on %(filed)s, to be decided by %(due)s.")
    )
    days = {
        name: date_format(datetime.fromisoformat(at), "j F Y") for name, at in appeal.items() if at
    }
    return words % days


def _submission_url(preprint: LoadedPreprint) -> str:
    """Of the person's newest submission of the work, else of the newest."""
    for submission in preprint.own_submissions or preprint.all_submissions:
        return reverse("reviews:own_submission", args=[submission["pk"]])
    return ""


@dataclass(frozen=True, slots=True)
class _Waits:
    words: str
    since: datetime | None = None
    until: date | None = None

    @classmethod
    def of(cls, words: str, row: dict[str, Any]) -> "_Waits":
        """row: with `since`, and `until` where it is known, as JSON has moments."""
        since, until = (
            datetime.fromisoformat(moment) if moment else None
            for moment in (row["since"], row.get("until"))
        )
        return cls(words, since, until.date() if until else None)


def _under_way(preprint: LoadedPreprint) -> _Waits | None:
    """What is waited for after a revision or once the assessment was opened again; of a work that
    has left its source nothing is, while anything of it is under way."""
    is_waiting = any(one["state"] == Submission.State.SUBMITTED for one in preprint.all_submissions)
    is_reviewed = bool(preprint.under_way or preprint.waiting_revisions)
    if preprint.has_left and (is_waiting or is_reviewed):
        return _Waits(why_it_waits(preprint.status), preprint.status_at)
    for revision in preprint.waiting_revisions:
        words = _("The handling editor decides what follows your revision, version %(number)s.")
        return _Waits.of(words % revision, revision)
    for under_way in preprint.under_way:
        if under_way["until"]:
            words = _("The reviews are in. You read them first, until %(day)s.")
            until = datetime.fromisoformat(under_way["until"])
            day = date_format(until, "j F Y")
            return _Waits(words % {"day": day}, datetime.fromisoformat(under_way["sent"]))
        if not preprint.assessed_number:
            return None
        words = _("Reviews of version %(number)s, then the editors’ assessment, are waited for.")
        if under_way["kind"] == Round.Kind.EDITORS:
            words = _("The two editors assess version %(number)s.")
        return _Waits.of(words % under_way, under_way)
    for reopening in preprint.reopenings:
        words = what_is_waited_for(reopening["cause"], reopening["number"])
        return _Waits.of(words, reopening)
    for row in preprint.owed:
        return _Waits.of(what_is_owed(row["number"], row["why"]), row)
    for row in preprint.lapsed:
        return _Waits.of(what_has_lapsed(row["number"]), row)
    return None


def _revise_url(preprint: LoadedPreprint, version: Version) -> str:
    """Where a newer version than the assessed one can be declared; the page asks the rules."""
    if not preprint.may_declare:
        return ""
    return reverse("reviews:declare_revision", args=[preprint.pk, version.number])


def _response_waits(due_at: datetime | None, now: datetime) -> str:
    words = _("The reviews are waiting for your response.")
    if due_at is None:
        return words
    until = (
        _("Please respond by %(day)s: until then no issue takes the work without your response.")
        if now < due_at
        else _("You can still respond; since %(day)s an issue does not wait for it any more.")
    )
    return f"{words} {until % {'day': date_format(due_at, 'j F Y')}}"


def _waits(preprint: LoadedPreprint) -> str:
    if preprint.status == Preprint.Status.LAPSED:
        return _("It lapsed: nobody answered for too long. You can ask for its review anew.")
    if preprint.status in FREE:
        for submission in preprint.own_submissions:
            if submission["state"] == Submission.State.DECLINED:
                return _(
                    "Not taken for review. The page of the submission says why, and how to appeal."
                )
        return _("It is listed. You can ask for its review on its page.")
    if preprint.status == Preprint.Status.SUBMITTED:
        return _("Waiting for the editors’ decision.")
    if preprint.status == Preprint.Status.UNDER_REVIEW:
        return _("Waiting for reviews and the editors’ assessment.")
    if preprint.may_declare:
        return _("You have posted a newer version. Declare it if it answers the reviews.")
    return _("Nothing is waiting for you.")
