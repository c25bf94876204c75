"""Where mails to people with an account go."""

from accounts.models import User
from mails.people import ADDRESSEES, Addressee


def addressee_of(user_id: int) -> Addressee:
    """Without an address where the account is closed; of one that was joined, the other's."""
    user = User.objects.select_related("profile", "joined_into__profile").filter(pk=user_id).first()
    if user is not None and user.joined_into is not None:
        user = user.joined_into
    if user is None or not user.is_active:
        return Addressee("")
    profile = user.profile
    return Addressee(user.email, name=profile.name, user=user, time_zone=profile.time_zone)


ADDRESSEES["user"] = addressee_of
