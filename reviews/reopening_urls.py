"""The pages on which the assessment of a work in an issue is looked at again."""

from django.urls import path

from reviews.views import reopen_assessment as views

urlpatterns = [
    path(
        "editor/submissions/<int:submission_id>/reopen-assessment/",
        views.reopen_assessment,
        name="reopen_assessment",
    ),
    path(
        "editor/submissions/<int:submission_id>/decide-reopening/",
        views.decide_reopening,
        name="decide_reopening",
    ),
]
