"""What the web server runs: `granian --interface wsgi journal.wsgi:application`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from journal.postgresql.waiting import patience

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journal.settings")
patience.limit_seconds = settings.WEB_STATEMENT_SECONDS
application = get_wsgi_application()
