"""My work: what waits for the person who is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django_stubs_ext import WithAnnotations

from accounts.guests import verified_addresses
from accounts.models import User
from drafts.models import Draft
from preprints.models import Author, Preprint, Version
from reading.selectors.preprint_rows import HEAVY_VERSION_FIELDS
from reading.selectors.saved_drafts import SavedDraftRow, saved_drafts
from reviews.models import Invitation, Response, Review, Submission
from web.list_lengths import PROFILE_ROWS_A_KIND

HEAVY = [f"version__{field}" for field in HEAVY_VERSION_FIELDS]


@dataclass(frozen=True, slots=True)
class OwnPreprint:
    """A preprint that one wrote or submitted, and what it waits for."""

    version: Version
    url: str
    status: str
    waits: str
    since: datetime
    respond_url: str


@dataclass(frozen=True, slots=True)
class MyPage:
    owed: list[Review]
    closed: list[Review]  # begun, and not submitted before the round closed
    submitted: list[Review]
    published: list[Review]
    invitations: Sequence[Invitation]
    own_preprints: list[OwnPreprint]
    drafts: list[SavedDraftRow]
    today: date

    @property
    def owes_responses(self) -> bool:
        return any(own.respond_url for own in self.own_preprints)


def my_page(user: User, *, now: datetime) -> MyPage:
    """Five queries, and one for each kind of form among the drafts.

    An address is matched only where its owner confirmed it from the mailbox.
    """
    reviews = list(
        Review.objects.filter(reviewer=user)
        .select_related("version", "round", "invitation")
        .defer(*HEAVY)
        .order_by("due_on", "pk")
    )
    invitations = (
        Invitation.objects.filter(state=Invitation.State.PENDING, round__state="open")
        .filter(email__in=verified_addresses(user))
        .select_related("round__version")
        .order_by("due_on", "pk")
    )
    drafts = Draft.objects.filter(owner=user).order_by("-saved_at")
    by_status = {status: [r for r in reviews if r.status == status] for status in Review.Status}
    return MyPage(
        owed=[review for review in by_status[Review.Status.DRAFT] if not review.why_closed],
        closed=[review for review in by_status[Review.Status.DRAFT] if review.why_closed],
        submitted=by_status[Review.Status.SUBMITTED],
        published=[review for review in reviews if review.is_published][::-1],
        invitations=list(invitations[:PROFILE_ROWS_A_KIND]),
        own_preprints=_own_preprints(user),
        drafts=saved_drafts(drafts[:PROFILE_ROWS_A_KIND], user),
        today=now.date(),
    )


AWAITING_RESPONSE = (Preprint.Status.REVIEWED, Preprint.Status.REVISED, Preprint.Status.SELECTED)


class _Annotations(TypedDict):
    """own_submissions: state and reason of the newest, or nothing."""

    own_submissions: list[dict[str, str]]
    is_author: bool
    has_responded: bool


LoadedPreprint: TypeAlias = "WithAnnotations[Preprint, _Annotations]"


def _own_preprints(user: User) -> list[OwnPreprint]:
    fields = JSONObject(state="state", reason="decline_text")
    submissions = Submission.objects.filter(preprint=OuterRef("pk"), submitter=user)
    authorships = Author.objects.filter(version__preprint=OuterRef("pk"), user=user)
    responses = Response.objects.filter(version__preprint=OuterRef("pk"), author=user)
    preprints = (
        Preprint.objects.filter(
            Exists(submissions) | Exists(authorships), current_version__isnull=False
        )
        .select_related("current_version")
        .defer(*[f"current_version__{field}" for field in HEAVY_VERSION_FIELDS])
        .annotate(
            own_submissions=ArraySubquery(submissions.order_by("-pk").values(fields=fields)[:1]),
            is_author=Exists(authorships),
            has_responded=Exists(responses),
        )
        .order_by("-status_at", "-pk")
    )
    return [
        _own_preprint(preprint, preprint.current_version)
        for preprint in preprints[:PROFILE_ROWS_A_KIND]
        if preprint.current_version
    ]


def _own_preprint(preprint: LoadedPreprint, version: Version) -> OwnPreprint:
    owes_response = (
        preprint.is_author and not preprint.has_responded and preprint.status in AWAITING_RESPONSE
    )
    return OwnPreprint(
        version=version,
        url=preprint.get_absolute_url(),
        status=str(Preprint.Status(preprint.status).label),
        waits=_("The reviews are waiting for your response.")
        if owes_response
        else _waits(preprint),
        since=preprint.status_at,
        respond_url=reverse("reviews:respond", args=[preprint.pk]) if owes_response else "",
    )


def _waits(preprint: LoadedPreprint) -> str:
    if preprint.status == Preprint.Status.LISTED:
        for submission in preprint.own_submissions:
            if submission["state"] == Submission.State.DECLINED:
                return _("Not taken for review: %(reason)s") % {"reason": submission["reason"]}
        return _("It is listed. You can ask for its review on its page.")
    if preprint.status == Preprint.Status.SUBMITTED:
        return _("Waiting for the editors’ decision.")
    if preprint.status == Preprint.Status.UNDER_REVIEW:
        return _("Waiting for reviews and the editors’ assessment.")
    return _("Nothing is waiting for you.")
