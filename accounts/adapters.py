"""How django-allauth makes our accounts."""

import hashlib
import json
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.email_verification import consume_email_verification_rate_limit
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.fields import check_address
from accounts.mail import deliver_promised
from accounts.models import User
from events.outbox import handler, promise
from web import addresses
from web.limits import PASSWORD_RESET_MAILS, Limit
from web.sealing import seal, unseal
from web.throttle import spend


class PromisedMail(EmailMessage):
    """A mail that a worker sends: a mail server that is away keeps nobody from signing up."""

    # Django 6 adds a keyword that Django 5.2 does not know.
    def send(self, fail_silently: bool = False) -> int:  # type: ignore[override]
        words = {"to": self.to, "subject": self.subject, "body": self.body}
        promise("accounts.send_sealed_mail", sealed=seal(json.dumps(words)))
        return 1


# Forgotten at the row's end as well: what is sealed need not be kept.
@handler("accounts.send_sealed_mail", forgets=True)
def send_sealed_mail(sealed: str) -> None:
    """A link in such a mail confirms an address: the row must not show it."""
    deliver_promised(EmailMessage(**json.loads(unseal(sealed))))


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


def is_used_up(purpose: str, email: str, limits: Sequence[Limit]) -> bool:
    """Count a mail to an address; whether it is too many, whoever asks for it."""
    address = hashlib.sha256(email.lower().encode()).hexdigest()
    keys = [(f"{purpose} {limit.seconds} {address}", limit) for limit in limits]
    return any(spend(key, limit) is not None for key, limit in keys)


def site_address(path: str) -> str:
    """In mails an address is the journal's own, whatever host the request named."""
    parts = urlsplit(path)
    return addresses.absolute(urlunsplit(("", "", parts.path, parts.query, parts.fragment)))


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The e-mail address or the password is wrong, or the address is not confirmed yet. "
            "If you have signed up, please open the link in the e-mail that asks you to confirm "
            "it. If you cannot find that e-mail, set a new password: that confirms it, too."
        ),
    }

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """On the way to the admin the password is no way: only a second factor opens it."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        request = context.request
        asked = (request.POST.get("next") or request.GET.get("next", "")) if request else ""
        if asked.startswith(reverse("admin:index")):
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """An account whose address is not confirmed answers as if there were none.

        Otherwise signing up with somebody's address, then signing in, would tell whether it was
        known before. Nothing differs: not the answer, not the count of failed sign-ins, not the
        work. A worker sends the link again.
        """
        if request.user.is_authenticated:  # the password is asked for once more
            again: User | None = super().authenticate(request, **credentials)
            return again
        self.pre_authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()
        user: Any = authenticate(request, **credentials)
        user = user or AuthenticationBackend.unstash_authenticated_user()
        user_id = user.pk if user else 0
        if EmailAddress.objects.filter(user_id=user_id, verified=True).exists():
            self._rollback_login_failed_rl_usage()
            confirmed: User = user
            return confirmed
        email = str(credentials.get("email", "")).lower()
        if EmailAddress.objects.filter(email=email, verified=True).exists():
            # The package asks this of addresses that nobody has confirmed.
            User.objects.filter(email=email).first()
        promise("accounts.send_confirmation_again", sealed=seal(str(user_id)))
        self.authentication_failed(request, **credentials)
        return None

    def clean_email(self, email: str) -> str:
        check_address(email)
        return str(super().clean_email(email))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """After signing up the page says what was sent, in the same words each time.

        The package's message is left out where the mail was sent a moment ago.
        """
        is_sent_mail = message_template == "account/messages/email_confirmation_sent.txt"
        if is_sent_mail and (message_context or {}).get("signup"):
            return
        super().add_message(request, level, message_template, message_context, extra_tags, message)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return site_address(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        mail = self.render_plain_mail(template_prefix, email, context)
        return PromisedMail(subject=mail.subject, body=mail.body, to=mail.to)

    def render_plain_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> EmailMessage:
        """The package's mail, with the journal's own address and name in place of the request's."""
        links = {name: site_address(url) for name, url in context.items() if name.endswith("_url")}
        site = SimpleNamespace(
            name=settings.JOURNAL_NAME, domain=urlsplit(settings.SITE_URL).netloc
        )
        ours = {"journal_name": settings.JOURNAL_NAME, "site_url": settings.SITE_URL}
        mail_context = {**context, **links, **ours, "current_site": site}
        return super().render_mail(template_prefix, email, mail_context)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user = super().save_user(request, user, form, commit=commit)
        services.ensure_profile(user, name=form.cleaned_data.get("name", ""))
        return user


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        user: User = super().save_user(request, sociallogin, form)
        account = sociallogin.account
        services.ensure_profile(
            user,
            name=services.available_name(name_given_at(account)),
            orcid=account.uid if account.provider == "orcid" else "",
        )
        return user


def name_given_at(account: SocialAccount) -> str:
    """The name that the other site gives, or "". ORCID's record holds it in two parts."""
    fields = account.get_provider().extract_common_fields(account.extra_data)
    parts = (fields.get("first_name"), fields.get("last_name"))
    return str(fields.get("name") or " ".join(part for part in parts if part))
