"""How django-allauth makes our accounts."""

import json
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.utils import user_pk_to_url_str
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.mail import deliver_promised
from accounts.models import User
from events.outbox import handler, promise
from web.sealing import seal, unseal


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


@handler("accounts.send_mail", forgets=True)
def send_open_mail(to: list[str], subject: str, body: str) -> None:
    """Rows from before mails were sealed."""
    deliver_promised(EmailMessage(subject=subject, body=body, to=to))


@handler("accounts.send_password_reset")
def send_password_reset(email: str) -> None:
    """To whom the address belongs, else a mail that says that it belongs to nobody."""
    adapter = AccountAdapter()
    known = filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)
    if not known:
        context = {"signup_url": site_address(reverse("account_signup"))}
        deliver_promised(adapter.render_plain_mail("account/email/unknown_account", email, context))
    for user in known:
        key = default_token_generator.make_token(user)
        link = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
        context = {"user": user, "password_reset_url": site_address(link)}
        prefix = "account/email/password_reset_key"
        deliver_promised(adapter.render_plain_mail(prefix, email, context))


def site_address(path: str) -> str:
    """In mails an address is the journal's own, whatever host the request named."""
    parts = urlsplit(path)
    return f"{settings.SITE_URL}{urlunsplit(('', '', parts.path, parts.query, parts.fragment))}"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The e-mail address or the password is wrong, or the address is not confirmed yet. "
            "If you have just signed up, please open the link in the mail we have sent you."
        ),
    }

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
        told = {**context, **links, **ours, "current_site": site}
        return super().render_mail(template_prefix, email, told)

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
            name=services.available_name(account.get_provider_account().to_str()),
            orcid=account.uid if account.provider == "orcid" else "",
        )
        return user
