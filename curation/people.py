"""Who is a public person of the journal: whoever did something here under their own name."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import Profile, User
from curation.models import Issue
from reviews.models import Byline, Review


def public_people() -> QuerySet[Profile]:
    """An account alone is no public act: nobody is listed for having signed up, or for a review
    that does not bear their name.
    """
    signed = Review.objects.published().filter(byline_kind=Byline.SIGNED)
    selected = Issue.objects.published().values("entries__recommended_by")
    edited = Issue.objects.published().values("editor")
    return (
        Profile.objects.filter(user__is_active=True)
        .filter(
            Q(user__in=signed.values("reviewer"))
            | Q(user__responses__isnull=False)
            | Q(user__authorships__isnull=False)
            | Q(user__in=selected)
            | Q(user__in=edited)
        )
        .distinct()
    )


def people_visible_to(user: User | AnonymousUser) -> QuerySet[Profile]:
    """Public people for everybody; everyone for editors; oneself."""
    if not user.is_authenticated:
        return public_people()
    active = Profile.objects.filter(user__is_active=True)
    if user.is_editor:
        return active
    return active.filter(Q(pk__in=public_people().values("pk")) | Q(user=user))
