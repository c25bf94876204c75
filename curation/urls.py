"""The pages where editors make issues."""

from django.urls import path

from curation import interest_views, views

app_name = "curation"
urlpatterns = [
    path("editor/issues/", views.issues, name="issues"),
    path("editor/issues/begin/", views.begin_issue, name="begin_issue"),
    path("editor/issues/<int:issue_id>/", views.issue, name="issue"),
    path("editor/issues/<int:issue_id>/save/", views.save_issue, name="save_issue"),
    path("editor/issues/<int:issue_id>/publish/", views.publish_issue, name="publish_issue"),
    path("editor/issues/<int:issue_id>/add/<int:preprint_id>/", views.add_entry, name="add_entry"),
    path(
        "editor/issues/<int:issue_id>/interests/", interest_views.declare_same, name="declare_same"
    ),
    path(
        "editor/issues/<int:issue_id>/interests/<int:preprint_id>/",
        interest_views.declare_interests,
        name="declare_interests",
    ),
    path("editor/entries/<int:entry_id>/save/", views.save_entry, name="save_entry"),
    path(
        "editor/entries/<int:entry_id>/move/<str:direction>/", views.move_entry, name="move_entry"
    ),
    path("editor/entries/<int:entry_id>/remove/", views.remove_entry, name="remove_entry"),
]
