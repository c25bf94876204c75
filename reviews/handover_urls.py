"""The page on which a work gets another editor, and the form in which a new one declares."""

from django.urls import path

from reviews.views import declare, hand_over

urlpatterns = [
    path(
        "editor/submissions/<int:submission_id>/hand-over/",
        hand_over.hand_over,
        name="hand_over",
    ),
    path(
        "editor/submissions/<int:submission_id>/declare/",
        declare.declare_interests,
        name="declare_interests",
    ),
]
