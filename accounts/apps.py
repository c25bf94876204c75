from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        # Each registers what it holds: promises of the outbox, who gets the mails, what follows
        # a sign-in.
        from accounts import adapters, addressees, notifications, signing_in  # noqa: F401
