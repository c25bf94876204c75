"""Mail about a person's own account."""

from django.utils.translation import gettext as _

from accounts.mail import send_promised_mail
from accounts.models import User
from events.outbox import handler


@handler("accounts.notify_of_rights")
def notify_of_rights(user_id: int, given: list[str], taken: list[str], by_id: int | None) -> None:
    """given, taken: rights as the mail names them. by_id: None for whoever runs the server."""
    user = User.objects.get(pk=user_id)
    by = _("Whoever runs the server")
    if by_id is not None:
        by = User.objects.select_related("profile").get(pk=by_id).profile.name
    context = {"given": given, "taken": taken, "by": by}
    send_promised_mail(user.email, "accounts/mail/rights_changed.txt", context)
