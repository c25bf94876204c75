"""The pages of appeals."""

from django.urls import path

from reviews.views import appeal, editor_appeals

urlpatterns = [
    path("submissions/<int:submission_id>/appeal/", appeal.appeal_decline, name="appeal_decline"),
    path("reviews/<int:review_id>/appeal/", appeal.appeal_refusal, name="appeal_refusal"),
    path(
        "assessments/<int:assessment_id>/appeal/",
        appeal.appeal_assessment,
        name="appeal_assessment",
    ),
    path("editor/appeals/<int:appeal_id>/", editor_appeals.appeal, name="appeal"),
    path("editor/appeals/<int:appeal_id>/take/", editor_appeals.take_appeal, name="take_appeal"),
    path(
        "editor/appeals/<int:appeal_id>/hand-back/",
        editor_appeals.hand_back_appeal,
        name="hand_back_appeal",
    ),
    path(
        "editor/appeals/<int:appeal_id>/take-over/",
        editor_appeals.take_over_appeal,
        name="take_over_appeal",
    ),
]
