from django.urls import re_path

from interop.feeds import views

app_name = "feeds"

FORM = r"\.(?P<form>atom|rss|json)\Z"

urlpatterns = [
    re_path(rf"^(?P<name>preprints|reviews|issues|log){FORM}", views.journal_feed, name="journal"),
    re_path(rf"^search{FORM}", views.found_feed, name="search"),
    re_path(rf"^people/(?P<handle>[-\w]+){FORM}", views.person_feed, name="person"),
    re_path(rf"^subjects/(?P<slug>[-\w]+){FORM}", views.subject_feed, name="subject"),
    re_path(
        rf"^preprints/(?P<preprint_id>[0-9]{{1,18}}){FORM}", views.preprint_feed, name="preprint"
    ),
]
