from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PreprintsConfig(AppConfig):
    name = "preprints"
    verbose_name = _("Preprints")
