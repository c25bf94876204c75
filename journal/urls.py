"""Every address of the journal."""

from django.contrib import admin
from django.urls import include, path, re_path

from accounts.confirm_email import confirm_own_email
from accounts.reset_password import choose_password
from journal import health

urlpatterns = [
    # First what programs ask for most: every pattern before it is tried in vain.
    path("api/v1/", include("api.urls")),
    path("feeds/", include("interop.feed_urls")),
    # In the place of django-allauth's pages of the same names.
    re_path(
        r"^accounts/confirm-email/(?P<key>[-:\w]+)/$",
        confirm_own_email,
        name="account_confirm_email",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        choose_password,
        name="account_reset_password_from_key",
    ),
    path("accounts/", include("allauth.urls")),
    # It has no sign-in of its own, and asks for a second factor (`journal.admin_site`).
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("media/", include("reading.media_urls")),
    path("", include("interop.sitemap_urls")),
    path("", include("accounts.urls")),
    path("", include("mails.urls")),
    path("", include("drafts.urls")),
    path("", include("ingest.urls")),
    path("", include("reviews.urls")),
    path("", include("curation.urls")),
    path("", include("following.urls")),
    path("", include("privacy.urls")),
    path("", include("reading.urls")),
]

handler400 = "journal.error_pages.bad_request"
handler403 = "journal.error_pages.permission_denied"
handler404 = "journal.error_pages.not_found"
handler500 = "journal.error_pages.server_error"
handler429 = "web.throttle.too_many_requests"  # called by django-allauth
