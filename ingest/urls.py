"""What editors see of the sources, and what people see of their organisation."""

from django.urls import path

from ingest import affiliation_views, views

app_name = "ingest"
urlpatterns = [
    path("me/affiliation/", affiliation_views.affiliation, name="affiliation"),
    path("editor/sources/", views.sources, name="sources"),
    path("editor/sources/add/", views.add_feed, name="add_feed"),
    path("editor/sources/<slug:slug>/rejects/", views.rejects, name="rejects"),
    path("editor/sources/<slug:slug>/sets/", views.sets, name="sets"),
    path("editor/sources/<slug:slug>/remove/", views.remove_feed, name="remove_feed"),
    path("editor/sources/<slug:slug>/pause/", views.pause, name="pause"),
    path("editor/sources/<slug:slug>/run/", views.run_now, name="run_now"),
    path("editor/sources/<slug:slug>/allow-once/", views.allow_once, name="allow_once"),
    path("editor/sources/<slug:slug>/ask-again/", views.ask_again, name="ask_again"),
    path("editor/sources/<slug:slug>/allow-changes/", views.allow_changes, name="allow_changes"),
    path("editor/rejects/<int:reject_id>/retry/", views.retry, name="retry"),
    path("editor/rejects/<int:reject_id>/dismiss/", views.dismiss, name="dismiss"),
]
