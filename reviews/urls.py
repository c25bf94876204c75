"""The pages where people work on a review: submit, decide, invite, write, assess, answer."""

from django.urls import path

from reviews.views import assessing, desk, drafts, duplicates, invitations, submitting, writing

app_name = "reviews"
urlpatterns = [
    path("submit/", submitting.submit, name="submit"),
    path("submit/<int:lookup_id>/", submitting.confirm, name="confirm"),
    path("preprints/<int:preprint_id>/submit/", submitting.submit_known, name="submit_known"),
    path("preprints/<int:preprint_id>/review/", writing.volunteer, name="volunteer"),
    path("preprints/<int:preprint_id>/respond/", assessing.respond, name="respond"),
    path("reviews/<int:review_id>/write/", writing.write, name="write"),
    path("reviews/<int:review_id>/publish/", desk.publish_review, name="publish_review"),
    path("editor/", desk.desk, name="desk"),
    path("editor/alike/", duplicates.alike, name="alike"),
    path("editor/alike/<int:likeness_id>/different/", duplicates.tell_apart, name="tell_apart"),
    path("editor/merge/", duplicates.merge, name="merge"),
    path("editor/merges/", duplicates.merges, name="merges"),
    path("editor/merges/<int:merge_id>/undo/", duplicates.undo, name="undo_merge"),
    path("editor/submissions/<int:submission_id>/", desk.submission, name="submission"),
    path("editor/submissions/<int:submission_id>/accept/", desk.accept, name="accept"),
    path("editor/submissions/<int:submission_id>/decline/", desk.decline, name="decline"),
    path("editor/submissions/<int:submission_id>/subjects/", desk.subjects, name="subjects"),
    path("editor/rounds/<int:round_id>/invite/", desk.invite, name="invite"),
    path("editor/invitations/<int:invitation_id>/revoke/", desk.revoke, name="revoke"),
    path("editor/rounds/<int:round_id>/assessment/", assessing.assess, name="assess"),
    path("editor/assessments/<int:assessment_id>/approve/", assessing.approve, name="approve"),
    path("editor/assessments/<int:assessment_id>/return/", assessing.send_back, name="send_back"),
    path("editor/assessments/<int:assessment_id>/publish/", assessing.publish, name="publish"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("invitations/<str:token>/accept/", invitations.accept, name="accept_invitation"),
    path("invitations/<str:token>/decline/", invitations.decline, name="decline_invitation"),
    path("drafts/<str:key>/", drafts.save, name="save_draft"),
    path("preview/", drafts.preview, name="preview"),
]
