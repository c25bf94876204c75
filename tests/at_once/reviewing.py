"""Submissions, invitations, reviews, assessments, responses and drafts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount

from accounts.guests import make_guest
from accounts.models import User
from drafts.limits import SENT_FORM_DAYS
from drafts.models import SentForm
from drafts.services import SentDraft, delete_draft, forget_sent_forms, save_draft
from ingest.record_json import record_to_json
from reviews import (
    appeal_errors,
    author_errors,
    correction_errors,
    errors,
    handover_errors,
    redaction_errors,
    round_errors,
    withdrawal_errors,
)
from reviews.interests import Interests
from reviews.limits import CONSENT_DAYS
from reviews.models import (
    Assessment,
    EditorDay,
    Invitation,
    MailedLink,
    Policy,
    Review,
    Round,
    Submission,
    TriageProposal,
)
from reviews.policies import current_policy
from reviews.services import (
    accepting,
    appealing,
    assessing,
    authorship,
    confirming,
    consent,
    consulting,
    correcting,
    draft_answers,
    due_days,
    editor_days,
    editors,
    ending,
    guest_accounts,
    handing_over,
    invitation_mails,
    invitations,
    lapsing,
    later_versions,
    mail_acts,
    mailed_links,
    policies,
    posting,
    redacting,
    releasing,
    reminding,
    replying,
    responding,
    reviewing,
    revising,
    signing,
    submissions,
    triage,
    wishes,
    withdrawing,
)
from reviews.services.consent_steps import mail_request
from reviews.signing_errors import SignedAlready
from reviews.wishes import NamedPerson, Wishes
from tests.at_once.acts import Act, Call
from tests.at_once.sources import lookup
from tests.at_once.works import new_record
from tests.factories.accounts import UserFactory
from tests.factories.mails import make_mail
from tests.factories.preprints import PreprintFactory, SubjectFactory
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    InvitationFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
    term,
)
from tests.factories.times import DUE, NOW
from tests.reviews.revised import declared_revision, revised_work

LATER_DAY = DUE + timedelta(days=5)
AFTER_DUE = NOW + timedelta(days=90)
ASKED = {"is_author": True, "reason": "", "competing_interests": "None."}


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


def change_consent() -> Call:
    submission = SubmissionFactory()
    submission.version.authors.update(user=submission.submitter)
    return lambda: consent.change_consent(
        submission.pk, consent="declined", by=submission.submitter, reason="", now=NOW
    )


def unanswered() -> Call:
    submission = SubmissionFactory(consent="asked")
    mail_request(submission, "ada@example.org", by=submission.submitter, now=NOW)
    return lambda: consent.close_unanswered(now=NOW + timedelta(days=CONSENT_DAYS + 1))


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


def invite() -> Call:
    opened = RoundFactory()
    return lambda: invitations.invite_reviewer(
        opened.pk,
        editor=opened.submission.editor,
        email="noor@example.org",
        name="Noor",
        message="",
        due_on=DUE,
        now=NOW,
    )


def verified_user() -> User:
    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def accept_as_a_guest() -> Call:
    invitation = InvitationFactory()
    return lambda: invitations.accept_invitation(invitation.pk, user=None, name="Noor", now=NOW)


def accept_invitation() -> Call:
    invitation, user = InvitationFactory(), verified_user()
    return lambda: invitations.accept_invitation(invitation.pk, user=user, name="", now=NOW)


def decline_invitation() -> Call:
    invitation = InvitationFactory()
    return lambda: invitations.decline_invitation(
        invitation.pk, user=None, reason="No time.", now=NOW
    )


def revoke() -> Call:
    invitation = InvitationFactory()
    editor = invitation.round.submission.editor
    return lambda: invitations.revoke_invitation(invitation.pk, editor=editor, now=NOW)


def send_again() -> Call:
    invitation = InvitationFactory()
    editor = invitation.round.submission.editor
    return lambda: invitation_mails.send_invitation_again(
        invitation.pk, editor=editor, email=invitation.email, now=NOW
    )


def send_to_corrected_address() -> Call:
    invitation = InvitationFactory()
    editor = invitation.round.submission.editor
    return lambda: invitation_mails.send_invitation_again(
        invitation.pk, editor=editor, email="right@example.org", now=NOW
    )


def guests_review(**fields: Any) -> Review:
    invitation = InvitationFactory(state="accepted")
    return ReviewFactory(
        round=invitation.round,
        invitation=invitation,
        reviewer=make_guest("Noor Example"),
        submitted=True,
        **{"confirmed_at": None, "confirmed_by": "", **fields},
    )


def ask_for_confirmation() -> Call:
    review = guests_review()
    editor = review.round.submission.editor
    return lambda: confirming.ask_for_confirmation(review.pk, editor=editor, now=NOW)


def mailed_link(purpose: MailedLink.Purpose, **fields: Any) -> MailedLink:
    return mailed_links.mail_link(guests_review(**fields), purpose, now=NOW)


def confirm() -> Call:
    link = mailed_link(MailedLink.Purpose.CONFIRM_REVIEW)
    return lambda: confirming.confirm_review(link.pk, now=NOW)


def disown() -> Call:
    link = mailed_link(MailedLink.Purpose.CONFIRM_REVIEW)
    return lambda: confirming.disown_review(link.pk, now=NOW)


def approve_byline() -> Call:
    review = guests_review(byline_kind="signed", byline_name="Noor Example")
    submission = review.round.submission
    Invitation.objects.filter(pk=review.invitation_id).update(
        corrected_by=submission.editor, corrected_at=NOW
    )
    second = submission.second_editor
    return lambda: confirming.approve_byline(review.pk, second_editor=second, now=NOW)


def allow_name() -> Call:
    known = ReviewFactory(published=True, byline_kind="signed", byline_name="Noor Example")
    review = guests_review(byline_kind="signed", byline_name=known.byline_name)
    editor = review.round.submission.second_editor
    return lambda: confirming.allow_name(review.pk, editor=editor, now=NOW)


def offer_account() -> Call:
    review = guests_review()
    return lambda: guest_accounts.offer_account(review.pk, now=NOW)


def keep_account() -> Call:
    link = mailed_link(MailedLink.Purpose.KEEP_ACCOUNT)
    MailedLink.objects.filter(pk=link.pk).update(email=f"kept{link.pk}@example.org")
    return lambda: guest_accounts.keep_account(
        link.pk, name="Noor Example", password="a long enough one", now=NOW
    )


def attach_to_account() -> Call:
    link, user = mailed_link(MailedLink.Purpose.KEEP_ACCOUNT), verified_user()
    MailedLink.objects.filter(pk=link.pk).update(email=user.email)
    return lambda: guest_accounts.attach_to_account(link.pk, user=user, now=NOW)


def volunteer() -> Call:
    opened, reviewer = RoundFactory(), UserFactory()
    return lambda: reviewing.begin_review(
        opened.pk, reviewer=reviewer, due_on=DUE, email_verified=True, now=NOW
    )


def content(**changed: Any) -> reviewing.ReviewContent:
    fields = {
        **dict.fromkeys(("strengths", "weaknesses", "evidence", "recommendations"), ""),
        "summary": "It states four axioms.",
        "significance": term("significance", "important"),
        "strength": term("strength", "solid"),
        "confidence": 4,
        "byline_kind": "anonymous",
        "interests": Interests.none(),
        "ai_use": "",
    }
    return reviewing.ReviewContent(**{**fields, **changed})


def written_review() -> Call:
    review, written = ReviewFactory(), content()
    return lambda: reviewing.submit_review(
        review.pk, reviewer=review.reviewer, content=written, now=NOW
    )


def submitted_review() -> Call:
    review = ReviewFactory(submitted=True)
    editor = review.round.submission.editor
    return lambda: accepting.accept_review(review.pk, editor=editor, now=NOW)


def last_review() -> Call:
    review = ReviewFactory(submitted=True)
    ReviewFactory(round=review.round, accepted=True)
    editor = review.round.submission.editor
    return lambda: accepting.accept_review(review.pk, editor=editor, now=NOW)


def review_after_posting() -> Call:
    review = ReviewFactory(submitted=True, round__state="assessed")
    editor = review.round.submission.editor
    return lambda: accepting.publish_review(review.pk, editor=editor, now=NOW)


def round_to_release() -> Call:
    review = ReviewFactory(accepted=True)
    InvitationFactory(round=review.round)
    editor = review.round.submission.editor
    return lambda: releasing.release_round(
        review.round_id, editor=editor, reason="One is ill.", now=NOW
    )


def round_that_is_complete() -> Round:
    opened = RoundFactory()
    for _ in range(2):
        ReviewFactory(round=opened, accepted=True)
    return opened


def complete_round() -> Call:
    opened = round_that_is_complete()
    return lambda: releasing.release_complete_round(opened.pk, now=NOW)


def complete_rounds() -> Call:
    round_that_is_complete()
    return lambda: releasing.release_complete_rounds(now=NOW)


def round_with_a_review() -> Round:
    opened = RoundFactory(released=True)
    ReviewFactory(round=opened, accepted=True)
    return opened


def proposal(opened: Round, **changed: Any) -> Call:
    fields = {
        "significance": term("significance", "important"),
        "strength": term("strength", "solid"),
        "text": "An important result.",
        "competing_interests": "None.",
        **changed,
    }
    editor = opened.submission.editor
    return lambda: assessing.propose_assessment(opened.pk, editor=editor, now=NOW, **fields)


def propose() -> Call:
    return proposal(round_with_a_review())


def propose_anew() -> Call:
    opened = round_with_a_review()
    AssessmentFactory(round=opened, state="returned", comment="Say why.")
    return proposal(opened)


def proposed() -> Assessment:
    return AssessmentFactory(round=round_with_a_review())


def approve() -> Call:
    assessment = proposed()
    second, seen = assessment.round.submission.second_editor, assessment.fingerprint
    return lambda: assessing.approve_assessment(
        assessment.pk, second_editor=second, seen=seen, now=NOW
    )


def answer_draft() -> Call:
    assessment = AssessmentFactory(round=round_with_a_review(), answer_by=DUE)
    review = assessment.round.reviews.get()
    fields = {"agrees": False, "text": "There is a gap.", "seen": assessment.fingerprint}
    reviewer = review.reviewer
    return lambda: draft_answers.answer_draft(review.pk, reviewer=reviewer, now=NOW, **fields)


def send_back() -> Call:
    assessment = proposed()
    second, seen = assessment.round.submission.second_editor, assessment.fingerprint
    return lambda: assessing.return_assessment(
        assessment.pk, second_editor=second, comment="Say why.", seen=seen, now=NOW
    )


def publish_assessment() -> Call:
    opened = round_with_a_review()
    submission = opened.submission
    assessment = AssessmentFactory(
        round=opened, state="approved", approved_by=submission.second_editor, approved_at=NOW
    )
    return lambda: posting.publish_assessment(assessment.pk, editor=submission.editor, now=NOW)


def assessment_of_an_author() -> Assessment:
    opened = round_with_a_review()
    opened.version.authors.update(user=UserFactory())
    second = opened.submission.second_editor
    return AssessmentFactory(round=opened, state="approved", approved_by=second, approved_at=NOW)


def approved_of_an_author() -> Call:
    approved = assessment_of_an_author()
    editor = approved.round.submission.editor
    return lambda: posting.send_to_authors(approved.pk, editor=editor, now=NOW)


def round_with_authors() -> tuple[Round, User]:
    sent, author = RoundFactory(with_authors=True), UserFactory()
    sent.version.authors.update(user=author)
    for _ in range(2):
        ReviewFactory(round=sent, accepted=True)
    second = sent.submission.second_editor
    AssessmentFactory(round=sent, state="approved", approved_by=second, approved_at=NOW)
    return sent, author


def hold_response() -> Call:
    sent, author = round_with_authors()
    fields = {"text": "We agree.", "competing_interests": "None."}
    return lambda: responding.hold_response(sent.pk, author=author, now=NOW, **fields)


def ask_for_correction() -> Call:
    sent, author = round_with_authors()
    fields = {"review_id": None, "point": None, "wrong": "It is 12.", "right": "It is 13."}
    return lambda: correcting.ask_for_correction(sent.pk, author=author, now=NOW, **fields)


def answer_correction(act: Any) -> Callable[[], Call]:
    def prepare() -> Call:
        sent, author = round_with_authors()
        one = CorrectionFactory(round=sent, author=author)
        return lambda: act(one.pk, editor=sent.submission.editor, note="So it is.", now=NOW)

    return prepare


def round_to_post_now() -> Call:
    sent, author = round_with_authors()
    return lambda: posting.post_round(sent.pk, author=author, now=NOW)


def due_round() -> Call:
    sent, _author = round_with_authors()
    return lambda: posting.post_due_round(sent.pk, now=sent.respond_until)


def due_rounds() -> Call:
    sent, _author = round_with_authors()
    return lambda: posting.post_due_rounds(now=sent.respond_until)


def respond() -> Call:
    answered, author = RoundFactory(state="assessed"), UserFactory()
    ReviewFactory(round=answered, published=True)
    answered.version.authors.update(user=author)
    return lambda: responding.post_response(
        answered.pk, author=author, text="We agree.", competing_interests="None.", now=NOW
    )


def declare_revision() -> Call:
    revised = revised_work()
    return lambda: revising.declare_revision(
        revised.newer.pk, author=revised.author, note="Section two.", answers={1: "Yes."}, now=NOW
    )


def decide_revision(decision: str) -> Callable[[], Call]:
    def prepare() -> Call:
        revision = declared_revision()
        editor = revision.round.submission.editor
        return lambda: revising.decide_revision(
            revision.pk, editor=editor, decision=decision, reason="It is new.", due_on=DUE, now=NOW
        )

    return prepare


def confirm_assessment() -> Call:
    revised = revised_work()
    editor = revised.round.submission.editor
    return lambda: later_versions.confirm_assessment(
        revised.newer.pk, editor=editor, reason="Only typos.", now=NOW
    )


def declare_final() -> Call:
    revised = revised_work()
    return lambda: revising.declare_final(revised.newer.pk, author=revised.author, now=NOW)


def due_reminder() -> Call:
    ReviewFactory()
    return lambda: reminding.remind_everybody(now=AFTER_DUE)


def row_without_day() -> Call:
    ReviewFactory(submitted=True)
    return lambda: editor_days.give_editor_days(now=NOW)


def unread_review() -> Call:
    """A submitted review that waits for the editor, who has not been reminded."""
    review = ReviewFactory(submitted=True)
    editor_days.give_editor_days(now=NOW)
    day = EditorDay.objects.get(kind="reviews", row_id=review.pk)
    return lambda: editor_days.remind_editor(day.pk, policy=current_policy(), now=AFTER_DUE)


def neglected(**fields: Any) -> Round:
    """A round that nobody reviews, of a work that lapses on the day it was warned of."""
    warned_at = NOW + timedelta(days=76)
    opened = RoundFactory()
    Submission.objects.filter(pk=opened.submission_id).update(
        **{"lapse_warned_at": warned_at, "lapses_at": warned_at + timedelta(days=14), **fields}
    )
    return opened


def lapse_all() -> Call:
    neglected()
    return lambda: lapsing.lapse_neglected(now=AFTER_DUE)


def warn() -> Call:
    submission_id = neglected(lapse_warned_at=None, lapses_at=None).submission_id
    return lambda: lapsing.warn_of_lapse(submission_id, policy=current_policy(), now=AFTER_DUE)


def lapse() -> Call:
    opened = neglected()
    InvitationFactory(round=opened)
    return lambda: lapsing.lapse_submission(
        opened.submission_id, policy=current_policy(), now=AFTER_DUE
    )


def reopen() -> Call:
    opened = neglected(state="lapsed", lapsed_at=NOW, lapse_reason="no-reviewer")
    Round.objects.filter(pk=opened.pk).update(state="lapsed", closed_at=NOW)
    editor = UserFactory(editor=True)
    return lambda: lapsing.reopen_submission(opened.submission_id, editor=editor, now=AFTER_DUE)


def late_review() -> Call:
    review = ReviewFactory()
    return lambda: reminding.remind_reviewer(review.pk, policy=current_policy(), now=AFTER_DUE)


def unanswered_invitation() -> Call:
    asked = InvitationFactory(answer_by=DUE)
    return lambda: reminding.remind_invited(asked.pk, policy=current_policy(), now=AFTER_DUE)


def remind_by_hand() -> Call:
    review = ReviewFactory()
    editor = review.round.submission.editor
    return lambda: reminding.ask_for_review(review.pk, editor=editor, now=NOW)


def propose_day() -> Call:
    asked = InvitationFactory()
    return lambda: due_days.propose_due_day(asked.pk, due_on=LATER_DAY, now=NOW)


def set_invited_day() -> Call:
    asked = InvitationFactory()
    return lambda: due_days.set_invited_day(
        asked.pk, editor=asked.invited_by, due_on=LATER_DAY, now=NOW
    )


def extend_review() -> Call:
    review = ReviewFactory()
    return lambda: due_days.extend_review(
        review.pk, reviewer=review.reviewer, due_on=LATER_DAY, now=NOW
    )


def set_review_day() -> Call:
    review = ReviewFactory()
    editor = review.round.submission.editor
    return lambda: due_days.set_review_day(review.pk, editor=editor, due_on=LATER_DAY, now=NOW)


def write_as_reviewer() -> Call:
    review = ReviewFactory(round=RoundFactory(released=True), accepted=True)
    return lambda: consulting.write_as_reviewer(
        review.pk, reviewer=review.reviewer, text="I agree.", now=NOW
    )


def write_as_editor() -> Call:
    of = RoundFactory(released=True)
    editor = of.submission.editor
    return lambda: consulting.write_as_editor(of.pk, editor=editor, text="Thank you.", now=NOW)


def return_review() -> Call:
    review = ReviewFactory(submitted=True)
    editor = review.round.submission.editor
    return lambda: replying.return_review(review.pk, editor=editor, question="Why?", now=NOW)


def refuse_review() -> Call:
    review = ReviewFactory(submitted=True)
    editor = review.round.submission.editor
    return lambda: replying.refuse_review(review.pk, editor=editor, reason="Insults.", now=NOW)


def declined() -> Any:
    return SubmissionFactory(
        state="declined", editor=UserFactory(editor=True), decline_code="other", decline_text="No."
    )


def appeal_decline() -> Call:
    one = declined()
    return lambda: appealing.appeal_decline(one.pk, by=one.submitter, text="Why not?", now=NOW)


def refused() -> Any:
    review = ReviewFactory(submitted=True)
    editor = review.round.submission.editor
    return replying.refuse_review(review.pk, editor=editor, reason="Insults.", now=NOW)


def appeal_refusal() -> Call:
    review = refused()
    return lambda: appealing.appeal_refusal(review.pk, by=review.reviewer, text="No.", now=NOW)


def appeal_assessment() -> Call:
    revised = revised_work()
    pk, by = revised.assessment.pk, revised.author
    return lambda: appealing.appeal_assessment(pk, by=by, text="It errs.", now=NOW)


def filed_appeal() -> Call:
    appeal, editor = appeal_decline()(), UserFactory(editor=True)
    return lambda: appealing.take_appeal(appeal.pk, editor=editor, now=NOW)


def taken_appeal(act: Callable[..., Any], file: Callable[[], Call]) -> Callable[[], Call]:
    def prepare() -> Call:
        appeal, editor = file()(), UserFactory(editor=True)
        appealing.take_appeal(appeal.pk, editor=editor, now=NOW)
        return lambda: act(appeal.pk, editor=editor, reason="It does.", now=NOW)

    return prepare


def published_review() -> Call:
    review = ReviewFactory(published=True)
    by = review.reviewer
    return lambda: withdrawing.withdraw_review(review.pk, by=by, reason="An error.", now=NOW)


def hidden_review() -> Call:
    review = ReviewFactory(published=True)
    return lambda: signing.sign_review(review.pk, reviewer=review.reviewer, now=NOW)


def hand_over() -> Call:
    submission, to = RoundFactory().submission, UserFactory(editor=True)
    by = submission.editor
    return lambda: handing_over.hand_over(submission.pk, place="editor", to=to, by=by, now=NOW)


def redact_review() -> Call:
    review = ReviewFactory(published=True, summary="He errs. Dr X knows.")
    editor = review.round.submission.editor
    named = {"part": "summary", "passage": "Dr X", "reason": "It names somebody."}
    return lambda: redacting.redact_review(review.pk, editor=editor, now=NOW, **named)


def redact_response() -> Call:
    response = ResponseFactory(text="He errs. Dr X knows.")
    editor = response.round.submission.editor
    named = {"passage": "Dr X", "reason": "It names somebody."}
    return lambda: redacting.redact_response(response.pk, editor=editor, now=NOW, **named)


def redact_assessment() -> Call:
    assessment = AssessmentFactory(published=True, text="It is solid. Dr X knows.")
    editor = UserFactory(managing_editor=True)
    named = {"passage": "Dr X", "reason": "It names somebody."}
    return lambda: redacting.redact_assessment(assessment.pk, editor=editor, now=NOW, **named)


def posted_response() -> Call:
    response = ResponseFactory()
    by = response.author
    return lambda: withdrawing.withdraw_response(response.pk, by=by, reason="An error.", now=NOW)


def assessed(*, is_asked: bool = True) -> tuple[Any, Any]:
    """An assessment that the second editor has been asked to withdraw, and its submission."""
    revised = revised_work()
    submission, assessment = revised.round.submission, revised.assessment
    if is_asked:
        withdrawing.ask_for_withdrawal(
            assessment.pk, editor=submission.editor, reason="An error.", now=NOW
        )
    return assessment, submission


def ask_for_withdrawal() -> Call:
    assessment, submission = assessed(is_asked=False)
    return lambda: withdrawing.ask_for_withdrawal(
        assessment.pk, editor=submission.editor, reason="An error.", now=NOW
    )


def keep_assessment() -> Call:
    assessment, submission = assessed()
    second = submission.second_editor
    return lambda: withdrawing.keep_assessment(assessment.pk, second_editor=second, now=NOW)


def withdraw_assessment() -> Call:
    assessment, submission = assessed()
    second = submission.second_editor
    return lambda: withdrawing.withdraw_assessment(assessment.pk, by=second, now=NOW)


def changed_policy() -> Call:
    editor, days = UserFactory(managing_editor=True), Policy.objects.get().review_days + 1
    return lambda: policies.change_policy({"review_days": days}, editor=editor, now=NOW)


def changed_editor() -> Call:
    by, person, subject = UserFactory(managing_editor=True), UserFactory(), SubjectFactory()
    return lambda: editors.change_editor(
        person.pk, roles=["editor"], subjects=[subject], by=by, reason="Asked.", now=NOW
    )


def autosave() -> Call:
    review = ReviewFactory()
    key, sent = reviewing.draft_key(review), SentDraft({"summary": "It states"})
    return lambda: save_draft(review.reviewer, key, sent=sent, now=NOW)


def discard() -> Call:
    review = ReviewFactory()
    key, sent = reviewing.draft_key(review), SentDraft({"summary": "It states"})
    save_draft(review.reviewer, key, sent=sent, now=NOW)
    return lambda: delete_draft(review.reviewer, key)


def old_sent_form() -> Call:
    old = NOW - timedelta(days=SENT_FORM_DAYS + 1)
    SentForm.objects.create(owner=UserFactory(), key="review:1", sequences={}, saved_at=old)
    return lambda: forget_sent_forms(now=NOW)


TRIAGED = (errors.NotAwaitingTriage,)
ANSWERED = (errors.InvitationNotOpen,)
DECIDED = (errors.AlreadyDecided,)
APPEALED = (appeal_errors.AppealedAlready,)
REDACTED = (redaction_errors.PassageNotFound, redaction_errors.TextIsRedactedMeanwhile)
WITHDRAWN = (withdrawal_errors.NotPublished,)
STEPPED = (errors.AssessmentNotOpen,)


def mail_of_own_work(service: Callable[..., Any], state: str) -> Call:
    opened = RoundFactory()
    mail = make_mail("submission_decided", state=state, submission=opened.submission)
    return lambda: service(mail.pk, editor=opened.submission.editor, now=NOW)


ACTS = [
    # First, while nothing of other acts is due.
    Act(reminding.remind_everybody, due_reminder),
    Act(lapsing.lapse_neglected, lapse_all),
    Act(
        mail_acts.stop_mail,
        lambda: mail_of_own_work(mail_acts.stop_mail, "waiting"),
        (errors.MailHasEnded,),
    ),
    Act(
        mail_acts.send_mail_again,
        lambda: mail_of_own_work(mail_acts.send_mail_again, "failed"),
        (errors.MailIsOnItsWay,),
    ),
    Act(submissions.submit_preprint, listed_work, (errors.AlreadySubmitted,)),
    Act(submissions.submit_found_work, confirmed_lookup, (errors.AlreadySubmitted,)),
    Act(submissions.accept_submission, accept, TRIAGED),
    Act(submissions.decline_submission, decline, TRIAGED),
    Act(submissions.classify_preprint, classify),
    Act(triage.propose_decision, propose_decision),
    Act(triage.agree_to_proposal, agree_to_proposal, (author_errors.ProposalIsOver,)),
    Act(triage.decide_otherwise, decide_otherwise, (author_errors.ProposalIsOver,)),
    Act(ending.withdraw_submission, withdraw, (author_errors.NotWithdrawable,)),
    Act(ending.publish_reasons, publish_reasons, (author_errors.ReasonsArePublic,)),
    Act(authorship.claim_by_orcid, claim_by_orcid),
    Act(wishes.save_wishes, save_wishes),
    Act(consent.ask_author, ask_author),
    Act(consent.answer_request, answer_request),
    Act(consent.change_consent, change_consent),
    Act(consent.close_unanswered, unanswered),
    Act(consent.erase_addresses, old_address, only_changes_fields=True),
    Act(authorship.confirm_author, confirm_author),
    Act(authorship.take_back_author, take_back_author, (author_errors.NobodyConfirmed,)),
    Act(invitations.invite_reviewer, invite, (errors.AlreadyInvited,)),
    Act(invitations.accept_invitation, accept_invitation, ANSWERED),
    Act(invitations.accept_invitation, accept_as_a_guest, ANSWERED, name="as a guest"),
    Act(invitations.decline_invitation, decline_invitation, ANSWERED),
    Act(invitations.revoke_invitation, revoke, ANSWERED),
    Act(invitation_mails.send_invitation_again, send_again),
    Act(invitation_mails.send_invitation_again, send_to_corrected_address, name="corrected"),
    Act(confirming.ask_for_confirmation, ask_for_confirmation),
    Act(confirming.confirm_review, confirm),
    Act(confirming.disown_review, disown, (errors.LinkClosed,)),
    Act(confirming.approve_byline, approve_byline, (errors.NothingToApprove,)),
    Act(confirming.allow_name, allow_name, (errors.NothingToAllow,)),
    Act(guest_accounts.offer_account, offer_account),
    Act(guest_accounts.keep_account, keep_account, (errors.ReviewHasAccount,)),
    Act(guest_accounts.attach_to_account, attach_to_account, (errors.ReviewHasAccount,)),
    Act(reviewing.begin_review, volunteer, (errors.AlreadyReviewing,)),
    Act(reviewing.submit_review, written_review, (errors.ReviewAlreadySubmitted,)),
    Act(accepting.accept_review, submitted_review, (errors.ReviewNotSubmitted,)),
    Act(accepting.accept_review, last_review, (errors.ReviewNotSubmitted,), name="the last"),
    Act(accepting.publish_review, review_after_posting, (errors.ReviewNotSubmitted,)),
    Act(releasing.release_round, round_to_release, (errors.RoundClosed,)),
    Act(releasing.release_complete_round, complete_round, (errors.RoundClosed,)),
    Act(releasing.release_complete_rounds, complete_rounds),
    Act(assessing.propose_assessment, propose),
    Act(assessing.propose_assessment, propose_anew, name="after a return"),
    Act(assessing.approve_assessment, approve, STEPPED),
    Act(draft_answers.answer_draft, answer_draft),
    Act(assessing.return_assessment, send_back, STEPPED),
    Act(correcting.ask_for_correction, ask_for_correction),
    Act(
        correcting.accept_correction,
        answer_correction(correcting.accept_correction),
        (correction_errors.CorrectionIsDecided,),
    ),
    Act(
        correcting.refuse_correction,
        answer_correction(correcting.refuse_correction),
        (correction_errors.CorrectionIsDecided,),
    ),
    Act(responding.hold_response, hold_response),
    Act(posting.send_to_authors, approved_of_an_author, (errors.RoundClosed,)),
    Act(posting.publish_assessment, publish_assessment, STEPPED),
    Act(posting.post_round, round_to_post_now, (round_errors.NotWithAuthors,)),
    Act(posting.post_due_round, due_round, (round_errors.NotWithAuthors,)),
    Act(posting.post_due_rounds, due_rounds),
    Act(responding.post_response, respond, (errors.AlreadyResponded,)),
    Act(revising.declare_revision, declare_revision, (errors.AlreadyRevised,)),
    Act(revising.decide_revision, decide_revision("none"), DECIDED),
    Act(revising.decide_revision, decide_revision("editors"), DECIDED, name="editors alone"),
    Act(revising.decide_revision, decide_revision("full"), DECIDED, name="full review"),
    Act(later_versions.confirm_assessment, confirm_assessment, (errors.VersionIsAssessed,)),
    Act(revising.declare_final, declare_final, (errors.AlreadyFinal,)),
    Act(appealing.appeal_decline, appeal_decline, APPEALED),
    Act(appealing.appeal_refusal, appeal_refusal, APPEALED),
    Act(appealing.appeal_assessment, appeal_assessment, APPEALED),
    Act(appealing.take_appeal, filed_appeal, (appeal_errors.AppealIsTaken,)),
    Act(
        appealing.uphold_appeal,
        taken_appeal(appealing.uphold_appeal, appeal_decline),
        (appeal_errors.AppealIsDecided,),
    ),
    Act(
        appealing.uphold_appeal,
        taken_appeal(appealing.uphold_appeal, appeal_refusal),
        (appeal_errors.AppealIsDecided,),
        name="of a refusal",
    ),
    Act(
        appealing.uphold_appeal,
        taken_appeal(appealing.uphold_appeal, appeal_assessment),
        (appeal_errors.AppealIsDecided,),
        name="of an assessment",
    ),
    Act(
        appealing.dismiss_appeal,
        taken_appeal(appealing.dismiss_appeal, appeal_decline),
        (appeal_errors.AppealIsDecided,),
    ),
    Act(consulting.write_as_reviewer, write_as_reviewer),
    Act(consulting.write_as_editor, write_as_editor),
    Act(replying.return_review, return_review, (errors.ReviewNotSubmitted,)),
    Act(replying.refuse_review, refuse_review, (errors.ReviewNotSubmitted,)),
    Act(signing.sign_review, hidden_review, refusals=(SignedAlready,)),
    Act(handing_over.hand_over, hand_over, (handover_errors.NotYoursToHandOver,)),
    Act(redacting.redact_review, redact_review, REDACTED),
    Act(redacting.redact_response, redact_response, REDACTED),
    Act(redacting.redact_assessment, redact_assessment, REDACTED),
    Act(withdrawing.withdraw_review, published_review, WITHDRAWN),
    Act(withdrawing.withdraw_response, posted_response, WITHDRAWN),
    Act(withdrawing.ask_for_withdrawal, ask_for_withdrawal, (withdrawal_errors.AskedAlready,)),
    Act(withdrawing.keep_assessment, keep_assessment, (withdrawal_errors.NobodyAsked,)),
    Act(withdrawing.withdraw_assessment, withdraw_assessment, WITHDRAWN),
    Act(policies.change_policy, changed_policy),
    Act(editors.change_editor, changed_editor),
    Act(lapsing.warn_of_lapse, warn, (errors.NotLapsing,)),
    Act(lapsing.lapse_submission, lapse, (errors.NotLapsing,)),
    Act(lapsing.reopen_submission, reopen, (errors.NotLapsed,)),
    Act(reminding.remind_reviewer, late_review, (errors.NoReminderDue,)),
    Act(editor_days.give_editor_days, row_without_day),
    Act(editor_days.remind_editor, unread_review, (errors.NoReminderDue,)),
    Act(reminding.remind_invited, unanswered_invitation, (errors.NoReminderDue,)),
    Act(reminding.ask_for_review, remind_by_hand, (errors.RemindedToday,)),
    Act(due_days.propose_due_day, propose_day, (errors.SameDay,)),
    Act(due_days.set_invited_day, set_invited_day, (errors.SameDay,)),
    Act(due_days.extend_review, extend_review, (errors.ExtendedBefore,)),
    Act(due_days.set_review_day, set_review_day, (errors.SameDay,)),
    Act(save_draft, autosave),
    Act(forget_sent_forms, old_sent_form),
    Act(delete_draft, discard),
]
