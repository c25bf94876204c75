"""Mail about a person's own account: rights, a new password, the confirmation of an address."""

import hashlib
from collections.abc import Sequence

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.email_verification import consume_email_verification_rate_limit
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.adapters import AccountAdapter, site_address
from accounts.guests import verified_account_of
from accounts.models import RightsChange, User
from accounts.proving import token_for
from events.outbox import NotNeeded, handler
from mails.people import Addressee
from mails.sending import send_promised_mail
from web.rate_limits import PASSWORD_RESET_MAILS, Limit
from web.sealing import unseal
from web.throttle import spend


@handler("accounts.notify_of_rights")
def notify_of_rights(
    user_id: int,
    given: list[str],
    taken: list[str],
    by_id: int | None,
    change_id: int | None = None,
) -> None:
    """given, taken: rights as the mail names them. by_id: None for whoever runs the server.
    change_id: None where the mail was promised before reasons were kept."""
    user = User.objects.select_related("profile").get(pk=user_id)
    by = _("Whoever runs the server")
    if by_id is not None:
        by = User.objects.select_related("profile").get(pk=by_id).profile.name
    change = RightsChange.objects.filter(pk=change_id or 0).first()
    context = {"given": given, "taken": taken, "by": by, "reason": change.reason if change else ""}
    # Also where the right to sign in was taken: they should know.
    to = Addressee(user.email, name=user.profile.name, user=user)
    send_promised_mail(to, "rights_changed", context)


# Both count what they send and promise the mail in one transaction: a mail server that is away for
# an hour uses up no limit, and each promised mail is sent.
@handler("accounts.send_password_reset", atomic=True)
def send_password_reset(email: str) -> None:
    """To whom the address belongs, else a mail that says that it belongs to nobody."""
    if is_used_up("password reset", email, PASSWORD_RESET_MAILS):
        return
    adapter = AccountAdapter()
    known = filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)
    if not known:
        context = {"email": email, "signup_url": site_address(reverse("account_signup"))}
        adapter.render_mail("account/email/unknown_account", email, context).send()
    for user in known:
        key = default_token_generator.make_token(user)
        link = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
        context = {"user": user, "password_reset_url": site_address(link)}
        adapter.render_mail("account/email/password_reset_key", email, context).send()


@handler("accounts.send_confirmation_again", forgets=True, atomic=True)
def send_confirmation_again(sealed: str) -> None:
    """The link that confirms an address, after a sign-in to an account that has not confirmed it.

    sealed: the account's number, or 0 after any other sign-in that failed.
    """
    user = User.objects.filter(pk=int(unseal(sealed)), is_active=True).first()
    if user is None or EmailAddress.objects.filter(user=user, verified=True).exists():
        return
    # django-allauth's own limit, which the mail at sign-up counts for as well.
    if not consume_email_verification_rate_limit(HttpRequest(), user.email):
        return
    address, _made = EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True}
    )
    confirmation = EmailConfirmationHMAC.create(address)
    link = site_address(reverse("account_confirm_email", args=[confirmation.key]))
    context = {"user": user, "key": confirmation.key, "activate_url": link}
    prefix = "account/email/email_confirmation"
    AccountAdapter().render_mail(prefix, address.email, context).send()


@handler("accounts.notify_of_join")
def notify_of_join(user_id: int, address: str) -> None:
    """To the addresses of both accounts: whoever has one of them may not have done it."""
    user = User.objects.select_related("profile").get(pk=user_id)
    to = Addressee(address, name=user.profile.name)
    send_promised_mail(to, "accounts_joined", {"kept_address": user.email})


@handler("accounts.notify_of_erasure", forgets=True)
def notify_of_erasure(sealed: str) -> None:
    """sealed: the address, which stands nowhere any more once this is sent."""
    send_promised_mail(Addressee(unseal(sealed)), "account_erased", {})


@handler("accounts.send_join_link", atomic=True)
def send_join_link(kept_id: int, email: str) -> None:
    """The link stands in the mail alone."""
    kept, other = User.objects.get(pk=kept_id), verified_account_of(email)
    if other is None or other == kept or not other.is_active:
        raise NotNeeded("No other account has confirmed the address.")
    if is_used_up("join link", email, PASSWORD_RESET_MAILS):
        raise NotNeeded("Too many such mails went to the address.")
    link = site_address(reverse("accounts:join_by_link", args=[token_for(kept, other)]))
    context = {"link": link, "kept_address": kept.email}
    send_promised_mail(Addressee(email), "join_link", context)


def is_used_up(purpose: str, email: str, limits: Sequence[Limit]) -> bool:
    """Count one more mail to an address, and return whether it exceeds one of the limits."""
    address = hashlib.sha256(email.lower().encode()).hexdigest()
    keys = [(f"{purpose} {limit.seconds} {address}", limit) for limit in limits]
    return any(spend(key, limit) is not None for key, limit in keys)
