"""The pages on which something published is withdrawn, or signed later."""

from django.urls import path

from reviews.views import sign, withdraw

urlpatterns = [
    path("reviews/<int:review_id>/sign/", sign.sign_review, name="sign_review"),
    path("reviews/<int:review_id>/withdraw/", withdraw.withdraw_review, name="withdraw_review"),
    path(
        "responses/<int:response_id>/withdraw/",
        withdraw.withdraw_response,
        name="withdraw_response",
    ),
    path(
        "editor/assessments/<int:assessment_id>/withdraw/",
        withdraw.withdraw_assessment,
        name="withdraw_assessment",
    ),
    path(
        "editor/assessments/<int:assessment_id>/agree-to-withdraw/",
        withdraw.agree_to_withdraw,
        name="agree_to_withdraw",
    ),
    path(
        "editor/assessments/<int:assessment_id>/keep/",
        withdraw.keep_assessment,
        name="keep_assessment",
    ),
]
