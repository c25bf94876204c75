"""The pages about who edits the journal."""

from django.urls import path

from reviews.views import editors

urlpatterns = [
    path("editor/people/", editors.editors, name="editors"),
    path("editor/people/<slug:handle>/", editors.change_editor, name="change_editor"),
]
