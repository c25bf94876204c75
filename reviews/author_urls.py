"""The pages about a work's authors: who they are, and what they say."""

from django.urls import path

from reviews.views import authors, consent, forum_claims, own_submission, triage, wishes

urlpatterns = [
    path("editor/submissions/<int:submission_id>/authors/", authors.authors, name="authors"),
    path(
        "editor/submissions/<int:submission_id>/authors/confirm/",
        authors.confirm_author,
        name="confirm_author",
    ),
    path(
        "editor/submissions/<int:submission_id>/authors/<int:author_id>/take-back/",
        authors.take_back_author,
        name="take_back_author",
    ),
    path(
        "editor/submissions/<int:submission_id>/authors/ask/",
        authors.ask_author,
        name="ask_author_as_editor",
    ),
    path(
        "editor/submissions/<int:submission_id>/consent/",
        authors.set_consent,
        name="set_consent",
    ),
    path("preprints/<int:preprint_id>/wrote/", forum_claims.claim_work, name="claim_work"),
    path(
        "preprints/<int:preprint_id>/wrote/token/",
        forum_claims.start_forum_claim,
        name="start_forum_claim",
    ),
    path(
        "preprints/<int:preprint_id>/wrote/check/",
        forum_claims.check_forum_claim,
        name="check_forum_claim",
    ),
    path("submissions/<int:submission_id>/", own_submission.own_submission, name="own_submission"),
    path(
        "submissions/<int:submission_id>/ask-author/", own_submission.ask_author, name="ask_author"
    ),
    path(
        "submissions/<int:submission_id>/consent/", own_submission.say_consent, name="say_consent"
    ),
    path("submissions/<int:submission_id>/wishes/", wishes.save_wishes, name="save_wishes"),
    path("consent/<str:token>/", consent.open_consent, name="open_consent"),
    path(
        "consent/<int:request_id>/no-more-mails/<str:token>/",
        consent.stop_consent_mails,
        name="stop_consent_mails",
    ),
    path("consent/open/<int:request_id>/", consent.consent_page, name="consent"),
    path("consent/open/<int:request_id>/answer/", consent.answer_consent, name="answer_consent"),
    path(
        "submissions/<int:submission_id>/withdraw/",
        own_submission.withdraw_submission,
        name="withdraw_submission",
    ),
    path(
        "submissions/<int:submission_id>/publish-reasons/",
        own_submission.publish_reasons,
        name="publish_reasons",
    ),
    path(
        "editor/submissions/<int:submission_id>/proposals/<int:proposal_id>/agree/",
        triage.agree_to_proposal,
        name="agree_to_proposal",
    ),
]
