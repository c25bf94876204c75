"""Every address of the journal."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from journal import health

# The admin has no sign-in of its own: the journal's, with its second factor, is the only one.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    # First what programs ask for most: every pattern before it is tried in vain.
    path("api/v1/", include("api.urls")),
    path("feeds/", include("interop.feed_urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("accounts.urls")),
    path("", include("ingest.urls")),
    path("", include("reviews.urls")),
    path("", include("curation.urls")),
    path("", include("reading.urls")),
]

handler400 = "journal.error_pages.bad_request"
handler403 = "journal.error_pages.permission_denied"
handler404 = "journal.error_pages.not_found"
handler500 = "journal.error_pages.server_error"
