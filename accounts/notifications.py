"""Mail about a person's own account."""

from accounts.mail import send_promised_mail
from accounts.models import User
from events.outbox import handler


@handler("accounts.notify_of_rights")
def notify_of_rights(user_id: int, given: list[str], taken: list[str], by_id: int) -> None:
    """given, taken: rights as the mail names them."""
    user = User.objects.get(pk=user_id)
    by = User.objects.select_related("profile").get(pk=by_id)
    context = {"given": given, "taken": taken, "by": by.profile.name}
    send_promised_mail(user.email, "accounts/mail/rights_changed.txt", context)
