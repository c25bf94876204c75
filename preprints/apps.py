from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PreprintsConfig(AppConfig):
    name = "preprints"
    verbose_name = _("Preprints")

    def ready(self) -> None:
        from preprints import comparisons  # noqa: F401 - registers its promises with the outbox
