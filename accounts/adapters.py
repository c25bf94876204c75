"""How django-allauth makes our accounts."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest

from accounts import services
from accounts.models import User
from events.outbox import handler, promise


class PromisedMail(EmailMessage):
    """A mail that a worker sends: a mail server that is away keeps nobody from signing up."""

    # Django 6 adds a keyword that Django 5.2 does not know.
    def send(self, fail_silently: bool = False) -> int:  # type: ignore[override]
        promise("accounts.send_mail", to=self.to, subject=self.subject, body=self.body)
        return 1


@handler("accounts.send_mail", forgets=True)
def send_promised_mail(to: list[str], subject: str, body: str) -> None:
    EmailMessage(subject=subject, body=body, to=to).send()


class AccountAdapter(DefaultAccountAdapter):
    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        mail = super().render_mail(template_prefix, email, context, headers)
        return PromisedMail(subject=mail.subject, body=mail.body, to=mail.to)

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
