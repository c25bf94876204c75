from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "web"
    verbose_name = _("Web")

    def ready(self) -> None:
        from web.page_cache.triggers import watch_tables
        from web.secret_paths import mask_records

        mask_records()
        post_migrate.connect(watch_tables, sender=self)
