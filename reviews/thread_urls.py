"""The pages of a round's private thread: a reviewer's, and the editors'."""

from django.urls import path

from reviews.views import threads

urlpatterns = [
    path("reviews/<int:review_id>/thread/", threads.reviewer_thread, name="reviewer_thread"),
    path("editor/rounds/<int:round_id>/thread/", threads.editor_thread, name="editor_thread"),
]
