"""The pages where people work on a review: submit, decide, invite, write, assess, answer."""

from django.urls import path
from django.views.generic import RedirectView

from reviews.views import (
    assessing,
    confirming,
    desk,
    drafts,
    duplicates,
    invitations,
    inviting,
    submitting,
    writing,
)

app_name = "reviews"
urlpatterns = [
    path("submit/", submitting.submit, name="submit"),
    path("submit/<int:lookup_id>/", submitting.confirm, name="confirm"),
    path("preprints/<int:preprint_id>/submit/", submitting.submit_known, name="submit_known"),
    path("preprints/<int:preprint_id>/review/", writing.volunteer, name="volunteer"),
    path("preprints/<int:preprint_id>/respond/", assessing.respond, name="respond"),
    path("reviews/<int:review_id>/write/", writing.write, name="write"),
    path("reviews/<int:review_id>/publish/", desk.publish_review, name="publish_review"),
    path(
        "editor/reviews/<int:review_id>/ask-confirmation/",
        inviting.ask_for_confirmation,
        name="ask_for_confirmation",
    ),
    path(
        "editor/reviews/<int:review_id>/approve-byline/",
        inviting.approve_byline,
        name="approve_byline",
    ),
    path("editor/reviews/<int:review_id>/allow-name/", inviting.allow_name, name="allow_name"),
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
    path("editor/submissions/<int:submission_id>/", desk.submission, name="submission"),
    path("editor/submissions/<int:submission_id>/accept/", desk.accept, name="accept"),
    path("editor/submissions/<int:submission_id>/decline/", desk.decline, name="decline"),
    path("editor/submissions/<int:submission_id>/subjects/", desk.subjects, name="subjects"),
    path("editor/rounds/<int:round_id>/invite/", desk.invite, name="invite"),
    path("editor/invitations/<int:invitation_id>/revoke/", desk.revoke, name="revoke"),
    path(
        "editor/invitations/<int:invitation_id>/",
        inviting.sent_invitation,
        name="sent_invitation",
    ),
    path("editor/rounds/<int:round_id>/assessment/", assessing.assess, name="assess"),
    path("editor/assessments/<int:assessment_id>/approve/", assessing.approve, name="approve"),
    path("editor/assessments/<int:assessment_id>/return/", assessing.send_back, name="send_back"),
    path("editor/assessments/<int:assessment_id>/publish/", assessing.publish, name="publish"),
    path("invitations/<str:token>/", invitations.open_link, name="invitation"),
    path(
        "invitations/open/<int:invitation_id>/",
        invitations.invitation,
        name="opened_invitation",
    ),
    path(
        "invitations/open/<int:invitation_id>/accept/",
        invitations.accept,
        name="accept_invitation",
    ),
    path(
        "invitations/open/<int:invitation_id>/decline/",
        invitations.decline,
        name="decline_invitation",
    ),
    path(
        "invitations/open/<int:invitation_id>/leave/",
        invitations.leave,
        name="leave_invitation",
    ),
    path("confirm-review/<str:token>/", confirming.open_confirmation, name="open_confirmation"),
    path("confirm-review/open/<int:link_id>/", confirming.confirmation, name="confirmation"),
    path("confirm-review/open/<int:link_id>/yes/", confirming.confirm, name="confirm_review"),
    path("confirm-review/open/<int:link_id>/no/", confirming.disown, name="disown_review"),
    path("reviews/<int:review_id>/ask-again/", confirming.ask_again, name="ask_again"),
    path("reviews/<int:review_id>/keep/", confirming.offer_account, name="offer_account"),
    path("keep-account/<str:token>/", confirming.open_keeping, name="open_keeping"),
    path("keep-account/open/<int:link_id>/", confirming.keep_account, name="keep_account"),
    path("drafts/<str:key>/", drafts.save, name="save_draft"),
    path("me/drafts/<str:key>/", drafts.read, name="read_draft"),
    path("me/drafts/<str:key>/delete/", drafts.delete, name="delete_draft"),
    path("preview/", drafts.preview, name="preview"),
]
