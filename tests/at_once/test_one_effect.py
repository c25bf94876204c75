"""Every service that changes something, sent four times at once, has the effect of one call.

To add a service, add its row to the list `ACTS` of its part (`people`, `works`, `sources`,
`issues`, a module of `reviewing`); one that changes nothing by itself stands in `NO_ACTS` with the
reason, as does a module without any act.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.at_once import claims, issues, people, reviewing, sources, works
from tests.at_once.acts import Act
from tests.at_once.effects import count_all, since
from tests.at_once.sending import AT_ONCE, send_at_once

ACTS = [*people.ACTS, *works.ACTS, *sources.ACTS, *reviewing.ACTS, *claims.ACTS, *issues.ACTS]
# Modules that hold services under another name.
OTHERS = {
    "accounts.joining",
    "accounts.second_factor",
    "events.checkpoints",
    "events.forgetting",
    "privacy.erasing",
    "events.sealing",
    "mails.digests",
    "following.news.mails",
    "ingest.services.sources",
    "preprints.comparisons",
    "preprints.duplicates.resolve",
    "preprints.duplicates.candidates",
    "preprints.duplicates.merge",
    "preprints.duplicates.undo",
    "preprints.storing",
}
READS = "it only reads"
STEP = "a step of other services, inside their lock and transaction"
NO_ACTS = {
    "accounts.services.available_name": READS,
    "accounts.services.bearers_of": READS,
    "accounts.services.is_near_somebody_known": READS,
    "accounts.services.check_can_use_pseudonym": READS,
    "accounts.services.check_is_not_the_last": READS,
    "accounts.services.is_editor_now": READS,
    "accounts.services.lock_names": STEP,
    "accounts.services.lock_for_roles": STEP,
    "reviews.services.asked_authors": READS,
    "reviews.services.editors.check_within_limits": READS,
    "reviews.services.policies.record_policy_change": STEP,
    "reviews.services.editors.is_within_limits": READS,
    "accounts.joining.plan_join": READS,
    "accounts.services.set_organisation": "one statement: tests/ingest/test_organisations.py",
    "accounts.services.show_orcid": "one statement: tests/accounts/test_orcid_sign_in.py",
    "reviews.services.left_matches": STEP,
    "mails.services.is_off": READS,
    "reviews.services.appeals_upheld_together.lock_others_against_decline": STEP,
    "reviews.services.appeals_upheld_together.uphold_with": STEP,
    "reviews.services.invitation_mails.close_pending_invitation": STEP,
    "reviews.services.invitation_mails.promise_closed_mail": STEP,
    "reviews.services.signing.shares_pseudonym": READS,
    "curation.services.building.render_text": READS,
    "privacy.erasing.addresses_of": READS,
    "privacy.erasing.carry_out_table": STEP,
    "privacy.erasing.empty_account": STEP,
    "privacy.erasing.end_sessions": STEP,
    "privacy.erasing.erase_addresses": STEP,
    "privacy.erasing.has_duties": READS,
    "privacy.erasing.why_not_erased": READS,
    "privacy.erasing.unanswered_invitations": READS,
    "privacy.erasing.hide_reviews": STEP,
    "privacy.erasing.leave_reviews": STEP,
    "privacy.erasing.is_erased": READS,
    "privacy.erasing.make_stand_in": STEP,
    "privacy.erasing.no_address": READS,
    "mails.digests.last_morning": READS,
    "mails.services.turned_off_by": READS,
    "mails.digests.send_digest": "a handler of the outbox: tests/mails/test_digests.py",
    "following.services.forget_person": STEP,
    "following.news.mails.known_until": READS,
    "following.news.mails.send_news": "a handler of the outbox: tests/following/test_news.py",
    "events.forgetting.forget_public_salts": STEP,
    "events.forgetting.has_plain_hash": READS,
    "events.forgetting.forgotten_without_erasure": READS,
    "events.forgetting.kept_salts": READS,
    "privacy.erasing.erase_interests_as_editor": STEP,
    "privacy.erasing.erase_interests_as_submitter": STEP,
    "reviews.services.reviewing.lock_round_of": STEP,
    "reviews.services.reviewing.lock_round_or_work": STEP,
    "reviews.services.submissions.authors_of_work": READS,
    "reviews.services.withdrawing.involved_with_review": READS,
    "reviews.services.appealing.may_appeal_decline": READS,
    "reviews.services.authorship.editors_of": READS,
    "reviews.services.authorship.is_involved": READS,
    "reviews.services.forum_claims.checks_on": READS,
    "reviews.services.redaction_steps.record_redaction": STEP,
    "reviews.services.redaction_steps.submission_of": READS,
    "reviews.services.submissions.owners_of": READS,
    "reviews.services.authorship.may_confirm_authors": READS,
    "reviews.services.known_reviewers.asked_to_review": READS,
    "reviews.services.known_reviewers.reviewers_of": READS,
    "reviews.services.named_editors.check_can_be_second": READS,
    "reviews.services.named_editors.check_can_handle": READS,
    "reviews.services.named_editors.check_names": STEP,
    "reviews.services.named_editors.log_refused_name": STEP,
    "reviews.services.named_editors.may_handle": READS,
    "reviews.services.named_editors.refused_today": READS,
    "reviews.services.consent.find_request": READS,
    "reviews.services.consulting.editor_draft_key": READS,
    "reviews.services.consulting.is_editor_in_thread": READS,
    "reviews.services.consulting.reviewer_draft_key": READS,
    "reviews.services.handing_over.editors_to_choose": READS,
    "reviews.services.handing_over.depends_on": READS,
    "reviews.services.handing_over.may_take_themselves": READS,
    "reviews.services.handing_over.own_reason": READS,
    "reviews.services.handing_over.places_of": READS,
    "reviews.services.handing_over.works_under_way": READS,
    "reviews.services.redaction_steps.check_may_redact": READS,
    "reviews.services.redaction_steps.may_read": READS,
    "reviews.services.redaction_steps.parts_for": READS,
    "reviews.services.redacting.read_original": "each reading is logged: two are two",
    "reviews.services.withdrawing.involved_in": READS,
    "reviews.services.consent.sayers": READS,
    "reviews.services.consent.token_of_request": READS,
    "reviews.services.consent.months_kept": READS,
    "reviews.services.consent.is_posted": READS,
    "reviews.services.stopped_mails.find_by_stop_link": READS,
    "reviews.services.stopped_mails.stop_token_of": READS,
    "reviews.services.places.change_place": STEP,
    "reviews.services.act_interests.interests_at_act": STEP,
    "reviews.services.act_interests.known_interests": READS,
    "reviews.services.authorship.confirm_claim": STEP,
    "reviews.services.authorship.lock_claimed_work": STEP,
    "reviews.services.forum_claims.claim_of": READS,
    "reviews.services.forum_claims.forum_place": READS,
    "reviews.services.forum_claims.token_of": READS,
    "reviews.services.consent_steps": STEP,
    "reviews.services.ending.may_publish_reasons": READS,
    "reviews.services.ending.may_withdraw": READS,
    "reviews.services.ending.reviews_in": READS,
    "reviews.services.triage.next_step": READS,
    "reviews.services.triage.proposal_seen": READS,
    "reviews.services.triage.waiting_proposal": READS,
    "reviews.services.triage_steps": STEP,
    "reviews.services.wishes_steps": STEP,
    "reviews.services.wishes.may_wish": READS,
    "reviews.services.submissions.former_editors_of": READS,
    "reviews.services.wishes.speaks_for_authors": READS,
    "reviews.services.opposed": STEP,
    "reviews.services.editor_interests": STEP,
    "reviews.services.editor_days.editor_days_due": READS,
    "reviews.services.due_days.latest_day_of": READS,
    "reviews.services.known_authors": STEP,
    "reviews.services.bylines.check_byline_is_free": READS,
    "reviews.services.bylines.check_can_appear": READS,
    "reviews.services.bylines.is_author_under_review": READS,
    "reviews.services.bylines.name_to_sign": READS,
    "reviews.services.bylines.needs_allowing": READS,
    "preprints.services.status_it_stands_for": READS,
    "preprints.duplicates.undo.never_separates": "it registers a check when the code is loaded",
    "reviews.services.accepting.make_public": STEP,
    "reviews.services.accepting.next_number": STEP,
    "reviews.services.releasing.release_if_complete": STEP,
    "reviews.services.reopening": STEP,
    "reviews.services.reviewing.lock_work_and_round": STEP,
    "reviews.services.asked_reviewers": STEP,
    "reviews.services.correcting.is_waited_for": READS,
    "reviews.services.correcting.post_corrections": STEP,
    "reviews.services.responding.post_held_responses": STEP,
    "reviews.services.assessing.lock_assessment": STEP,
    "reviews.services.confirming.lock_linked": STEP,
    "reviews.services.later_versions.may_confirm_assessment": READS,
    "reviews.services.later_versions.assessment_in_force": READS,
    "reviews.services.mailed_links.address_of_earlier_review": READS,
    "reviews.services.ending.close_round": STEP,
    "reviews.services.ending.set_status_without": STEP,
    "reviews.services.invitations.close_invitations_of_round": STEP,
    "reviews.services.invitations.find_replaced": READS,
    "reviews.services.mailed_links.find_kept_review": READS,
    "accounts.services.free_handle": READS,
    "accounts.services.check_can_sign": READS,
    "accounts.services.has_lost_rights": READS,
    "accounts.services.has_two_editors": READS,
    "accounts.services.check_name_is_free": READS,
    "accounts.services.check_pseudonym_is_free": READS,
    "accounts.services.pseudonym_of": READS,
    "curation.services.declaring.keep_interests": STEP,
    "curation.services.declaring.publish_interests": STEP,
    "curation.services.locking.lock_issue": STEP,
    "curation.services.building.next_free_number": READS,
    "events.checkpoints.checkpoint_text": READS,
    "events.checkpoints.public_key_text": READS,
    "events.checkpoints.read_checkpoint": READS,
    "events.checkpoints.sign_log_with": STEP,
    "events.checkpoints.signed_text": READS,
    "events.checkpoints.signing_key": READS,
    "events.checkpoints.signing_key_text": READS,
    "events.checkpoints.wrong_checkpoint": READS,
    "events.checkpoints.why_not_ours": READS,
    "events.sealing.actor_hash": READS,
    "events.sealing.chain_hash": READS,
    "events.sealing.payload_hash": READS,
    "events.sealing.payload_text": READS,
    "events.sealing.private_hash": READS,
    "events.services.record_event": STEP,
    "ingest.services.links.fetch_record": READS,
    "ingest.services.links.find_fetched": READS,
    "ingest.services.links.find_known": READS,
    "ingest.services.sources.pace_key_of": READS,
    "preprints.duplicates.candidates.are_different": READS,
    "preprints.duplicates.candidates.mark_same": STEP,
    "preprints.duplicates.candidates.open_candidate": READS,
    "preprints.services.set_status": STEP,
    "reviews.services.assessing.draft_key": READS,
    "reviews.services.responding.response_draft_key": READS,
    "reviews.services.assessing.return_draft_key": READS,
    "reviews.services.lapsing.wait_of": READS,
    "reviews.services.lapsing.what_was_tried": READS,
    "reviews.services.lapsing.end_round": STEP,
    "reviews.services.lapsing.try_to_lapse": STEP,
    "reviews.services.round_lapses.may_reopen_round": READS,
    "reviews.services.published_changes": STEP,
    "reviews.services.withdrawing.open_round_again": STEP,
    "reviews.services.revising.invite_earlier_reviewers": STEP,
    "reviews.services.revising.open_next_round": STEP,
    "reviews.services.owed_assessments.is_assessment_owed": READS,
    "reviews.services.owed_assessments.works_owed_an_assessment": READS,
    "reviews.services.owed_assessments.is_superseded": READS,
    "reviews.services.owed_assessments.set_status_without_assessment": STEP,
    "reviews.services.assessing_anew.version_to_assess_anew": READS,
    "reviews.services.left_works.may_end_review": READS,
    "reviews.services.left_works.is_left_under_way": READS,
    "reviews.services.left_works.is_under_way": READS,
    "reviews.services.revising.save_decision": STEP,
    "reviews.services.reopening_decisions.answer_by_confirming": STEP,
    "reviews.services.reopening_decisions.answer_without_review": STEP,
    "reviews.services.reopening_decisions.reopenings_answered_by": READS,
    "reviews.services.reopening_decisions.save_decision": STEP,
    "reviews.services.reopened_assessments.may_reopen": READS,
    "reviews.services.reopened_assessments.works_to_look_at": READS,
    "reviews.services.reopened_assessments.look_again_at": STEP,
    "reviews.services.reopened_assessments.reopen_selected_works": "one act each",
    "reviews.services.revising.decision_draft_key": READS,
    "reviews.services.revising.earlier_reviews": READS,
    "reviews.services.revising.last_assessed_round": READS,
    "reviews.services.revising.facts_of_version": READS,
    "reviews.services.revising.lock_accepted": STEP,
    "reviews.services.revising.may_declare_final": READS,
    "reviews.services.revising.may_declare_revision": READS,
    "reviews.services.revising.revision_draft_key": READS,
    "reviews.services.submissions.lock_submission": STEP,
    "drafts.services.find_draft": READS,
    "drafts.services.keep_replaced": STEP,
    "drafts.services.finish_draft": STEP,
    "reviews.services.invitations.find_invitation_by_token": READS,
    "reviews.services.invitations.invite_draft_key": READS,
    "reviews.services.mailed_links.find_link": READS,
    "reviews.services.mailed_links.mail_link": STEP,
    "reviews.services.mailed_links.mailed_just_now": READS,
    "reviews.services.mailed_links.mails_today": READS,
    "reviews.services.mailed_links.reviewer_address": READS,
    "reviews.services.mailed_links.token_of": READS,
    "reviews.services.confirming.lock_review": STEP,
    "reviews.services.invitation_mails.account_of": READS,
    "reviews.services.invitation_mails.has_open_invitation": READS,
    "reviews.services.invitation_mails.lock_invitation": STEP,
    "reviews.services.invitation_mails.mails_today": READS,
    "reviews.services.invitation_mails.new_link": READS,
    "reviews.services.other_addresses.record_invitation_event": STEP,
    "reviews.services.other_addresses.note_other_address": STEP,
    "reviews.services.other_addresses.note_signature": STEP,
    "reviews.services.invitation_mails.request_mail": STEP,
    "reviews.services.invitation_mails.was_withdrawn_lately": READS,
    "reviews.services.reviewing.draft_key": READS,
    "reviews.services.reviewing.has_review": READS,
    "reviews.services.reviewing.involved_people": READS,
    "reviews.services.reviewing.is_submitted_by_account": READS,
    "reviews.services.reviewing.lock_round": STEP,
    "reviews.services.submissions.authors_of": READS,
    "reviews.services.submissions.decline_draft_key": READS,
    "reviews.services.submissions.known_author_ids": READS,
    "reviews.services.submissions.newest_version": READS,
    "reviews.services.submissions.version_key": READS,
    "reviews.services.redacted_declarations.copies_of": READS,
    "reviews.services.redacted_declarations.redact_copies": STEP,
    "reviews.services.redaction_events.event_of": READS,
    "reviews.services.redaction_events.of_issue_interests": READS,
    "search.services.lag": READS,
    "search.services.learn_words": "tests/search/test_documents.py calls it twice",
    "search.services.rebuild": "it writes each text anew, however often",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_outside_is_away")
@pytest.mark.parametrize("act", ACTS, ids=str)
def test_four_at_once_have_the_effect_of_one(act: Act):
    call = act.prepare()
    before = count_all()
    once = send_at_once(call, times=1)
    assert once.raised == []
    effects_of_one, state_after_one = since(before), act.state()
    assert bool(effects_of_one) != act.only_changes_fields

    call = act.prepare()
    before = count_all()
    outcome = send_at_once(call)
    assert since(before) == effects_of_one
    assert act.state() == state_after_one
    refused = [error for error in outcome.raised if not isinstance(error, act.refusals)]
    assert refused == []
    assert outcome.returned, "one of them must have come through"
    assert len(outcome.returned) + len(outcome.raised) == AT_ONCE


def test_every_service_has_its_row():
    known = {act.key for act in ACTS} | NO_ACTS.keys()
    found = {one for one in services() if one.rpartition(".")[0] not in NO_ACTS}
    missing = sorted(found - known)
    assert missing == [], "say in `ACTS` how it is called, or in `NO_ACTS` why not"
    gone = sorted(known - found - set(service_modules()))
    assert gone == []
    assert not {act.key for act in ACTS} & NO_ACTS.keys()


def services() -> Iterator[str]:
    """The public functions of all modules that hold services."""
    for name in service_modules():
        module = importlib.import_module(name)
        for attribute, value in vars(module).items():
            is_own = getattr(value, "__module__", "") == name
            if is_own and not attribute.startswith("_") and inspect.isroutine(value):
                yield f"{name}.{attribute}"


def service_modules() -> Iterator[str]:
    for app in sorted(settings.BASE_DIR.iterdir()):
        if not (app / "__init__.py").exists() or app.name == "tests":
            continue
        for module in pkgutil.walk_packages([str(app)], f"{app.name}."):
            is_service = any(part.startswith("service") for part in module.name.split("."))
            if is_service or module.name in OTHERS:
                yield module.name


def test_the_modules_of_services_are_found():
    found = set(service_modules())
    assert found >= OTHERS | {"accounts.services", "reviews.services.assessing"}
