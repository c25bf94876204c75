"""The pages where people work on a review: submit, decide, invite, write, assess, answer."""

from django.urls import path

from reviews import (
    appeal_urls,
    author_urls,
    correction_urls,
    outbox_urls,
    people_urls,
    reply_urls,
    withdrawal_urls,
)
from reviews.views import (
    assessment,
    confirm_review,
    desk,
    draft_answer,
    due_days,
    duplicates,
    editor_invitations,
    editor_reviews,
    editor_revisions,
    editor_rounds,
    held_round,
    invitation,
    keep_account,
    policies,
    preview,
    reopen,
    respond,
    revise,
    submission,
    submit,
    triage,
    volunteer,
    write_review,
)

app_name = "reviews"
urlpatterns = [
    path("submit/", submit.submit, name="submit"),
    path("submit/<int:lookup_id>/", submit.submit_found_work, name="submit_found_work"),
    path("preprints/<int:preprint_id>/submit/", submit.submit_preprint, name="submit_preprint"),
    path("preprints/<int:preprint_id>/review/", volunteer.volunteer, name="volunteer"),
    path("preprints/<int:preprint_id>/respond/", respond.respond, name="respond"),
    path("preprints/<int:preprint_id>/author/", revise.own_work, name="own_work"),
    path(
        "preprints/<int:preprint_id>/v<int:number>/revise/",
        revise.declare_revision,
        name="declare_revision",
    ),
    path(
        "preprints/<int:preprint_id>/v<int:number>/final/",
        revise.declare_final,
        name="declare_final",
    ),
    path("reviews/<int:review_id>/write/", write_review.write_review, name="write_review"),
    path("reviews/<int:review_id>/assessment/", draft_answer.answer_draft, name="answer_draft"),
    path("reviews/<int:review_id>/publish/", editor_reviews.publish_review, name="publish_review"),
    path(
        "editor/reviews/<int:review_id>/accept/",
        editor_reviews.accept_review,
        name="accept_review",
    ),
    path(
        "editor/rounds/<int:round_id>/release/", editor_rounds.release_round, name="release_round"
    ),
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
    path("editor/policies/", policies.change_policy, name="change_policy"),
    path("editor/duplicates/", duplicates.duplicates, name="duplicates"),
    path("editor/alike/", duplicates.former_duplicates, name="former_duplicates"),
    path(
        "editor/duplicates/<int:candidate_id>/different/",
        duplicates.mark_different,
        name="mark_different",
    ),
    path("editor/merge/", duplicates.merge, name="merge"),
    path("editor/merges/", duplicates.merges, name="merges"),
    path("editor/merges/<int:merge_id>/undo/", duplicates.undo_merge, name="undo_merge"),
    path("editor/submissions/<int:submission_id>/", submission.submission, name="submission"),
    path(
        "editor/submissions/<int:submission_id>/accept/",
        triage.accept_submission,
        name="accept_submission",
    ),
    path(
        "editor/submissions/<int:submission_id>/confirm-assessment/",
        editor_revisions.confirm_assessment,
        name="confirm_assessment",
    ),
    path(
        "editor/submissions/<int:submission_id>/decline/",
        triage.decline_submission,
        name="decline_submission",
    ),
    path(
        "editor/submissions/<int:submission_id>/reopen/",
        reopen.reopen_submission,
        name="reopen_submission",
    ),
    path(
        "editor/submissions/<int:submission_id>/check-now/",
        submission.check_now,
        name="check_now",
    ),
    path(
        "editor/submissions/<int:submission_id>/subjects/",
        submission.classify_preprint,
        name="classify_preprint",
    ),
    path(
        "editor/revisions/<int:revision_id>/decide/",
        editor_revisions.decide_revision,
        name="decide_revision",
    ),
    path(
        "editor/rounds/<int:round_id>/invite/",
        editor_invitations.invite_reviewer,
        name="invite_reviewer",
    ),
    path(
        "editor/invitations/<int:invitation_id>/revoke/",
        editor_invitations.revoke_invitation,
        name="revoke_invitation",
    ),
    path(
        "editor/invitations/<int:invitation_id>/day/",
        due_days.set_invited_day,
        name="set_invited_day",
    ),
    path("editor/reviews/<int:review_id>/day/", due_days.set_review_day, name="set_review_day"),
    path("editor/reviews/<int:review_id>/remind/", due_days.ask_for_review, name="ask_for_review"),
    path("reviews/<int:review_id>/extend/", due_days.extend_review, name="extend_review"),
    path(
        "invitations/open/<int:invitation_id>/day/",
        due_days.propose_due_day,
        name="propose_due_day",
    ),
    path(
        "editor/invitations/<int:invitation_id>/",
        editor_invitations.sent_invitation,
        name="sent_invitation",
    ),
    path(
        "editor/rounds/<int:round_id>/assessment/",
        assessment.write_assessment,
        name="write_assessment",
    ),
    path(
        "editor/assessments/<int:assessment_id>/approve/",
        assessment.approve_assessment,
        name="approve_assessment",
    ),
    path(
        "editor/assessments/<int:assessment_id>/return/",
        assessment.return_assessment,
        name="return_assessment",
    ),
    path(
        "editor/assessments/<int:assessment_id>/publish/",
        assessment.publish_assessment,
        name="publish_assessment",
    ),
    path(
        "editor/assessments/<int:assessment_id>/send/",
        assessment.send_to_authors,
        name="send_to_authors",
    ),
    path("rounds/<int:round_id>/post/", held_round.post_round, name="post_round"),
    path("invitations/<str:token>/", invitation.open_invitation, name="open_invitation"),
    path(
        "invitations/open/<int:invitation_id>/",
        invitation.opened_invitation,
        name="opened_invitation",
    ),
    path(
        "invitations/open/<int:invitation_id>/accept/",
        invitation.accept_invitation,
        name="accept_invitation",
    ),
    path(
        "invitations/open/<int:invitation_id>/decline/",
        invitation.decline_invitation,
        name="decline_invitation",
    ),
    path(
        "invitations/open/<int:invitation_id>/leave/",
        invitation.leave_invitation,
        name="leave_invitation",
    ),
    path("confirm-review/<str:token>/", confirm_review.open_confirmation, name="open_confirmation"),
    path("confirm-review/open/<int:link_id>/", confirm_review.confirmation, name="confirmation"),
    path(
        "confirm-review/open/<int:link_id>/yes/",
        confirm_review.confirm_review,
        name="confirm_review",
    ),
    path(
        "confirm-review/open/<int:link_id>/no/", confirm_review.disown_review, name="disown_review"
    ),
    path(
        "reviews/<int:review_id>/ask-again/",
        confirm_review.mail_confirmation_again,
        name="mail_confirmation_again",
    ),
    path("reviews/<int:review_id>/keep/", keep_account.offer_account, name="offer_account"),
    path("keep-account/<str:token>/", keep_account.open_keep_account, name="open_keep_account"),
    path("keep-account/open/<int:link_id>/", keep_account.keep_account, name="keep_account"),
    path("preview/", preview.preview, name="preview"),
    *author_urls.urlpatterns,
    *outbox_urls.urlpatterns,
    *people_urls.urlpatterns,
    *appeal_urls.urlpatterns,
    *correction_urls.urlpatterns,
    *reply_urls.urlpatterns,
    *withdrawal_urls.urlpatterns,
]
