from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CurationConfig(AppConfig):
    name = "curation"
    verbose_name = _("Curation")

    def ready(self) -> None:
        # Each registers what it holds: forms with drafts, rows that never move, promises of the
        # outbox, the log's check.
        from curation import form_kinds, never_moved, notifications, published  # noqa: F401
