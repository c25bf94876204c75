"""Locks every work that leads to a person, before the person is locked (`accounts/locking.py`).

A work is locked as the services of this app lock it, from the preprint to its assessments.
"""

from collections.abc import Collection
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models import Q, QuerySet

from accounts.locking import LOCK_ROWS
from accounts.models import User
from preprints.models import Preprint
from reviews.models import Appeal, Assessment, Invitation, Review, Revision, Round, Submission

# How each row that leads to somebody leads to its work; a test finds a model that is not named.
TO_WORK: dict[str, tuple[str, ...]] = {
    "preprints.Author": ("version__preprint",),
    "reviews.Appeal": ("work__preprint",),
    "reviews.Assessment": ("version__preprint",),
    "reviews.AuthorWishes": ("submission__preprint",),
    "reviews.Authorship": ("author__version__preprint",),
    "reviews.ConfirmedAssessment": ("version__preprint",),
    "reviews.ConsentChange": ("submission__preprint",),
    "reviews.ConsentRequest": ("submission__preprint",),
    "reviews.Correction": ("round__submission__preprint",),
    "reviews.EditorInterests": ("submission__preprint",),
    "reviews.ForumClaim": ("location__preprint",),
    "reviews.HeldResponse": ("round__submission__preprint",),
    "reviews.Invitation": ("round__submission__preprint",),
    "reviews.InvitationMail": ("invitation__round__submission__preprint",),
    "reviews.IssueInterests": ("version__preprint",),
    "reviews.Reopening": ("version__preprint",),
    "reviews.Response": ("version__preprint",),
    "reviews.Review": ("version__preprint",),
    "reviews.ReviewReply": ("review__version__preprint",),
    "reviews.Revision": ("version__preprint",),
    "reviews.SealedOriginal": tuple(
        f"{row}__version__preprint" for row in ("review", "assessment", "response")
    ),
    "reviews.Submission": ("preprint",),
    "reviews.ThreadEntry": ("round__submission__preprint",),
    "reviews.TriageProposal": ("submission__preprint",),
}


def lock_works_of(user_ids: Collection[int]) -> None:
    works = _works_of(user_ids)
    _lock(Preprint.objects.filter(pk__in=works))
    submissions = _lock(Submission.objects.filter(preprint__in=works))
    _lock(Revision.objects.filter(version__preprint__in=works))
    rounds = _lock(Round.objects.filter(submission__in=submissions))
    _lock(Invitation.objects.filter(round__in=rounds))
    _lock(Review.objects.filter(Q(round__in=rounds) | Q(round=None, version__preprint__in=works)))
    _lock(Assessment.objects.filter(round__in=rounds))
    _lock(Appeal.objects.filter(work__in=submissions))


def _works_of(user_ids: Collection[int]) -> set[int]:
    unanswered = unanswered_by(user_ids).values_list("round__submission__preprint", flat=True)
    works: set[int | None] = set(unanswered)
    for label, ways in TO_WORK.items():
        model = apps.get_model(label)
        of_people = Q()
        for field in model._meta.fields:
            if field.related_model is User:
                of_people |= Q(**{f"{field.name}__in": user_ids})
        for way in ways:
            works.update(model._base_manager.filter(of_people).values_list(way, flat=True))
    return {pk for pk in works if pk is not None}


def unanswered_by(user_ids: Collection[int]) -> QuerySet[Invitation]:
    """To addresses that their owner has confirmed: no row leads from these to the person."""
    confirmed = EmailAddress.objects.filter(user__in=user_ids, verified=True)
    own = [address.lower() for address in confirmed.values_list("email", flat=True)]
    return Invitation.objects.filter(email__in=own, state=Invitation.State.PENDING)


def _lock(rows: QuerySet[Any]) -> list[int]:
    return [row.pk for row in rows.select_for_update(of=("self",)).only("pk").order_by("pk")]


LOCK_ROWS.append(lock_works_of)
