"""The pages where people work on a review: submit, decide, invite, write, assess, answer."""

from django.urls import path
from django.views.generic import RedirectView

from reviews.views import (
    assessment,
    confirm_review,
    desk,
    drafts,
    duplicates,
    editor_invitations,
    editor_reviews,
    invitation,
    keep_account,
    respond,
    submission,
    submit,
    volunteer,
    write_review,
)

app_name = "reviews"
urlpatterns = [
    path("submit/", submit.submit, name="submit"),
    path("submit/<int:lookup_id>/", submit.confirm, name="confirm"),
    path("preprints/<int:preprint_id>/submit/", submit.submit_known, name="submit_known"),
    path("preprints/<int:preprint_id>/review/", volunteer.volunteer, name="volunteer"),
    path("preprints/<int:preprint_id>/respond/", respond.respond, name="respond"),
    path("reviews/<int:review_id>/write/", write_review.write, name="write"),
    path("reviews/<int:review_id>/publish/", editor_reviews.publish_review, name="publish_review"),
    path(
        "editor/reviews/<int:review_id>/ask-confirmation/",
        editor_reviews.ask_for_confirmation,
        name="ask_for_confirmation",
    ),
    path(
        "editor/reviews/<int:review_id>/approve-byline/",
        editor_reviews.approve_byline,
        name="approve_byline",
    ),
    path(
        "editor/reviews/<int:review_id>/allow-name/",
        editor_reviews.allow_name,
        name="allow_name",
    ),
    path("editor/", desk.desk, name="desk"),
    path("editor/duplicates/", duplicates.candidates, name="duplicates"),
    path(
        "editor/alike/",  # its former address
        RedirectView.as_view(pattern_name="reviews:duplicates", permanent=True),
        name="former_duplicates",
    ),
    path(
        "editor/duplicates/<int:candidate_id>/different/",
        duplicates.mark_different,
        name="mark_different",
    ),
    path("editor/merge/", duplicates.merge, name="merge"),
    path("editor/merges/", duplicates.merges, name="merges"),
    path("editor/merges/<int:merge_id>/undo/", duplicates.undo, name="undo_merge"),
    path("editor/submissions/<int:submission_id>/", submission.submission, name="submission"),
    path("editor/submissions/<int:submission_id>/accept/", submission.accept, name="accept"),
    path("editor/submissions/<int:submission_id>/decline/", submission.decline, name="decline"),
    path("editor/submissions/<int:submission_id>/subjects/", submission.subjects, name="subjects"),
    path("editor/rounds/<int:round_id>/invite/", editor_invitations.invite, name="invite"),
    path(
        "editor/invitations/<int:invitation_id>/revoke/", editor_invitations.revoke, name="revoke"
    ),
    path(
        "editor/invitations/<int:invitation_id>/",
        editor_invitations.sent_invitation,
        name="sent_invitation",
    ),
    path("editor/rounds/<int:round_id>/assessment/", assessment.assess, name="assess"),
    path("editor/assessments/<int:assessment_id>/approve/", assessment.approve, name="approve"),
    path("editor/assessments/<int:assessment_id>/return/", assessment.send_back, name="send_back"),
    path("editor/assessments/<int:assessment_id>/publish/", assessment.publish, name="publish"),
    path("invitations/<str:token>/", invitation.open_link, name="invitation"),
    path(
        "invitations/open/<int:invitation_id>/",
        invitation.invitation,
        name="opened_invitation",
    ),
    path(
        "invitations/open/<int:invitation_id>/accept/",
        invitation.accept,
        name="accept_invitation",
    ),
    path(
        "invitations/open/<int:invitation_id>/decline/",
        invitation.decline,
        name="decline_invitation",
    ),
    path(
        "invitations/open/<int:invitation_id>/leave/",
        invitation.leave,
        name="leave_invitation",
    ),
    path("confirm-review/<str:token>/", confirm_review.open_confirmation, name="open_confirmation"),
    path("confirm-review/open/<int:link_id>/", confirm_review.confirmation, name="confirmation"),
    path("confirm-review/open/<int:link_id>/yes/", confirm_review.confirm, name="confirm_review"),
    path("confirm-review/open/<int:link_id>/no/", confirm_review.disown, name="disown_review"),
    path("reviews/<int:review_id>/ask-again/", confirm_review.ask_again, name="ask_again"),
    path("reviews/<int:review_id>/keep/", keep_account.offer_account, name="offer_account"),
    path("keep-account/<str:token>/", keep_account.open_keeping, name="open_keeping"),
    path("keep-account/open/<int:link_id>/", keep_account.keep_account, name="keep_account"),
    path("drafts/<str:key>/", drafts.save, name="save_draft"),
    path("me/drafts/<str:key>/", drafts.read, name="read_draft"),
    path("me/drafts/<str:key>/delete/", drafts.delete, name="delete_draft"),
    path("preview/", drafts.preview, name="preview"),
]
