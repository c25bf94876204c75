"""How django-allauth makes our accounts."""

import json
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
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
from accounts.models import User
from events.outbox import current_row, handler, promise
from mails.kinds import MAIL_KINDS
from mails.promising import NOBODY_KNOWN, promise_mail
from mails.sending import deliver_promised
from web import addresses
from web.mail import mail_message, words_of
from web.sealing import seal, unseal

# The package's templates, by what `mails.kinds` calls them.
KINDS = {kind.template: kind.name for kind in MAIL_KINDS.values()}
NOTICE = "account_notice"  # all others


class PromisedMail(EmailMessage):
    """A mail that a worker sends: a mail server that is away keeps nobody from signing up.

    kind: of `mails.kinds`.
    """

    kind = NOTICE

    # Django 6 adds a keyword that Django 5.2 does not know.
    def send(self, fail_silently: bool = False) -> int:  # type: ignore[override]
        words = {"to": self.to, "kind": self.kind, "subject": self.subject, "body": self.body}
        sealed = seal(json.dumps(words))
        promise_mail(self.kind, "accounts.send_sealed_mail", to=NOBODY_KNOWN, sealed=sealed)
        return 1


# Forgotten at the row's end as well: what is sealed need not be kept.
@handler("accounts.send_sealed_mail", forgets=True)
def send_sealed_mail(sealed: str) -> None:
    """A link in such a mail confirms an address: the row must not show it."""
    mail = json.loads(unseal(sealed))
    kind = MAIL_KINDS.get(mail.get("kind", ""))
    words = words_of(mail["subject"], mail["body"], button=str(kind.link) if kind else "")
    row = current_row.get()
    deliver_promised(mail_message(mail["to"][0], words, key=f"outbox-{row}" if row else ""))


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

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Editors land on their desk, everybody else on "My work"."""
        user: Any = request.user
        if user.is_authenticated and user.is_editor:
            return reverse("reviews:desk")
        return str(super().get_login_redirect_url(request))

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
        promised = PromisedMail(subject=mail.subject, body=mail.body, to=mail.to)
        promised.kind = KINDS.get(template_prefix, NOTICE)
        return promised

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
        if "name" in form.cleaned_data:  # else it comes from another site, see below
            services.ensure_profile(user, name=form.cleaned_data["name"])
        return user


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": _(
            "This is the only way in to your account: it has no password. Set one first, under "
            '"Password".'
        ),
        "no_verified_email": _(
            "This is the only way in to your account: no address of it is confirmed. Confirm one "
            'first, under "E-mail addresses".'
        ),
    }

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
