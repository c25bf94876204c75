"""The pages about a work's authors: who they are, and what they say."""

from django.urls import path

from reviews.views import authors

urlpatterns = [
    path("editor/submissions/<int:submission_id>/authors/", authors.authors, name="authors"),
    path(
        "editor/submissions/<int:submission_id>/authors/confirm/",
        authors.confirm_author,
        name="confirm_author",
    ),
    path(
        "editor/submissions/<int:submission_id>/authors/<int:author_id>/take-back/",
        authors.take_back_author,
        name="take_back_author",
    ),
]
