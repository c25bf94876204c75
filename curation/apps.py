from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CurationConfig(AppConfig):
    name = "curation"
    verbose_name = _("Curation")

    def ready(self) -> None:
        # Each registers what it holds: forms with drafts, rows that never move, promises of the
        # outbox, the log's check, what is locked before a person is.
        from curation import (  # noqa: F401
            form_kinds,
            locked_issues,
            never_moved,
            notifications,
            published,
        )
