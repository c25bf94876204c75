from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PreprintsConfig(AppConfig):
    name = "preprints"
    verbose_name = _("Preprints")

    def ready(self) -> None:
        # Each registers what it holds: promises of the outbox, the check of the log.
        from preprints import comparisons, published, tied_works  # noqa: F401
