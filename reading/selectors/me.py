"""My work: what waits for the person who is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject
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
from reviews.models import (
    Appeal,
    Review,
    Submission,
)
from reviews.selectors.author_waiting import Reader, Waiting, authors_waiting
from reviews.selectors.desk import DeskRow
from reviews.selectors.own_waiting import (
    own_waiting,
    rounds_open_to_response,
    rounds_to_respond_to,
    works_to_declare,
)
from reviews.selectors.redactions import RedactionView, redaction_views
from reviews.services.reviewing import draft_key
from web.list_lengths import PROFILE_ROWS_A_KIND

HEAVY = [f"version__{field}" for field in HEAVY_VERSION_FIELDS]


@dataclass(frozen=True, slots=True)
class OwnPreprint:
    """A preprint that one wrote or submitted, and what it waits for.

    since: when it got its status. waiting: as the page of its submission says.
    """

    version: Version
    url: str
    status: str
    waiting: Waiting
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
    """Six queries, those of `authors_waiting`, one for each kind of form among drafts, and one
    where a review was closed."""
    reviews = list(
        Review.objects.filter(reviewer=user)
        .select_related("version__preprint", "round__submission__preprint", "invitation")
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
    """own_submissions, all_submissions: key and state of the newest, or nothing; accepted ones: of
    the one that is accepted. owes_response, may_declare: as `own_waiting` says."""

    own_submissions: list[dict[str, Any]]
    all_submissions: list[dict[str, Any]]
    accepted_submissions: list[dict[str, Any]]
    is_author: bool
    owes_response: bool
    may_respond: bool
    may_declare: bool
    appeals: list[dict[str, Any]]


LoadedPreprint: TypeAlias = "WithAnnotations[Preprint, _Annotations]"


OF_APPEAL = JSONObject(filed="filed_at", due="due_at", decided="decided_at")


def _own_preprints(user: User, now: datetime) -> list[OwnPreprint]:
    preprints = list(_loaded_preprints(user)[:PROFILE_ROWS_A_KIND])
    waiting = _waiting_of(preprints, now)
    return [
        _own_preprint(preprint, preprint.current_version, waiting.get(preprint.pk))
        for preprint in preprints
        if preprint.current_version
    ]


def _loaded_preprints(user: User) -> "QuerySet[LoadedPreprint]":
    decision = {"declined": OuterRef("pk"), "decision_at": OuterRef("decided_at")}
    has_appeal = Exists(Appeal.objects.filter(**decision))
    fields = JSONObject(pk="pk", state="state", has_appeal=has_appeal)
    all_submissions = Submission.objects.filter(preprint=OuterRef("pk")).order_by("-pk")
    submissions = Submission.objects.filter(preprint=OuterRef("pk"), submitter=user)
    authorships = Author.objects.filter(version__preprint=OuterRef("pk"), user=user)
    unanswered = rounds_to_respond_to(user).filter(submission__preprint=OuterRef("pk"))
    undeclared = works_to_declare(user).filter(preprint=OuterRef("pk"))
    answerable = rounds_open_to_response(user).filter(submission__preprint=OuterRef("pk"))
    accepted = all_submissions.filter(state=Submission.State.ACCEPTED)
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
            may_respond=Exists(answerable),
            accepted_submissions=ArraySubquery(accepted.values(fields=fields)[:1]),
            appeals=ArraySubquery(appeals.order_by("pk").values(fields=OF_APPEAL)),
        )
        .order_by("-status_at", "-pk")
    )


def _own_preprint(
    preprint: LoadedPreprint, version: Version, waiting: Waiting | None
) -> OwnPreprint:
    is_own = preprint.is_author and bool(preprint.accepted_submissions)
    return OwnPreprint(
        version=version,
        url=preprint.get_absolute_url(),
        status=str(Preprint.Status(preprint.status).label),
        waiting=waiting if waiting and waiting.words else _nothing(preprint),
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


def _revise_url(preprint: LoadedPreprint, version: Version) -> str:
    """Where a newer version than the assessed one can be declared; the page asks the rules."""
    if not preprint.may_declare:
        return ""
    return reverse("reviews:declare_revision", args=[preprint.pk, version.number])


def _submission_of(preprint: LoadedPreprint) -> int | None:
    """Whose page says what is waited for: of an author the accepted one, else the person's newest,
    else the newest."""
    accepted = preprint.accepted_submissions if preprint.is_author else []
    found = [*accepted, *preprint.own_submissions, *preprint.all_submissions]
    return found[0]["pk"] if found else None


def _waiting_of(preprints: Sequence[LoadedPreprint], now: datetime) -> dict[int, Waiting]:
    """By work."""
    chosen = {_submission_of(preprint): preprint for preprint in preprints}
    read = []
    for submission in Submission.objects.filter(pk__in=filter(None, chosen)):
        preprint = submission.preprint = chosen[submission.pk]
        newest = preprint.current_version if preprint.may_declare else None
        reader = Reader(
            is_author=preprint.is_author,
            may_respond=preprint.may_respond,
            may_revise_since=newest.seen_at if newest else None,
        )
        read.append((submission, reader))
    waiting = authors_waiting(read, now=now)
    return {submission.preprint_id: waiting[submission.pk] for submission, _reader in read}


def _nothing(preprint: LoadedPreprint) -> Waiting:
    """What the person can do with the work where its submission waits for nothing."""
    words = _("Nothing is waiting for you.")
    if preprint.status == Preprint.Status.LAPSED:
        words = _("It lapsed: nobody answered for too long. You can ask for its review anew.")
    elif preprint.status in FREE:
        words = _("It is listed. You can ask for its review on its page.")
        own = next(iter(preprint.own_submissions), None)
        if own and own["state"] == Submission.State.DECLINED:
            words = (
                _("Not taken for review. The page of the submission says why.")
                if own["has_appeal"]
                else _(
                    "Not taken for review. The page of the submission says why, and how to appeal."
                )
            )
    return Waiting(words, None)
