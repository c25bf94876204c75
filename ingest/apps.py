from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IngestConfig(AppConfig):
    name = "ingest"
    verbose_name = _("Ingest")

    def ready(self) -> None:
        # Each registers its promises with the outbox.
        from ingest import notifications, organisations  # noqa: F401
        from ingest.http.hosts import add_pace
        from ingest.sources import ADAPTERS, find_adapters
        from ingest.sources.base import AsksOthers
        from preprints.known_sources import add_source

        add_pace(organisations.PACE)
        find_adapters()
        for key, adapter in ADAPTERS.items():
            add_source(key, adapter.facts)
            others = adapter.other_paces if isinstance(adapter, AsksOthers) else ()
            for pace in (adapter.pace, *others):
                add_pace(pace)
