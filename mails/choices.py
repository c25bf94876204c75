"""How somebody gets each kind of mail. Where nothing is chosen: at once, or as its kind says."""

from django.contrib.auth.models import AbstractBaseUser

from mails.kind import MailKind
from mails.models import MailChoice


def usual_way(kind: MailKind) -> str:
    """Where nothing is chosen."""
    return MailChoice.Way.DAILY if kind.is_daily else MailChoice.Way.AT_ONCE


def way_of(user: AbstractBaseUser | None, kind: MailKind) -> str:
    """A kind that is not optional comes at once, whatever was chosen while it was."""
    if user is None or not kind.is_optional:
        return MailChoice.Way.AT_ONCE
    chosen = MailChoice.objects.filter(user=user.pk, kind=kind.name)
    return chosen.values_list("way", flat=True).first() or usual_way(kind)


def choices_of(user_id: int) -> dict[str, str]:
    """The kinds for which somebody has chosen, each with the way."""
    return dict(MailChoice.objects.filter(user=user_id).values_list("kind", "way"))
