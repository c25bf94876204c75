from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadingConfig(AppConfig):
    name = "reading"
    verbose_name = _("Reading")

    def ready(self) -> None:
        # It registers what it promises to make.
        from reading.books import files  # noqa: F401
