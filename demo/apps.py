from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "demo"
    verbose_name = _("Demo")

    def ready(self) -> None:
        from preprints.known_sources import SourceFacts, add_source

        add_source("demo", SourceFacts(label=_("Made up for the demo"), is_read_there=False))
