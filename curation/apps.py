from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CurationConfig(AppConfig):
    name = "curation"
    verbose_name = _("Curation")

    def ready(self) -> None:
        # Each registers what it holds: with the outbox, and with the check of the log.
        from curation import notifications, published  # noqa: F401
