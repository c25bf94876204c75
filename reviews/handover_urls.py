"""The page on which a work gets another editor."""

from django.urls import path

from reviews.views import hand_over

urlpatterns = [
    path(
        "editor/submissions/<int:submission_id>/hand-over/",
        hand_over.hand_over,
        name="hand_over",
    ),
]
