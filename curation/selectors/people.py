"""Who is a public person of the journal: whoever did something here under their own name."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import Profile, User


def public_people() -> QuerySet[Profile]:
    return Profile.objects.public()


def people_visible_to(user: User | AnonymousUser) -> QuerySet[Profile]:
    """Public people for everybody; everyone for editors; oneself."""
    if not user.is_authenticated:
        return public_people()
    active = Profile.objects.filter(user__is_active=True)
    if user.is_editor:
        return active
    return active.filter(Q(pk__in=public_people().values("pk")) | Q(user=user))
