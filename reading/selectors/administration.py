"""What an administrator finds on "My work": what the role is for, and what it should look at."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Role, User
from accounts.services import has_two_editors
from events.models import Outbox

# As `journal.admin_site` asks for, which stands above this floor.
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class AdminTask:
    """words: what is so. url, act: where something can be done about it."""

    words: str
    url: str
    act: str


def admin_tasks(user: User) -> list[AdminTask]:
    """None for who may not open the administration; else four queries."""
    if not user.is_staff:
        return []
    people = reverse("admin:accounts_user_changelist")
    tasks = []
    if not Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists():
        words = _("Your account has no second factor, without which the administration is closed.")
        tasks.append(AdminTask(words, reverse("mfa_index"), _("Set one up")))
    if not has_two_editors():
        words = _(
            "The journal has fewer than two editors: it accepts, assesses and publishes nothing."
        )
        tasks.append(AdminTask(words, people, _("Give somebody the role")))
    managing = Role.objects.filter(name=Role.Name.MANAGING_EDITOR, user__is_active=True)
    if not managing.exists():
        words = _("The journal has no managing editor, who gives editors their roles.")
        tasks.append(AdminTask(words, people, _("Give somebody the role")))
    if failed := Outbox.objects.failed().count():
        words = ngettext(
            "%(number)d mail or other after-effect was given up.",
            "%(number)d mails or other after-effects were given up.",
            failed,
        )
        outbox = reverse("admin:events_outbox_changelist")
        url = f"{outbox}?failed_at__isempty=0"
        tasks.append(AdminTask(words % {"number": failed}, url, _("Look at them")))
    return tasks
