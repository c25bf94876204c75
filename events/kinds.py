"""Every kind of event in the log: who may read it, and which act records it.

A public event is read by everybody, its `data` too: in the API, and where `reading/timeline_words`
has a sentence for it, in the history of a work. A private one is for the administrators alone. Both
are sealed. The log stands below the apps whose acts these are, so it names those as text; tests
hold this table, the code and docs/reference/event-log.md against each other.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventKind:
    """recorded_by: the function of the act, as `app.module.function`."""

    name: str
    is_public: bool
    recorded_by: str


def _public(name: str, recorded_by: str) -> EventKind:
    return EventKind(name, is_public=True, recorded_by=recorded_by)


def _private(name: str, recorded_by: str) -> EventKind:
    return EventKind(name, is_public=False, recorded_by=recorded_by)


REDACTED = "reviews.services.redaction_events.event_of"
_ALL = (
    # Works, as their sources have them
    _public("preprint.listed", "preprints.storing.store_records"),
    _public("version.seen", "preprints.storing.store_records"),
    _public("version.edited", "preprints.storing.store_records"),
    _public("preprint.withdrawn", "preprints.withdrawals.move_status"),
    _public("preprint.returned", "preprints.withdrawals.move_status"),
    _public("preprint.retracted", "preprints.withdrawals.retract"),
    _public("preprint.merged", "preprints.duplicates.merge.merge_preprints"),
    _public("preprint.separated", "preprints.duplicates.undo.undo_merge"),
    _public("location.gone", "ingest.harvests.gone.mark_gone"),
    _public("location.back", "ingest.harvests.gone.mark_back"),
    # Sources, and records that were refused
    _private("source.added", "ingest.services.sources.add_feed"),
    _private("source.removed", "ingest.services.sources.remove_feed"),
    _private("source.sets_chosen", "ingest.services.sources.choose_sets"),
    _private("source.paused", "ingest.services.sources.pause"),
    _private("source.started", "ingest.services.sources.run_now"),
    _private("source.waved_through", "ingest.services.sources.allow_once"),
    _private("source.asked_again", "ingest.services.sources.ask_again"),
    _private("source.changes_allowed", "ingest.services.checks.allow_changes"),
    _private("preprint.check_requested", "ingest.services.checks.check_now"),
    _private("reject.taken", "ingest.services.sources.retry"),
    _private("reject.dismissed", "ingest.services.sources.dismiss"),
    # Submissions
    _public("submission.received", "reviews.services.submissions.submit_preprint"),
    _public("submission.accepted", "reviews.services.triage_steps.accept_locked"),
    _private("editor.reminded", "reviews.services.editor_days.remind_editor"),
    _public("submission.paused", "reviews.services.pausing.pause_submission"),
    _public("submission.resumed", "reviews.services.pausing.resume_submission"),
    _private("submission.lapse_warned", "reviews.services.lapsing.warn_of_lapse"),
    _public("submission.lapsed", "reviews.services.lapsing.lapse_submission"),
    _public("submission.reopened", "reviews.services.lapsing.reopen_submission"),
    _public("submission.declined", "reviews.services.triage_steps.decline_locked"),
    _private("triage.proposed", "reviews.services.triage.propose_decision"),
    _private("triage.name_refused", "reviews.services.named_editors.log_refused_name"),
    _private("triage.agreed", "reviews.services.triage_steps.end_proposal"),
    _private("triage.overruled", "reviews.services.triage_steps.end_proposal"),
    _private("triage.closed", "reviews.services.triage_steps.end_proposal"),
    _private("author.confirmed", "reviews.services.known_authors.record_authorship"),
    _private("author.match_left", "reviews.services.left_matches.leave_to_editors"),
    _private("author.taken_back", "reviews.services.known_authors.end_authorship"),
    _public("submission.withdrawn", "reviews.services.ending.withdraw_submission"),
    _public("submission.ended", "reviews.services.left_works.end_review_of_left_work"),
    _public("round.ended", "reviews.services.left_works.end_review_of_left_work"),
    _public("submission.reasons_published", "reviews.services.ending.publish_reasons"),
    _private("wishes.saved", "reviews.services.wishes_steps.keep_wishes"),
    _private("consent.asked", "reviews.services.consent_steps.mail_request"),
    _private("consent.answered", "reviews.services.consent.answer_request"),
    _public("submission.consent_changed", "reviews.services.consent_steps.set_consent"),
    _private("submission.handed_over", "reviews.services.handing_over.hand_over"),
    _private("submission.hand_over_refused", "reviews.services.handing_over.hand_over"),
    _private("interests.declared", "reviews.services.declaring.declare_interests"),
    _private("submission.editors_missing_mailed", "reviews.editor_mails.record_missing_editors"),
    # Invitations
    _private("invitation.sent", "reviews.services.invitations.invite_reviewer"),
    _private("invitation.accepted", "reviews.services.invitations.accept_invitation"),
    _private("invitation.declined", "reviews.services.invitations.decline_invitation"),
    _private("invitation.revoked", "reviews.services.invitations.revoke_invitation"),
    _private("invitation.closed", "reviews.services.invitations.close_invitations_of_round"),
    _private("invitation.sent_again", "reviews.services.invitation_mails.send_invitation_again"),
    _private("invitation.reminded", "reviews.services.reminding.remind_invited"),
    _private("invitation.day_proposed", "reviews.services.due_days.propose_due_day"),
    _private("invitation.day_set", "reviews.services.due_days.set_invited_day"),
    _private("invitation.lapsed", "reviews.services.lapsing.lapse_submission"),
    _private("invitation.left", "privacy.erasing.erase_account"),
    _private("invitation.reopened", "reviews.services.invitation_mails.send_invitation_again"),
    _private("invitation.address_corrected", "reviews.services.other_addresses.note_other_address"),
    _private("invitation.name_to_check", "reviews.services.other_addresses.note_signature"),
    # Rounds
    _public("round.released", "reviews.services.releasing.release_round"),
    _public("round.reopened", "reviews.services.reopening.reopen_without_review"),
    _public("round.lapsed", "reviews.services.round_lapses.lapse_round"),
    _public("round.assessed_anew", "reviews.services.assessing_anew.assess_anew"),
    _public("round.continued", "reviews.services.round_lapses.reopen_round"),
    _public("round.sent_to_authors", "reviews.services.posting.send_to_authors"),
    # Reviews
    _private("review.begun", "reviews.services.reviewing.begin_review"),
    _private("review.reminded", "reviews.services.reminding.remind_reviewer"),
    _private("review.day_set", "reviews.services.due_days.extend_review"),
    _private("review.left", "privacy.erasing.erase_account"),
    _private("review.submitted", "reviews.services.reviewing.submit_review"),
    _private("review.accepted", "reviews.services.accepting.accept_review"),
    _public("review.published", "reviews.services.accepting.publish_review"),
    _private("review.confirmation_asked", "reviews.services.confirming.ask_for_confirmation"),
    _private("review.confirmed", "reviews.services.confirming.confirm_review"),
    _private("review.disowned", "reviews.services.confirming.disown_review"),
    _private("review.byline_approved", "reviews.services.confirming.approve_byline"),
    _private("review.name_allowed", "reviews.services.confirming.allow_name"),
    _private("review.kept", "reviews.services.guest_accounts.keep_account"),
    # The private thread of a round
    _private("thread.written", "reviews.services.consulting.write_as_reviewer"),
    # Assessments and responses
    _private("assessment.proposed", "reviews.services.assessing.propose_assessment"),
    _private("assessment.answered", "reviews.services.draft_answers.answer_draft"),
    _private("assessment.approved", "reviews.services.assessing.approve_assessment"),
    _private("assessment.returned", "reviews.services.assessing.return_assessment"),
    _public("assessment.published", "reviews.services.posting.publish_assessment"),
    _private("correction.asked", "reviews.services.correcting.ask_for_correction"),
    _private("correction.accepted", "reviews.services.correcting.accept_correction"),
    _private("correction.refused", "reviews.services.correcting.refuse_correction"),
    _public("corrections.posted", "reviews.services.correcting.post_corrections"),
    _private("response.held", "reviews.services.responding.hold_response"),
    _public("response.posted", "reviews.services.responding.post_response"),
    _private("review.returned", "reviews.services.replying.return_review"),
    _private("review.refused", "reviews.services.replying.refuse_review"),
    # What was published is withdrawn
    _public("review.signed", "reviews.services.signing.sign_review"),
    _public("review.redacted", REDACTED),
    _public("response.redacted", REDACTED),
    _public("assessment.redacted", REDACTED),
    _public("review.tombstone_redacted", REDACTED),
    _public("response.tombstone_redacted", REDACTED),
    _public("assessment.tombstone_redacted", REDACTED),
    _public("revision.redacted", "reviews.services.redacting_replies.redact_revision"),
    _public("corrections.redacted", "reviews.services.redacting_replies.redact_correction"),
    _public("assessment.appeal_redacted", REDACTED),
    _public("assessment.confirmation_redacted", REDACTED),
    _public("submission.reasons_redacted", REDACTED),
    _public("reopening.reason_redacted", REDACTED),
    _public("reopening.decision_redacted", REDACTED),
    _private("redaction.original_read", "reviews.services.redacting.read_original"),
    _private("redaction.original_given", "privacy.exporting.export_file"),
    _public("review.withdrawn", "reviews.services.withdrawing.withdraw_review"),
    _public("response.withdrawn", "reviews.services.withdrawing.withdraw_response"),
    _private("assessment.withdrawal_asked", "reviews.services.withdrawing.ask_for_withdrawal"),
    _private("assessment.kept", "reviews.services.withdrawing.keep_assessment"),
    _public("assessment.withdrawn", "reviews.services.withdrawing.withdraw_assessment"),
    # Appeals
    _private("appeal.filed", "reviews.services.appealing.appeal_decline"),
    _private("appeal.taken", "reviews.services.appealing.take_appeal"),
    _private("appeal.handed_back", "reviews.services.appealing.hand_back_appeal"),
    _private("appeal.taken_over", "reviews.services.appealing.take_over_appeal"),
    _private("appeal.upheld", "reviews.services.appealing.uphold_appeal"),
    _private("appeal.dismissed", "reviews.services.appealing.dismiss_appeal"),
    _public("assessment.appeal_decided", "reviews.services.appealing.uphold_appeal"),
    _public("submission.appeal_decided", "reviews.services.appealing.uphold_appeal"),
    # Revisions
    _public("revision.declared", "reviews.services.revising.declare_revision"),
    _public("revision.decided", "reviews.services.revising.decide_revision"),
    _public("assessment.confirmed", "reviews.services.later_versions.confirm_assessment"),
    _public("assessment.reopened", "reviews.services.reopened_assessments.reopen_assessment"),
    _public("reopening.decided", "reviews.services.reopening_decisions.save_decision"),
    _public("version.final", "reviews.services.revising.declare_final"),
    # Mails
    _private("mail.stopped", "reviews.services.mail_acts.stop_mail"),
    _private("mail.sent_again", "reviews.services.mail_acts.send_mail_again"),
    # Issues
    _private("candidates.assembled", "curation.services.assembling.assemble_candidates"),
    _private("issue.begun", "curation.services.building.create_issue"),
    _private("entry.added", "curation.services.building.add_entry"),
    _private("entry.removed", "curation.services.building.remove_entry"),
    _public("issue.published", "curation.services.publishing.publish_issue"),
    _private("issue.interests_declared", "curation.services.declaring.declare_interests"),
    _public("issue.interests_published", "curation.services.declaring.publish_interests"),
    _public(
        "issue.interests_redacted",
        "reviews.services.redaction_events.of_issue_interests",
    ),
    # The journal's policy
    _public("policy.changed", "reviews.services.policies.record_policy_change"),
    # People
    _private("account.rights_changed", "accounts.services.change_rights"),
    _private("account.erased", "privacy.erasing.erase_account"),
    _private("account.joined", "accounts.joining.join_accounts"),
    _private("account.second_factor_removed", "accounts.second_factor.remove_second_factor"),
)
EVENT_KINDS = {kind.name: kind for kind in _ALL}

# Kinds of events that say how something stands that was published before: its newest one counts.
CHANGED = {
    "review.published": ("review.signed", "review.redacted"),
    "assessment.published": ("assessment.redacted",),
    "response.posted": ("response.redacted",),
    "review.withdrawn": ("review.tombstone_redacted",),
    "assessment.withdrawn": ("assessment.tombstone_redacted",),
    "response.withdrawn": ("response.tombstone_redacted",),
    "revision.declared": ("revision.redacted",),
    "corrections.posted": ("corrections.redacted",),
    "assessment.appeal_decided": ("assessment.appeal_redacted",),
    "assessment.confirmed": ("assessment.confirmation_redacted",),
    "assessment.reopened": ("reopening.reason_redacted",),
    "reopening.decided": ("reopening.decision_redacted",),
    "issue.interests_published": ("issue.interests_redacted",),
    "submission.reasons_published": ("submission.reasons_redacted",),
}


def kinds_with(redacted: str) -> tuple[str, ...]:
    """All kinds of events that say how a text stands of which a passage can be redacted."""
    return next((first, *later) for first, later in CHANGED.items() if redacted in later)
