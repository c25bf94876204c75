"""Every address of the journal."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("reviews.urls")),
]
if find_spec("journal.health"):
    from journal import health
    urlpatterns += [path("healthz", health.healthz), path("readyz", health.readyz)]
for prefix, module in (("api/v1/", "api.urls"), ("feeds/", "interop.feed_urls"), ("", "curation.urls"), ("", "reading.urls")):
    if find_spec(module):
        urlpatterns.append(path(prefix, include(module)))
