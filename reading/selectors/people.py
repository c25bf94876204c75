"""A person's public page, and what waits for somebody who is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from accounts.guests import verified_addresses
from accounts.models import Profile, User
from curation.models import Entry, Issue
from drafts.models import Draft
from preprints.models import Author, Preprint, Version
from reading.selectors.preprint_rows import HEAVY_VERSION_FIELDS
from reading.selectors.saved_drafts import SavedDraft, saved_drafts
from reviews.models import Byline, Invitation, Response, Review, Submission

SHOWN = 50
HEAVY = [f"version__{field}" for field in HEAVY_VERSION_FIELDS]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """`reviews` are the signed ones: no other may be tied to a person."""

    profile: Profile
    reviews: list[Review]
    recommendations: list[Entry]
    issues: list[Issue]
    versions: list[Version]

    has_verified_orcid: bool = False  # signed in with it at orcid.org, not typed

    @property
    def other_names(self) -> list[str]:
        """Names that reviews listed here are signed with, where the profile bears another since."""
        signed = {review.byline_name for review in self.reviews}
        return sorted(signed - {self.profile.name})


@dataclass(frozen=True, slots=True)
class OwnWork:
    """A work one wrote or submitted, and what it waits for."""

    version: Version
    url: str
    status: str
    waits: str
    since: datetime
    act_url: str


@dataclass(frozen=True, slots=True)
class MyPage:
    owed: list[Review]
    closed: list[Review]  # begun, and not submitted before the round closed
    submitted: list[Review]
    published: list[Review]
    invitations: Sequence[Invitation]
    works: list[OwnWork]
    drafts: list[SavedDraft]
    today: date

    @property
    def owes_answers(self) -> bool:
        return any(work.act_url for work in self.works)


def person_page(profile: Profile) -> PersonPage:
    """Three queries, and one more where an ORCID iD is shown."""
    reviews = (
        Review.objects.published()
        .filter(reviewer=profile.user_id, byline_kind=Byline.SIGNED)
        .select_related("version")
        .defer(*HEAVY)
        .order_by("-published_at", "-pk")
    )
    entries = list(
        Entry.objects.filter(
            Q(recommended_by=profile.user_id) | Q(issue__editor=profile.user_id),
            issue__state=Issue.State.PUBLISHED,
        )
        .select_related("issue", "version")
        .defer("issue__evidence", *HEAVY)
        .order_by("-issue__volume", "-issue__number", "position")
    )
    edited = {one.issue_id: one.issue for one in entries if one.issue.editor_id == profile.user_id}
    return PersonPage(
        profile=profile,
        reviews=list(reviews[:SHOWN]),
        recommendations=[one for one in entries if one.recommended_by_id == profile.user_id][
            :SHOWN
        ],
        issues=list(edited.values()),
        versions=_claimed(profile),
        has_verified_orcid=_has_verified_orcid(profile),
    )


def _has_verified_orcid(profile: Profile) -> bool:
    """Whether the person signed in with this iD at orcid.org; the field alone can be typed."""
    accounts = SocialAccount.objects.filter(user=profile.user_id, provider="orcid")
    return bool(profile.orcid) and accounts.filter(uid=profile.orcid).exists()


def _claimed(profile: Profile) -> list[Version]:
    """The newest version each of the works the person is an author of."""
    authorships = (
        Author.objects.filter(user=profile.user_id)
        .select_related("version")
        .defer(*HEAVY)
        .order_by("-version__posted_at", "-version__number")
    )
    newest: dict[int, Version] = {}
    for authorship in authorships[: SHOWN * 4]:
        newest.setdefault(authorship.version.preprint_id, authorship.version)
    return list(newest.values())[:SHOWN]


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
        published=by_status[Review.Status.PUBLISHED][::-1],
        invitations=list(invitations[:SHOWN]),
        works=_own_works(user),
        drafts=saved_drafts(drafts[:SHOWN], user),
        today=now.date(),
    )


def _own_works(user: User) -> list[OwnWork]:
    fields = JSONObject(
        state="state",
        submitted="submitted_at",
        due="triage_due_at",
        decided="decided_at",
        reason="decline_text",
    )
    own_submissions = Submission.objects.filter(preprint=OuterRef("pk"), submitter=user)
    answered = Response.objects.filter(version__preprint=OuterRef("pk"), author=user)
    preprints = (
        Preprint.objects.filter(
            Exists(own_submissions)
            | Exists(Author.objects.filter(version__preprint=OuterRef("pk"), user=user)),
            current_version__isnull=False,
        )
        .select_related("current_version")
        .defer(*[f"current_version__{field}" for field in HEAVY_VERSION_FIELDS])
        .annotate(
            own_submission=ArraySubquery(own_submissions.order_by("-pk").values(f=fields)[:1]),
            is_author=Exists(Author.objects.filter(version__preprint=OuterRef("pk"), user=user)),
            has_answered=Exists(answered),
        )
        .order_by("-status_at", "-pk")
    )
    return [_own_work(preprint) for preprint in preprints[:SHOWN]]


ANSWERABLE = (Preprint.Status.REVIEWED, Preprint.Status.REVISED, Preprint.Status.SELECTED)


def _own_work(preprint: Any) -> OwnWork:
    state = preprint.own_submission[0]["state"] if preprint.own_submission else ""
    owes_answer = preprint.is_author and not preprint.has_answered and preprint.status in ANSWERABLE
    return OwnWork(
        version=preprint.current_version,
        url=preprint.get_absolute_url(),
        status=str(Preprint.Status(preprint.status).label),
        waits=_("The reviews are waiting for your response.")
        if owes_answer
        else _waits(preprint, state),
        since=preprint.status_at,
        act_url=f"/preprints/{preprint.pk}/respond/" if owes_answer else "",
    )


def _waits(preprint: Any, state: str) -> str:
    if state == Submission.State.DECLINED and preprint.status == Preprint.Status.LISTED:
        reason = preprint.own_submission[0]["reason"]
        return _("Not taken for review: %(reason)s") % {"reason": reason}
    if preprint.status == Preprint.Status.SUBMITTED:
        return _("Waiting for the editors’ decision.")
    if preprint.status == Preprint.Status.UNDER_REVIEW:
        return _("Waiting for reviews and the editors’ assessment.")
    if preprint.status == Preprint.Status.LISTED:
        return _("It is listed. You can ask for its review on its page.")
    return _("Nothing is waiting for you.")
