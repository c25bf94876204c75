"""The pages on which a passage of a published text is redacted, and its original is read."""

from django.urls import path

from reviews.views import redact

urlpatterns = [
    path("editor/reviews/<int:review_id>/redact/", redact.redact_review, name="redact_review"),
    path(
        "editor/responses/<int:response_id>/redact/",
        redact.redact_response,
        name="redact_response",
    ),
    path(
        "editor/assessments/<int:assessment_id>/redact/",
        redact.redact_assessment,
        name="redact_assessment",
    ),
    path("editor/originals/<int:original_id>/", redact.read_original, name="read_original"),
]
