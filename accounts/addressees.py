"""Where mails to people with an account go."""

from accounts.models import User
from mails.people import ADDRESSEES, Addressee


def addressee_of(user_id: int) -> Addressee:
    """Without an address where the account is closed."""
    user = User.objects.select_related("profile").filter(pk=user_id, is_active=True).first()
    if user is None:
        return Addressee("")
    profile = user.profile
    return Addressee(user.email, name=profile.name, user=user, time_zone=profile.time_zone)


ADDRESSEES["user"] = addressee_of
