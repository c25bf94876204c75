"""How static files are kept in production."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Under names with a hash of their content; our scripts import each other by these names too.

    Django's own `support_js_module_import_aggregation` would read the scripts of packages as well,
    and one of django-htmx imports what it does not bring.
    """

    patterns = (
        *HashedFilesMixin.patterns,
        ("js/*.js", ((r'(?P<matched>from "(?P<url>\./[^"]+)")', 'from "%(url)s"'),)),
    )
