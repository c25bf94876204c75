"""What the acts of the review process write to the log, as `test_logged_events.LOGGED`."""

POSTED_REVIEW = "public review.published: byline_kind, hash, personal, review, row"
POSTED_ASSESSMENT = (
    "public assessment.published: assessment, hash, personal, respond_until, round, row,"
    " significance, strength"
)
# By act, in the order of writing: who may read the event, its kind, and the names of its facts.
LOGGED_OF_REVIEWS = {
    "reviews.services.submissions.submit_preprint": [
        "public submission.received: consent, submission",
    ],
    "reviews.services.submissions.submit_found_work": [
        "public preprint.listed: external_id, hash, source",
        "public submission.received: consent, submission",
    ],
    "reviews.services.submissions.accept_submission": [
        "private author.confirmed: ground, position",
        "public submission.accepted: round, submission, version",
    ],
    "reviews.services.submissions.decline_submission": [
        "public submission.declined: hash, personal, row, submission",
    ],
    "reviews.services.triage.propose_decision": [
        "private triage.proposed: decision, proposal",
    ],
    "reviews.services.triage.agree_to_proposal": [
        "private triage.agreed: proposal",
        "public submission.accepted: round, submission, version",
    ],
    "reviews.services.triage.decide_otherwise": [
        "private triage.overruled: proposal",
        "public submission.declined: hash, personal, row, submission",
    ],
    "reviews.services.authorship.confirm_author": [
        "private author.confirmed: ground, position",
    ],
    "reviews.services.authorship.claim_by_orcid": [
        "private author.confirmed: ground, position",
        "public submission.consent_changed: consent, submission",
    ],
    "reviews.services.forum_claims.claim_by_forum": [
        "private author.confirmed: ground, position",
        "public submission.consent_changed: consent, submission",
    ],
    "reviews.services.ending.withdraw_submission": [
        "private invitation.closed: invitation",
        "public submission.withdrawn: reviews, round, submission",
    ],
    "reviews.services.left_works.end_review_of_left_work": [
        "private invitation.closed: invitation",
        "public submission.ended: because, reviews, round, submission",
    ],
    "reviews.services.pausing.pause_submission": [
        "public submission.paused: because, submission, waiting"
    ],
    "reviews.services.pausing.resume_submission": [
        "public submission.resumed: days, submission, waiting"
    ],
    "reviews.services.pausing.follow_sources": [
        "public submission.resumed: days, submission, waiting"
    ],
    "reviews.services.ending.publish_reasons": [
        "public submission.reasons_published: code, declined_on, hash, row, submission, words",
    ],
    "reviews.services.wishes.save_wishes": [
        "private wishes.saved: submission",
    ],
    "reviews.services.consent.ask_author": [
        "private consent.asked: request, submission",
        "public submission.consent_changed: consent, submission",
    ],
    "reviews.services.consent.answer_request": [
        "private consent.answered: answer, request, submission",
        "public submission.consent_changed: consent, submission",
    ],
    "reviews.services.consent.change_consent": [
        "public submission.consent_changed: consent, submission",
    ],
    "reviews.services.consent.close_unanswered": [
        "public submission.consent_changed: consent, submission",
    ],
    "reviews.services.authorship.take_back_author": [
        "private author.taken_back: position",
    ],
    "reviews.services.invitations.invite_reviewer": [
        "private invitation.sent: invitation",
    ],
    "reviews.services.invitations.accept_invitation": [
        "private review.begun: review",
        "private invitation.accepted: invitation",
    ],
    "reviews.services.invitations.accept_invitation (as a guest)": [
        "private review.begun: review",
        "private invitation.accepted: invitation",
    ],
    "reviews.services.invitations.decline_invitation": [
        "private invitation.declined: invitation",
    ],
    "reviews.services.invitations.revoke_invitation": [
        "private invitation.revoked: invitation",
    ],
    "reviews.services.invitation_mails.send_invitation_again": [
        "private invitation.sent_again: invitation",
    ],
    "reviews.services.invitation_mails.send_invitation_again (corrected)": [
        "private invitation.address_corrected: invitation",
        "private invitation.sent_again: invitation",
    ],
    "reviews.services.confirming.ask_for_confirmation": [
        "private review.confirmation_asked: review",
    ],
    "reviews.services.confirming.confirm_review": [
        "private review.confirmed: review",
    ],
    "reviews.services.confirming.disown_review": [
        "private review.disowned: invitation, review",
    ],
    "reviews.services.confirming.approve_byline": [
        "private review.byline_approved: review",
    ],
    "reviews.services.confirming.allow_name": [
        "private review.name_allowed: review",
    ],
    "reviews.services.guest_accounts.keep_account": [
        "private review.kept: review",
    ],
    "reviews.services.guest_accounts.attach_to_account": [
        "private review.kept: review",
    ],
    "reviews.services.reviewing.begin_review": [
        "private review.begun: review",
    ],
    "reviews.services.reviewing.submit_review": [
        "private review.submitted: review",
    ],
    "reviews.services.accepting.accept_review": [
        "private review.accepted: review",
    ],
    "reviews.services.accepting.accept_review (the last)": [
        "private review.accepted: review",
        "public round.released: reviews, round",
    ],
    "reviews.services.accepting.publish_review": [
        "public review.published: byline_kind, hash, personal, review, row",
    ],
    "reviews.services.releasing.release_round": [
        "private invitation.closed: invitation",
        "public round.released: reviews, round",
    ],
    "reviews.services.releasing.release_complete_round": [
        "public round.released: reviews, round",
    ],
    "reviews.services.releasing.release_complete_rounds": [
        "public round.released: reviews, round",
    ],
    "reviews.services.assessing.propose_assessment": [
        "private assessment.proposed: row",
    ],
    "reviews.services.assessing.propose_assessment (after a return)": [
        "private assessment.proposed: row",
    ],
    "reviews.services.assessing.approve_assessment": [
        "private assessment.approved: row",
    ],
    "reviews.services.draft_answers.answer_draft": [
        "private assessment.answered: agrees, review, row",
    ],
    "reviews.services.assessing.return_assessment": [
        "private assessment.returned: row",
    ],
    "reviews.services.correcting.ask_for_correction": [
        "private correction.asked: correction, round",
    ],
    "reviews.services.correcting.accept_correction": [
        "private correction.accepted: correction, round",
    ],
    "reviews.services.correcting.refuse_correction": [
        "private correction.refused: correction, round",
    ],
    "reviews.services.responding.hold_response": ["private response.held: round"],
    "reviews.services.posting.send_to_authors": [
        "public round.sent_to_authors: round, until",
    ],
    "reviews.services.posting.publish_assessment": [POSTED_REVIEW, POSTED_ASSESSMENT],
    "reviews.services.posting.post_round": [POSTED_REVIEW, POSTED_REVIEW, POSTED_ASSESSMENT],
    "reviews.services.posting.post_due_round": [POSTED_REVIEW, POSTED_REVIEW, POSTED_ASSESSMENT],
    "reviews.services.posting.post_due_rounds": [POSTED_REVIEW, POSTED_REVIEW, POSTED_ASSESSMENT],
    "reviews.services.responding.post_response": [
        "public response.posted: hash, personal, response, row",
    ],
    "reviews.services.reminding.remind_everybody": [
        "private review.reminded: reminder, review",
    ],
    "reviews.services.reminding.remind_reviewer": ["private review.reminded: reminder, review"],
    "reviews.services.editor_days.remind_editor": [
        "private editor.reminded: reminder, submission, waits",
    ],
    "reviews.services.reminding.remind_invited": [
        "private invitation.reminded: invitation",
    ],
    "reviews.services.reminding.ask_for_review": ["private review.reminded: reminder, review"],
    "reviews.services.due_days.propose_due_day": [
        "private invitation.day_proposed: invitation",
    ],
    "reviews.services.due_days.set_invited_day": [
        "private invitation.day_set: invitation",
    ],
    "reviews.services.due_days.extend_review": ["private review.day_set: new, old, review"],
    "reviews.services.due_days.set_review_day": ["private review.day_set: new, old, review"],
    "reviews.services.lapsing.lapse_neglected": [
        "public submission.lapsed: agreed, declined, invited, reason, round, submission",
    ],
    "reviews.services.lapsing.warn_of_lapse": ["private submission.lapse_warned: submission"],
    "reviews.services.lapsing.lapse_submission": [
        "private invitation.lapsed: invitation",
        "public submission.lapsed: agreed, declined, invited, reason, round, submission",
    ],
    "reviews.services.lapsing.reopen_submission": [
        "public submission.reopened: round, submission",
    ],
    "reviews.services.round_lapses.lapse_neglected_rounds": [
        "public round.lapsed: agreed, declined, invited, reason, round",
    ],
    "reviews.services.round_lapses.lapse_round": [
        "private invitation.lapsed: invitation",
        "public round.lapsed: agreed, declined, invited, reason, round",
    ],
    "reviews.services.assessing_anew.assess_anew": ["public round.assessed_anew: round"],
    "reviews.services.round_lapses.reopen_round": ["public round.continued: round"],
    "reviews.services.editors.change_editor": [
        "private account.rights_changed: given, taken",
    ],
    "reviews.services.policies.change_policy": [
        "public policy.changed: new, old, policy",
    ],
    "reviews.services.reasons.change_decline_reasons": [
        "public policy.changed: code, new, old, policy",
    ],
    "reviews.services.revising.declare_revision": [
        "public revision.declared: hash, personal, revision, row",
    ],
    "reviews.services.revising.decide_revision": [
        "public revision.decided: decision, row",
    ],
    "reviews.services.revising.decide_revision (editors alone)": [
        "public revision.decided: decision, round, row",
    ],
    "reviews.services.revising.decide_revision (full review)": [
        "public revision.decided: decision, round, row",
        "private invitation.sent: invitation",
    ],
    "reviews.services.later_versions.confirm_assessment": [
        "public assessment.confirmed: assessment, hash, row",
    ],
    "reviews.services.reopened_assessments.reopen_assessment": [
        "public assessment.reopened: assessment, cause, hash, row",
    ],
    "reviews.services.reopened_assessments.reopen_selected_work": [
        "public assessment.reopened: assessment, cause, hash, row",
    ],
    "reviews.services.reopened_assessments.decide_reopening": [
        "public reopening.decided: assessment, decision, hash, row",
    ],
    "reviews.services.reopened_assessments.decide_reopening (full review)": [
        "public reopening.decided: assessment, decision, hash, round, row",
        "private invitation.sent: invitation",
        "private invitation.sent: invitation",
    ],
    "reviews.services.appealing.appeal_decline": ["private appeal.filed: appeal"],
    "reviews.services.appealing.appeal_refusal": ["private appeal.filed: appeal"],
    "reviews.services.appealing.appeal_assessment": ["private appeal.filed: appeal"],
    "reviews.services.appealing.take_appeal": ["private appeal.taken: appeal"],
    "reviews.services.appealing.hand_back_appeal": ["private appeal.handed_back: appeal"],
    "reviews.services.appealing.take_over_appeal": ["private appeal.taken_over: appeal, former"],
    "reviews.services.appealing.uphold_appeal": ["private appeal.upheld: appeal, submission"],
    "reviews.services.appealing.uphold_appeal (of a refusal)": [
        "private appeal.upheld: appeal, review",
    ],
    "reviews.services.appealing.uphold_appeal (of an assessment)": [
        "private appeal.upheld: appeal, round",
        "public assessment.appeal_decided: assessment, hash, outcome, row",
    ],
    "reviews.services.appealing.dismiss_appeal": ["private appeal.dismissed: appeal"],
    "reviews.services.consulting.write_as_reviewer": ["private thread.written: entry, round"],
    "reviews.services.consulting.write_as_editor": ["private thread.written: entry, round"],
    "reviews.services.replying.return_review": [
        "private review.returned: review",
    ],
    "reviews.services.replying.refuse_review": [
        "private review.refused: review",
    ],
    "reviews.services.signing.sign_review": ["public review.signed: hash, personal, review, row"],
    "reviews.services.handing_over.hand_over": [
        "private submission.handed_over: former, place, submission"
    ],
    "reviews.services.declaring.declare_interests": ["private interests.declared: submission"],
    "reviews.services.redacting.redact_review": [
        "public review.redacted: hash, original, personal, review, row, sealed",
    ],
    "reviews.services.redacting.redact_response": [
        "public response.redacted: hash, original, personal, response, row, sealed",
    ],
    "reviews.services.redacting.redact_assessment": [
        "public assessment.redacted: assessment, hash, original, personal, row, sealed",
    ],
    "reviews.services.redacting_replies.redact_revision": [
        "public revision.redacted: hash, original, personal, revision, row, sealed",
    ],
    "reviews.services.redacting_replies.redact_correction": [
        "public corrections.redacted: hash, original, personal, round, row, sealed",
    ],
    "reviews.services.redacting_replies.redact_appeal": [
        "public assessment.appeal_redacted: assessment, hash, original, personal, row, sealed",
    ],
    "reviews.services.redacting_later_words.redact_reopening": [
        "public reopening.reason_redacted: assessment, hash, original, personal, row, sealed",
    ],
    "reviews.services.redacting_declines.redact_decline": [
        "public submission.reasons_redacted: hash, original, personal, row, sealed, submission",
    ],
    "reviews.services.redacting_declines.redact_decline (taken back)": [
        "public submission.reasons_redacted: hash, original, personal, row, sealed, submission",
    ],
    "reviews.services.redacting_later_words.redact_confirmation": [
        "public assessment.confirmation_redacted: "
        "assessment, hash, original, personal, row, sealed",
    ],
    "reviews.services.redacting_issue_interests.redact_issue_interests": [
        "public issue.interests_redacted: hash, issue, original, personal, row, sealed",
    ],
    "reviews.services.withdrawing.withdraw_review": [
        "public review.withdrawn: hash, personal, review, row, withdrawn_as",
    ],
    "reviews.services.withdrawing.withdraw_response": [
        "public response.withdrawn: hash, personal, response, row, withdrawn_as",
    ],
    "reviews.services.withdrawing.ask_for_withdrawal": [
        "private assessment.withdrawal_asked: row",
    ],
    "reviews.services.withdrawing.keep_assessment": [
        "private assessment.kept: row",
    ],
    "reviews.services.withdrawing.withdraw_assessment": [
        "public assessment.withdrawn: assessment, hash, personal, round, row, withdrawn_as",
    ],
    "reviews.services.revising.declare_final": [
        "public version.final",
    ],
}
