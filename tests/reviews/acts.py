"""Every act of the review process, as one carries it out on a work (`tests/reviews/process.py`)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from accounts.models import User
from drafts.errors import NotYourForm
from ingest.sources.forummagnum.writers import PostWriter
from preprints.models import Preprint
from reviews.errors import ReviewError
from reviews.interests import Interests
from reviews.limits import CONSENT_DAYS
from reviews.models import (
    Assessment,
    EditorDay,
    ForumClaim,
    MailedLink,
    Review,
    Revision,
    Submission,
)
from reviews.policies import current_policy
from reviews.redaction_rules import MARK
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
    ending,
    forum_claims,
    guest_accounts,
    handing_over,
    invitation_mails,
    invitations,
    lapsing,
    later_versions,
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
from reviews.tokens import new_nonce
from reviews.wishes import Wishes
from tests.factories.reviews import term
from tests.factories.times import DUE
from tests.reviews.process import Process

CONSENT_WAIT = timedelta(days=CONSENT_DAYS + 1)
Act = Callable[[Process, Any, User | None, int], Any]
# By the function of `reviews.services`: the kind of thing it is called on, and how.
ACTS: dict[str, tuple[str, Act]] = {}


def act(on: str) -> Callable[[Act], Act]:
    def register(function: Act) -> Act:
        ACTS[function.__name__] = on, function
        return function

    return register


@act("work")
def submit_preprint(process: Process, _work: Any, actor: User | None, draw: int) -> None:
    is_author = actor == process.author
    submissions.submit_preprint(
        process.work.pk,
        submitter=actor,
        is_author=is_author,
        author_addresses=[] if is_author else ["ada@example.org"],
        reason=process.text(),
        competing_interests="None.",
        now=process.now,
    )


@act("submission")
def accept_submission(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    second = next(editor for editor in process.editors if editor != actor)
    is_author = submission.submitter == process.author
    author = process.work.current_version.authors.get() if is_author else None
    submissions.accept_submission(
        submission.pk,
        editor=actor,
        second_editor=second,
        claimed_author_id=author.pk if author else None,
        now=process.now,
    )


@act("submission")
def decline_submission(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    submissions.decline_submission(
        submission.pk, editor=actor, code="not-ready", text=process.text(), now=process.now
    )


def decision(process: Process, submission: Any, draw: int) -> triage.Decision:
    """Mostly to accept, for most of the process comes afterwards."""
    if draw % 4 == 0:
        return triage.Decision(is_accepted=False, code="not-ready", text=process.text())
    is_author = submission.submitter == process.author
    author = process.work.current_version.authors.get() if is_author else None
    return triage.Decision(is_accepted=True, claimed_author_id=author.pk if author else None)


@act("submission")
def propose_decision(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    if triage.waiting_proposal(submission):
        raise NothingNew
    proposed = decision(process, submission, draw)
    triage.propose_decision(submission.pk, editor=actor, decision=proposed, now=process.now)


@act("proposal")
def agree_to_proposal(process: Process, proposal: Any, actor: User | None, draw: int) -> None:
    triage.agree_to_proposal(proposal.pk, editor=actor, now=process.now)


@act("proposal")
def decide_otherwise(process: Process, proposal: Any, actor: User | None, draw: int) -> None:
    decided = decision(process, proposal.submission, draw)
    triage.decide_otherwise(proposal.pk, editor=actor, decision=decided, now=process.now)


@act("submission")
def confirm_author(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    author = submission.version.authors.get()
    if author.user_id == process.author.pk:
        raise NothingNew
    authorship.confirm_author(
        submission.pk, author_id=author.pk, person=process.author, editor=actor, now=process.now
    )


@act("submission")
def take_back_author(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    authorship.take_back_author(
        submission.pk,
        author_id=submission.version.authors.get().pk,
        editor=actor,
        reason=process.text(),
        now=process.now,
    )


@act("submission")
def claim_by_orcid(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    if not authorship.claim_by_orcid(process.author, now=process.now):
        raise NothingNew


@act("submission")
def claim_by_forum(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    place = process.work.locations.get()
    asked = {"nonce": new_nonce(), "asked_at": process.now}
    asked["expires_at"] = process.now + timedelta(days=1)
    claim, _ = ForumClaim.objects.update_or_create(
        user=process.author, location=place, defaults=asked
    )
    writers = [PostWriter("Ada Example", place.url, forum_claims.token_of(claim))]
    if not forum_claims.claim_by_forum(claim.pk, writers=writers, now=process.now):
        raise NothingNew


@act("submission")
def withdraw_submission(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    ending.withdraw_submission(submission.pk, by=actor, now=process.now)


@act("submission")
def publish_reasons(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    ending.publish_reasons(submission.pk, author=actor, now=process.now)


@act("submission")
def save_wishes(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    wishes.save_wishes(
        submission.pk, by=actor, wishes=Wishes(aspects=process.text()), now=process.now
    )


@act("submission")
def ask_author(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    process.number += 1
    consent.ask_author(
        submission.pk, email=f"author{process.number}@example.org", by=actor, now=process.now
    )


@act("submission")
def answer_request(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    request = submission.consent_requests.first()
    if request is None:
        raise NoLink
    answer = ("agreed", "declined", "not-author")[draw % 3]
    if answer == request.answer:
        raise NothingNew
    consent.answer_request(request.pk, answer=answer, now=process.now)


@act("submission")
def change_consent(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    said = ("agreed", "declined")[draw % 2]
    if said == submission.consent:
        raise NothingNew
    consent.change_consent(
        submission.pk, consent=said, by=actor, reason=process.text(), now=process.now
    )


@act("submission")
def close_unanswered(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    """Of this work alone: the schedule does it for all that wait."""
    others = Submission.objects.exclude(pk=submission.pk).filter(consent=Submission.Consent.ASKED)
    others.update(consent=Submission.Consent.NOT_ASKED)
    process.now += CONSENT_WAIT
    if not consent.close_unanswered(now=process.now):
        raise NothingNew


@act("submission")
def remind_editor(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    """Of what has waited longest for an editor."""
    editor_days.give_editor_days(now=process.now)
    day = EditorDay.objects.filter(submission=submission).order_by("due_on", "pk").first()
    if day is None:
        raise NothingNew
    not_before(process, day.due_on)
    editor_days.remind_editor(day.pk, policy=current_policy(), now=process.now)


@act("submission")
def warn_of_lapse(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    """After as much silence as it takes, where nobody waits for anything else."""
    process.now += timedelta(days=400 if draw % 3 == 0 else 20)
    lapsing.warn_of_lapse(submission.pk, policy=current_policy(), now=process.now)


@act("submission")
def lapse_submission(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    if submission.lapses_at is None:
        raise NothingNew
    process.now = max(process.now, submission.lapses_at)
    lapsing.lapse_submission(submission.pk, policy=current_policy(), now=process.now)


@act("submission")
def reopen_submission(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    lapsing.reopen_submission(submission.pk, editor=actor, now=process.now)


@act("round")
def invite_reviewer(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    # Two with an account, one of them named like an author; two without one, of one name.
    address, name = (
        (process.addresses[0], "Noor Reader"),
        (process.addresses[1], "Ada Example"),
        ("guest@example.org", "Grace Guest"),
        ("guest@example.net", "Grace Guest"),
    )[draw % 4]
    invitations.invite_reviewer(
        opened.pk,
        editor=actor,
        email=address,
        name=name,
        message=process.text(),
        due_on=DUE,
        now=process.now,
    )


@act("invitation")
def send_invitation_again(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    is_corrected = draw % 3 == 0
    invitation_mails.send_invitation_again(
        invitation.pk,
        editor=actor,
        email=f"new{process.number}@example.org" if is_corrected else invitation.email,
        now=process.now,
    )


def not_before(process: Process, day: date) -> None:
    """The clock goes on to the day, where it is not later already."""
    process.now = max(process.now, datetime.combine(day, time(12), tzinfo=UTC))


@act("invitation")
def remind_invited(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    not_before(process, invitation.answer_by)
    reminding.remind_invited(invitation.pk, policy=current_policy(), now=process.now)


@act("invitation")
def propose_due_day(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    day = DUE + timedelta(days=draw + 1)
    due_days.propose_due_day(invitation.pk, due_on=day, now=process.now)


@act("invitation")
def set_invited_day(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    day = DUE + timedelta(days=draw + 1)
    due_days.set_invited_day(invitation.pk, editor=actor, due_on=day, now=process.now)


@act("review")
def remind_reviewer(process: Process, review: Any, actor: User | None, draw: int) -> None:
    not_before(process, review.due_on)
    reminding.remind_reviewer(review.pk, policy=current_policy(), now=process.now)


@act("review")
def ask_for_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    reminding.ask_for_review(review.pk, editor=actor, now=process.now)


@act("review")
def extend_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    day = review.due_on + timedelta(days=draw + 1)
    due_days.extend_review(review.pk, reviewer=actor, due_on=day, now=process.now)


@act("review")
def set_review_day(process: Process, review: Any, actor: User | None, draw: int) -> None:
    day = review.due_on + timedelta(days=draw + 1)
    due_days.set_review_day(review.pk, editor=actor, due_on=day, now=process.now)


@act("invitation")
def accept_invitation(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    invitations.accept_invitation(invitation.pk, user=actor, name=invitation.name, now=process.now)


@act("invitation")
def decline_invitation(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    invitations.decline_invitation(
        invitation.pk, user=actor, reason=process.text(), now=process.now
    )


@act("invitation")
def revoke_invitation(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    invitations.revoke_invitation(invitation.pk, editor=actor, now=process.now)


@act("round")
def begin_review(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    reviewing.begin_review(
        opened.pk, reviewer=actor, due_on=DUE, email_verified=True, now=process.now
    )


@act("review")
def submit_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    content = reviewing.ReviewContent(
        summary=process.text(),
        strengths="",
        weaknesses="",
        evidence="",
        recommendations="",
        significance=term("significance", "important"),
        strength=term("strength", "solid"),
        confidence=4,
        byline_kind=("signed", "anonymous")[draw % 2],
        interests=Interests.none(),
        ai_use="",
    )
    reviewing.submit_review(review.pk, reviewer=actor, content=content, now=process.now)


@act("review")
def accept_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    accepting.accept_review(review.pk, editor=actor, now=process.now)


@act("review")
def publish_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    accepting.publish_review(review.pk, editor=actor, now=process.now)


@act("round")
def release_round(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    releasing.release_round(opened.pk, editor=actor, reason=process.text(), now=process.now)


@act("round")
def release_complete_round(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    releasing.release_complete_round(opened.pk, now=process.now)


@act("review")
def ask_for_confirmation(process: Process, review: Any, actor: User | None, draw: int) -> None:
    confirming.ask_for_confirmation(review.pk, editor=actor, now=process.now)


def newest_link(review: Review, purpose: MailedLink.Purpose) -> int:
    """Of the review, or one that leads to nothing: -1 is no row, which is no link to open."""
    link = review.mailed_links.filter(purpose=purpose).order_by("-pk").first()
    if link is None:
        raise NoLink
    return link.pk


class NothingNew(ReviewError):  # noqa: N818
    """It is so already, and doing it once more says so to nobody."""


class NoLink(ReviewError):  # noqa: N818
    """Nobody was mailed such a link, so nobody can open one."""


@act("review")
def confirm_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    confirming.confirm_review(
        newest_link(review, MailedLink.Purpose.CONFIRM_REVIEW), now=process.now
    )


@act("review")
def disown_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    confirming.disown_review(
        newest_link(review, MailedLink.Purpose.CONFIRM_REVIEW), now=process.now
    )


@act("review")
def approve_byline(process: Process, review: Any, actor: User | None, draw: int) -> None:
    confirming.approve_byline(review.pk, second_editor=actor, now=process.now)


@act("review")
def allow_name(process: Process, review: Any, actor: User | None, draw: int) -> None:
    confirming.allow_name(review.pk, editor=actor, now=process.now)


@act("review")
def offer_account(process: Process, review: Any, actor: User | None, draw: int) -> None:
    guest_accounts.offer_account(review.pk, now=process.now)


@act("review")
def keep_account(process: Process, review: Any, actor: User | None, draw: int) -> None:
    guest_accounts.keep_account(
        newest_link(review, MailedLink.Purpose.KEEP_ACCOUNT),
        name=f"Grace Guest {process.text()}",
        password="a long enough one",
        now=process.now,
    )


@act("review")
def attach_to_account(process: Process, review: Any, actor: User | None, draw: int) -> None:
    guest_accounts.attach_to_account(
        newest_link(review, MailedLink.Purpose.KEEP_ACCOUNT), user=actor, now=process.now
    )


@act("round")
def propose_assessment(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    assessing.propose_assessment(
        opened.pk,
        editor=actor,
        significance=term("significance", "important"),
        strength=term("strength", "solid"),
        text=process.text(),
        competing_interests="None.",
        now=process.now,
    )


@act("assessment")
def approve_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    """Mostly without waiting for the reviewers, with a reason."""
    assessing.approve_assessment(
        assessment.pk,
        second_editor=actor,
        now=process.now,
        seen=assessment.fingerprint,
        early_reason=process.text() if draw % 4 == 0 else "",
    )


@act("review")
def answer_draft(process: Process, review: Any, actor: User | None, draw: int) -> None:
    assessment = Assessment.objects.filter(round=review.round).first()
    draft_answers.answer_draft(
        review.pk,
        reviewer=actor,
        agrees=bool(draw % 2),
        text=process.text(),
        seen=assessment.fingerprint if assessment else "",
        now=process.now,
    )


@act("assessment")
def return_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    assessing.return_assessment(
        assessment.pk,
        second_editor=actor,
        comment=process.text(),
        now=process.now,
        seen=assessment.fingerprint,
    )


@act("assessment")
def publish_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    posting.publish_assessment(assessment.pk, editor=actor, now=process.now)


@act("round")
def send_to_authors(process: Process, sent: Any, actor: User | None, draw: int) -> None:
    assessment = Assessment.objects.filter(round=sent).first()
    if assessment is None:
        raise NoLink
    posting.send_to_authors(assessment.pk, editor=actor, now=process.now)


@act("round")
def post_round(process: Process, sent: Any, actor: User | None, draw: int) -> None:
    posting.post_round(sent.pk, author=actor, now=process.now)


@act("round")
def post_due_round(process: Process, sent: Any, actor: User | None, draw: int) -> None:
    """Mostly once the authors' time is over."""
    if sent.respond_until and draw % 4:
        until = sent.post_by if draw % 2 else sent.respond_until
        process.now = max(process.now, until or sent.respond_until)
    posting.post_due_round(sent.pk, now=process.now)


@act("round")
def hold_response(process: Process, sent: Any, actor: User | None, draw: int) -> None:
    responding.hold_response(
        sent.pk, author=actor, text=process.text(), competing_interests="None.", now=process.now
    )


@act("round")
def ask_for_correction(process: Process, sent: Any, actor: User | None, draw: int) -> None:
    correcting.ask_for_correction(
        sent.pk,
        author=actor,
        review_id=None,
        point=None,
        wrong=process.text(),
        right=process.text(),
        now=process.now,
    )


@act("correction")
def accept_correction(process: Process, correction: Any, actor: User | None, draw: int) -> None:
    correcting.accept_correction(correction.pk, editor=actor, note=process.text(), now=process.now)


@act("correction")
def refuse_correction(process: Process, correction: Any, actor: User | None, draw: int) -> None:
    correcting.refuse_correction(correction.pk, editor=actor, note=process.text(), now=process.now)


@act("round")
def post_response(process: Process, answered: Any, actor: User | None, draw: int) -> None:
    responding.post_response(
        answered.pk,
        author=actor,
        text=process.text(),
        competing_interests="None.",
        now=process.now,
    )


def newest_version(process: Process) -> int:
    return Preprint.objects.values_list("current_version_id", flat=True).get(pk=process.work.pk)


@act("round")
def declare_revision(process: Process, answered: Any, actor: User | None, draw: int) -> None:
    revising.declare_revision(
        newest_version(process),
        author=actor,
        note=process.text(),
        answers={1: process.text()},
        now=process.now,
    )


@act("revision")
def decide_revision(process: Process, revision: Any, actor: User | None, draw: int) -> None:
    revising.decide_revision(
        revision.pk,
        editor=actor,
        decision=(*Revision.Decision.values, Revision.Decision.FULL)[draw % 4],
        reason=process.text(),
        due_on=DUE,
        now=process.now,
    )


@act("assessment")
def confirm_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    later_versions.confirm_assessment(
        newest_version(process), editor=actor, reason=process.text(), now=process.now
    )


@act("submission")
def hand_over(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    place = handing_over.PLACES[draw % 2]
    handing_over.hand_over(
        submission.pk, place=place, to=process.substitute, by=actor, now=process.now
    )


@act("submission")
def declare_final(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    revising.declare_final(newest_version(process), author=actor, now=process.now)


@act("review")
def sign_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    signing.sign_review(review.pk, reviewer=actor, now=process.now)


@act("review")
def withdraw_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    withdrawing.withdraw_review(review.pk, by=actor, reason=process.text(), now=process.now)


def word_of(text: str) -> str:
    """One that is not redacted yet."""
    for word in text.split():
        if MARK not in word and word not in MARK:
            return word
    raise NothingNew


@act("review")
def redact_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    redacting.redact_review(
        review.pk,
        editor=actor,
        part="summary",
        passage=word_of(review.summary),
        reason=process.text(),
        now=process.now,
    )


@act("response")
def redact_response(process: Process, response: Any, actor: User | None, draw: int) -> None:
    passage, reason = word_of(response.text), process.text()
    redacting.redact_response(
        response.pk, editor=actor, passage=passage, reason=reason, now=process.now
    )


@act("assessment")
def redact_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    passage, reason = word_of(assessment.text), process.text()
    redacting.redact_assessment(
        assessment.pk, editor=actor, passage=passage, reason=reason, now=process.now
    )


@act("response")
def withdraw_response(process: Process, response: Any, actor: User | None, draw: int) -> None:
    withdrawing.withdraw_response(response.pk, by=actor, reason=process.text(), now=process.now)


@act("assessment")
def ask_for_withdrawal(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    withdrawing.ask_for_withdrawal(
        assessment.pk, editor=actor, reason=process.text(), now=process.now
    )


@act("assessment")
def keep_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    withdrawing.keep_assessment(assessment.pk, second_editor=actor, now=process.now)


@act("assessment")
def withdraw_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    withdrawing.withdraw_assessment(assessment.pk, by=actor, now=process.now)


@act("round")
def write_as_reviewer(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    own = opened.reviews.filter(reviewer=actor).first()
    if own is None:
        raise NotYourForm
    consulting.write_as_reviewer(own.pk, reviewer=actor, text=process.text(), now=process.now)


@act("round")
def write_as_editor(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    consulting.write_as_editor(opened.pk, editor=actor, text=process.text(), now=process.now)


@act("review")
def return_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    replying.return_review(review.pk, editor=actor, question=process.text(), now=process.now)


@act("review")
def refuse_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    replying.refuse_review(review.pk, editor=actor, reason=process.text(), now=process.now)


@act("submission")
def appeal_decline(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    appealing.appeal_decline(submission.pk, by=actor, text=process.text(), now=process.now)


@act("review")
def appeal_refusal(process: Process, review: Any, actor: User | None, draw: int) -> None:
    appealing.appeal_refusal(review.pk, by=actor, text=process.text(), now=process.now)


@act("assessment")
def appeal_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    appealing.appeal_assessment(assessment.pk, by=actor, text=process.text(), now=process.now)


@act("appeal")
def take_appeal(process: Process, appeal: Any, actor: User | None, draw: int) -> None:
    appealing.take_appeal(appeal.pk, editor=actor, now=process.now)


@act("appeal")
def uphold_appeal(process: Process, appeal: Any, actor: User | None, draw: int) -> None:
    appealing.uphold_appeal(appeal.pk, editor=actor, reason=process.text(), now=process.now)


@act("appeal")
def dismiss_appeal(process: Process, appeal: Any, actor: User | None, draw: int) -> None:
    appealing.dismiss_appeal(appeal.pk, editor=actor, reason=process.text(), now=process.now)
