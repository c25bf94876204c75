"""My work: what waits for the person who is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from accounts.guests import verified_addresses
from accounts.models import User
from drafts.models import Draft
from preprints.models import Author, Preprint, Version
from reading.selectors.preprint_rows import HEAVY_VERSION_FIELDS
from reading.selectors.saved_drafts import SavedDraft, saved_drafts
from reviews.models import Invitation, Response, Review, Submission

SHOWN = 50
HEAVY = [f"version__{field}" for field in HEAVY_VERSION_FIELDS]


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
