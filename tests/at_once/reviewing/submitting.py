"""Submissions: made, decided on by editors, confirmed and agreed to by authors, ended."""

from datetime import timedelta
from typing import Any

from allauth.socialaccount.models import SocialAccount

from accounts.models import User
from ingest.record_json import record_to_json
from preprints.models import Preprint
from reviews import author_errors, errors
from reviews.interests import Interests
from reviews.left_work_errors import NothingToEnd, ReviewIsPaused, WorkNotLeft
from reviews.models import Policy, Round, Submission, TriageProposal
from reviews.services import (
    authorship,
    consent,
    ending,
    left_works,
    pausing,
    stopped_mails,
    submissions,
    triage,
    wishes,
)
from reviews.services.consent_steps import mail_request
from reviews.wishes import NamedPerson, Wishes
from tests.at_once.acts import Act, Call
from tests.at_once.sources import lookup
from tests.at_once.works import new_record
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, SubjectFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RevisionFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW

ASKED = {"is_author": True, "reason": "", "interests": Interests.none()}


def listed_work() -> Call:
    work, submitter = PreprintFactory(), UserFactory()
    UserFactory(managing_editor=True)
    return lambda: submissions.submit_preprint(work.pk, submitter=submitter, now=NOW, **ASKED)


def confirmed_lookup() -> Call:
    found = lookup(state="found", record=record_to_json(new_record()))
    return lambda: submissions.submit_found_work(
        found.pk, submitter=found.asked_by, now=NOW, **ASKED
    )


def waiting_submission() -> tuple[Any, User, User]:
    return SubmissionFactory(), UserFactory(editor=True), UserFactory(editor=True)


def accept() -> Call:
    let_one_editor_triage()
    submission, editor, second = waiting_submission()
    author = submission.version.authors.get()
    return lambda: submissions.accept_submission(
        submission.pk, editor=editor, second_editor=second, claimed_author_id=author.pk, now=NOW
    )


def let_one_editor_triage() -> None:
    Policy.objects.update(one_editor_triages=True)


def propose_decision() -> Call:
    submission, editor, _second = waiting_submission()
    proposed = triage.Decision(is_accepted=False, code="not-ready", text="Add the proof.")
    return lambda: triage.propose_decision(submission.pk, editor=editor, decision=proposed, now=NOW)


def triage_proposal(**fields: Any) -> tuple[TriageProposal, User]:
    submission, editor, second = waiting_submission()
    proposal = TriageProposal.objects.create(
        submission=submission, proposed_by=editor, proposed_at=NOW, **fields
    )
    return proposal, second


def agree_to_proposal() -> Call:
    proposal, second = triage_proposal(decision="accept")
    return lambda: triage.agree_to_proposal(proposal.pk, editor=second, now=NOW)


def decide_otherwise() -> Call:
    proposal, second = triage_proposal(decision="accept")
    decision = triage.Decision(is_accepted=False, code="not-ready", text="Add the proof.")
    return lambda: triage.decide_otherwise(proposal.pk, editor=second, decision=decision, now=NOW)


def confirm_author() -> Call:
    submission, editor, _second = waiting_submission()
    author, person = submission.version.authors.get(), UserFactory()
    return lambda: authorship.confirm_author(
        submission.pk, author_id=author.pk, person=person, editor=editor, now=NOW
    )


def take_back_author() -> Call:
    submission, editor, _second = waiting_submission()
    submission.version.authors.update(user=submission.submitter)
    author = submission.version.authors.get()
    return lambda: authorship.take_back_author(
        submission.pk, author_id=author.pk, editor=editor, reason="Another Ada.", now=NOW
    )


def withdraw() -> Call:
    opened = RoundFactory()
    InvitationFactory(round=opened)
    ReviewFactory(round=opened, submitted=True)
    submission = opened.submission
    return lambda: ending.withdraw_submission(submission.pk, by=submission.submitter, now=NOW)


def end_review() -> Call:
    opened = RoundFactory(submission__preprint__status="withdrawn")
    InvitationFactory(round=opened)
    ReviewFactory(round=opened, submitted=True)
    submission = opened.submission
    return lambda: left_works.end_review_of_left_work(
        submission.pk, editor=submission.editor, now=NOW
    )


def left_work() -> Call:
    opened = RoundFactory()
    Preprint.objects.filter(pk=opened.submission.preprint_id).update(
        status="withdrawn", status_before_withdrawal="under-review", status_at=NOW
    )
    return lambda: pausing.pause_submission(opened.submission_id, now=NOW)


def paused_round() -> Round:
    opened = RoundFactory(
        state="with-authors", sent_at=NOW, respond_until=NOW, submission__paused_at=NOW
    )
    InvitationFactory(round=opened)
    ReviewFactory(round=opened)
    AssessmentFactory(round=opened, answer_by=NOW.date())
    RevisionFactory(round=opened, decision_due_at=NOW)
    return opened


def returned_work() -> Call:
    opened = paused_round()
    return lambda: pausing.resume_submission(opened.submission_id, now=NOW + timedelta(days=1))


def returned_works() -> Call:
    paused_round()
    return lambda: pausing.follow_sources(now=NOW + timedelta(days=1))


def publish_reasons() -> Call:
    declined = SubmissionFactory(
        state="declined", decline_code="other", decline_text="Too short.", decided_at=NOW
    )
    declined.version.authors.update(user=declined.submitter)
    return lambda: ending.publish_reasons(declined.pk, author=declined.submitter, now=NOW)


def claim_by_orcid() -> Call:
    submission = SubmissionFactory(consent="claimed")
    person, orcid = submission.submitter, f"0000-0000-0000-{submission.pk:04}"
    SocialAccount.objects.create(user=person, provider="orcid", uid=orcid)
    submission.version.authors.update(orcid=orcid)
    return lambda: authorship.claim_by_orcid(person, now=NOW)


def save_wishes() -> Call:
    submission = SubmissionFactory(is_author=True)
    named = NamedPerson(name="Ada Example", reason="Knows this method.")
    return lambda: wishes.save_wishes(
        submission.pk, by=submission.submitter, wishes=Wishes(suggested=(named,)), now=NOW
    )


def ask_author() -> Call:
    submission, _editor, _second = waiting_submission()
    Submission.objects.filter(pk=submission.pk).update(consent="not-asked")
    return lambda: consent.ask_author(
        submission.pk, email="ada@example.org", by=submission.submitter, now=NOW
    )


def answer_request() -> Call:
    submission = SubmissionFactory(consent="asked")
    asked = mail_request(submission, "ada@example.org", by=submission.submitter, now=NOW)
    return lambda: consent.answer_request(asked.pk, answer="declined", now=NOW)


def stop_mails() -> Call:
    submission = SubmissionFactory(consent="asked")
    asked = mail_request(submission, "author@example.org", by=submission.submitter, now=NOW)
    return lambda: stopped_mails.stop_mails(asked.pk, now=NOW)


def send_mails_again() -> Call:
    submission = SubmissionFactory(consent="asked")
    asked = mail_request(submission, "author@example.org", by=submission.submitter, now=NOW)
    stopped_mails.stop_mails(asked.pk, now=NOW)
    return lambda: stopped_mails.send_mails_again(asked.pk)


def change_consent() -> Call:
    submission = SubmissionFactory()
    submission.version.authors.update(user=submission.submitter)
    return lambda: consent.change_consent(
        submission.pk, consent="declined", by=submission.submitter, reason="", now=NOW
    )


def unanswered() -> Call:
    submission = SubmissionFactory(consent="asked")
    mail_request(submission, "ada@example.org", by=submission.submitter, now=NOW)
    return lambda: consent.close_unanswered(now=NOW + timedelta(days=Policy().consent_days + 1))


def old_address() -> Call:
    submission = SubmissionFactory(consent="asked")
    mail_request(submission, "ada@example.org", by=submission.submitter, now=NOW)
    return lambda: consent.erase_addresses(now=NOW + timedelta(days=400))


def decline() -> Call:
    let_one_editor_triage()
    submission, editor, _second = waiting_submission()
    return lambda: submissions.decline_submission(
        submission.pk, editor=editor, code="not-ready", text="Add the proof.", now=NOW
    )


def classify() -> Call:
    work, subject, editor = PreprintFactory(), SubjectFactory(), UserFactory(editor=True)
    return lambda: submissions.classify_preprint(
        work.pk, editor=editor, kind="survey", subjects=[subject]
    )


TRIAGED = (errors.NotAwaitingTriage,)
ACTS = [
    Act(submissions.submit_preprint, listed_work, (errors.AlreadySubmitted,)),
    Act(submissions.submit_found_work, confirmed_lookup, (errors.AlreadySubmitted,)),
    Act(submissions.accept_submission, accept, TRIAGED),
    Act(submissions.decline_submission, decline, TRIAGED),
    Act(submissions.classify_preprint, classify),
    Act(triage.propose_decision, propose_decision),
    Act(triage.agree_to_proposal, agree_to_proposal, (author_errors.ProposalIsOver,)),
    Act(triage.decide_otherwise, decide_otherwise, (author_errors.ProposalIsOver,)),
    Act(ending.withdraw_submission, withdraw, (author_errors.NotWithdrawable,)),
    Act(left_works.end_review_of_left_work, end_review, (NothingToEnd,)),
    Act(pausing.pause_submission, left_work, (ReviewIsPaused,)),
    Act(pausing.resume_submission, returned_work, (WorkNotLeft,)),
    Act(pausing.follow_sources, returned_works),
    Act(ending.publish_reasons, publish_reasons, (author_errors.ReasonsArePublic,)),
    Act(authorship.claim_by_orcid, claim_by_orcid),
    Act(wishes.save_wishes, save_wishes),
    Act(consent.ask_author, ask_author),
    Act(consent.answer_request, answer_request),
    Act(consent.change_consent, change_consent),
    Act(consent.close_unanswered, unanswered),
    Act(consent.erase_addresses, old_address, only_changes_fields=True),
    Act(stopped_mails.stop_mails, stop_mails, only_changes_fields=True),
    Act(stopped_mails.send_mails_again, send_mails_again, only_changes_fields=True),
    Act(authorship.confirm_author, confirm_author),
    Act(authorship.take_back_author, take_back_author, (author_errors.NobodyConfirmed,)),
]
