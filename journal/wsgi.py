"""What the web server runs: `granian --interface wsgi journal.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journal.settings")
application = get_wsgi_application()
