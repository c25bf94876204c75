"""What the web server runs: `granian --interface wsgi journal.wsgi:application`."""

import os
import sys
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from journal.postgresql.waiting import patience
from web.page_cache.application import PageCache
from web.page_cache.listening import Listener
from web.page_cache.store import PageStore

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journal.settings")
# While one thread renders a long text, the others wait this long, not 5 ms, each time they want to
# go on: a page that asks the database twelve times does so some thirty times.
sys.setswitchinterval(0.001)
patience.limit_seconds = settings.WEB_STATEMENT_SECONDS
application: "WSGIApplication" = get_wsgi_application()
if settings.PAGE_CACHE_MB:
    store = PageStore(settings.PAGE_CACHE_MB * 1_000_000)
    application = PageCache(application, store, Listener(store))
