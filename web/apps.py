from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "web"
    verbose_name = _("Web")

    def ready(self) -> None:
        from web.secret_paths import mask_records

        mask_records()
