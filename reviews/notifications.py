"""Mail that follows from what happened.

Who is to get one is decided in a promise of its own, which only adds a row for each of them: a mail
that is refused holds up no other. A row holds the template and ids; it is rendered when it is sent.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.services import bearers_of
from events.models import Outbox
from events.outbox import NotNeeded, handler
from mails.kinds import MAIL_KINDS
from mails.people import ADDRESSEES, Addressee
from mails.sending import send_promised_mail
from reviews import editor_mails, moves
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.mail_rows import (
    WithoutEditors,
    load_appeal,
    load_assessment,
    load_confirmed,
    load_correction,
    load_draft_of,
    load_invitation,
    load_original,
    load_response,
    load_review,
    load_revision,
    load_round,
    load_submission,
    load_without_editors,
)
from reviews.models import (
    Appeal,
    Assessment,
    Correction,
    Invitation,
    InvitationMail,
    MailedLink,
    Review,
    Round,
    Submission,
)
from reviews.selectors.draft_mail import DraftMail
from reviews.selectors.editor_waits import EditorWait, editor_wait
from reviews.selectors.invited_again import invited_again
from reviews.services.mailed_links import KINDS, reviewer_address, token_of
from reviews.services.submissions import authors_of, known_author_ids
from reviews.tokens import INVITATION, link_token_of
from web import addresses
from web.mail import MailWords, render_mail


@handler("reviews.send_mail")
def send_mail(template: str, recipient: dict[str, int], about: dict[str, int]) -> None:
    """recipient, about: see `reviews.mail_promises`."""
    ((kind, pk),) = recipient.items()
    context = {name: LOADERS[name](known) for name, known in about.items()}
    if not all(_is_still_so(template, row) for row in context.values()):
        raise NotNeeded(gettext("What it says is not so any more."))
    submission = _submission_of(context)
    if kind == "user" and not editor_mails.may_still_read(template, pk, submission):
        _pass_on(template, pk, about, submission)
        raise NotNeeded(gettext("It went to another editor: its recipient may not read it now."))
    is_missing = template == editor_mails.EDITORS_MISSING
    if is_missing and editor_mails.knows_of_missing_editors(submission, pk):
        raise NotNeeded(gettext("The recipient knows it already."))
    in_place_of = editor_mails.in_place_of(template, pk, submission) if kind == "user" else ""
    ((name, row),) = context.items()
    if name in LINKS:
        context["link"] = LINKS[name](row)
    context["in_place_of"] = in_place_of
    send_promised_mail(ADDRESSEES[kind](pk), template, context)
    if is_missing:
        editor_mails.record_missing_editors(submission, pk, now=timezone.now())


@transaction.atomic
def _pass_on(template: str, user_id: int, about: dict[str, int], submission: Submission) -> None:
    """Promise the mail to those who may read it instead; each person gets it once.

    Other mails of the submission wait: two at once would not see what the other promises.
    """
    Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    appeal = Appeal.objects.get(pk=about["appeal"]) if "appeal" in about else None
    for other in editor_mails.instead_of(template, user_id, submission, appeal=appeal):
        if other.template == editor_mails.EDITORS_MISSING:
            about = {"submission_without_editors": submission.pk}
        recipient = {"user": other.user_id}
        if not _is_promised_or_known(other, recipient, about, submission):
            promise_mail_to(other.template, recipient, **about)


def _is_promised_or_known(
    mail: editor_mails.EditorMail,
    recipient: dict[str, int],
    about: dict[str, int],
    submission: Submission,
) -> bool:
    arguments = {"template": mail.template, "recipient": recipient, "about": about}
    promised = Outbox.objects.filter(task="reviews.send_mail", arguments=arguments)
    promised = promised.filter(dropped_at=None)
    if mail.template != editor_mails.EDITORS_MISSING:
        return promised.exists()
    # In this order: the log has a mail before its row is done.
    is_waiting = promised.open().exists()
    return is_waiting or editor_mails.knows_of_missing_editors(submission, mail.user_id)


@handler("reviews.notify_editors_of_submission", atomic=True)
def notify_editors_of_submission(submission_id: int) -> None:
    """Its authors cannot decide on it, so they are not asked."""
    authors = authors_of(load_submission(submission_id))
    editor_ids = editor_mails.editors_who_share_work(but=authors)
    promise_mails("submission_received", editor_ids, submission=submission_id)


@handler("reviews.confirm_submission", atomic=True)
def confirm_submission(submission_id: int) -> None:
    """Say that it arrived and what happens next."""
    submitter_id = load_submission(submission_id).submitter_id
    promise_mails("submission_confirmed", [submitter_id], submission=submission_id)


@handler("reviews.notify_submitter_of_decision", atomic=True)
def notify_submitter_of_decision(submission_id: int) -> None:
    submission = load_submission(submission_id)
    promise_mails("submission_decided", [submission.submitter_id], submission=submission_id)


@handler("reviews.send_invitation_mail")
def send_invitation_mail(mail_id: int) -> None:
    """The only place where an invitation's link is made. A newer mail takes the place of an older
    one, and nobody is mailed a link that is closed."""
    mail = InvitationMail.objects.get(pk=mail_id)
    invitation = load_invitation(mail.invitation_id)
    if invitation.mails.filter(pk__gt=mail.pk).exists():
        raise NotNeeded(gettext("A newer e-mail has a newer link."))
    if invitation.state not in (Invitation.State.PENDING, Invitation.State.ACCEPTED):
        raise NotNeeded(gettext("The invitation is not open any more."))
    is_new_link = invitation.has_submitted_review
    link = invitation_url(invitation)
    context = _about_invitation(invitation, link=link, is_new_link=is_new_link)
    send_promised_mail(Addressee(mail.email, name=invitation.name), "invitation", context)


def invitation_mail_without_link(invitation: Invitation) -> MailWords:
    """What editors see of the mail."""
    note = gettext("(Here stands the secret link. It is in the e-mail alone.)")
    context = _about_invitation(invitation, link=note, is_new_link=False)
    return render_mail(MAIL_KINDS["invitation"].template, context, name=invitation.name)


def _about_invitation(invitation: Invitation, *, link: str, is_new_link: bool) -> dict[str, Any]:
    return {
        "invitation": invitation,
        "link": link,
        "is_new_link": is_new_link,
        "again": invited_again(invitation),
    }


@handler("reviews.send_link_mail")
def send_link_mail(link_id: int) -> None:
    """ "Is this your review?" or "Keep this account", unless the link is closed by now."""
    link = MailedLink.objects.select_related(
        "review__version__preprint", "review__reviewer__profile"
    ).get(pk=link_id)
    if link.closed_at is not None or link.review.status == Review.Status.DISOWNED:
        raise NotNeeded(gettext("The link is closed."))
    purpose = MailedLink.Purpose(link.purpose)
    context = {"review": link.review, "link": _secret_url(PAGES[purpose], token_of(link))}
    send_promised_mail(Addressee(link.email), KINDS[purpose], context)


@handler("reviews.notify_editor_of_answer", atomic=True)
def notify_editor_of_answer(invitation_id: int, answer: str) -> None:
    """answer: what the invited person said then; the editor may have withdrawn it since."""
    invited_by = load_invitation(invitation_id).invited_by_id
    promise_mails(ANSWERS[answer], [invited_by], invitation=invitation_id)


@handler("reviews.notify_reviewer_of_withdrawal", atomic=True)
def notify_reviewer_of_withdrawal(invitation_id: int) -> None:
    """Their text goes with it: the link that led to it is closed."""
    review = Review.objects.get(invitation=invitation_id)
    promise_mail_to("invitation_withdrawn", {"review": review.pk}, draft_of=review.pk)


@handler("reviews.notify_editor_of_confirmation", atomic=True)
def notify_editor_of_confirmation(review_id: int) -> None:
    _promise_mail_to_editor("review_confirmed", review_id)
    _ask_for_approval_of_signature(review_id)


@handler("reviews.notify_editor_of_approved_signature", atomic=True)
def notify_editor_of_approved_signature(review_id: int) -> None:
    _promise_mail_to_editor("signature_approved", review_id)


@handler("reviews.notify_editors_of_disowned_review", atomic=True)
def notify_editors_of_disowned_review(review_id: int) -> None:
    submission = load_review(review_id).round.submission
    editor_ids = [pk for pk in (submission.editor_id, submission.second_editor_id) if pk]
    promise_mails("review_disowned", editor_ids, review=review_id)


@handler("reviews.notify_bearers_of_name", atomic=True)
def notify_bearers_of_name(review_id: int) -> None:
    """Who is known here by a name that somebody else was allowed to sign with. The mail does not
    say which work it is: the review may still become anonymous.
    """
    reviewer = load_review(review_id).reviewer
    bearers = bearers_of(reviewer.profile.shared_name, but=reviewer)
    promise_mails("name_allowed", bearers, review=review_id)


@handler("reviews.notify_editor_of_volunteer", atomic=True)
def notify_editor_of_volunteer(review_id: int) -> None:
    _promise_mail_to_editor("volunteer", review_id)


@handler("reviews.notify_editor_of_review", atomic=True)
def notify_editor_of_review(review_id: int) -> None:
    """And thank the reviewer. Who is asked first whether it is theirs is not thanked as well."""
    _promise_mail_to_editor("review_submitted", review_id)
    if load_review(review_id).is_confirmed:
        promise_mail_to("review_received", {"review": review_id}, review=review_id)
    _ask_for_approval_of_signature(review_id)


@handler("reviews.notify_of_published_review", atomic=True)
def notify_of_published_review(review_id: int) -> None:
    """One that came too late for its round: thank the reviewer; notify the authors' side."""
    review = load_review(review_id)
    promise_mail_to("review_published_reviewer", {"review": review_id}, review=review_id)
    promise_mails("review_published", author_side(review.round.submission), review=review_id)


@handler("reviews.thank_reviewer", atomic=True)
def thank_reviewer(review_id: int) -> None:
    """Whose review was posted with its round."""
    promise_mail_to("review_published_reviewer", {"review": review_id}, review=review_id)


@handler("reviews.notify_of_release", atomic=True)
def notify_of_release(round_id: int) -> None:
    """That the reviews can be read: the reviewers who have submitted, and the handling editor."""
    released = load_round(round_id)
    editor_id = released.submission.editor_id
    if editor_id is not None:
        promise_mails("round_released", [editor_id], round=round_id)
    for review in released.reviews.filter(status__in=moves.HELD).order_by("pk"):
        promise_mail_to("reviews_released", {"review": review.pk}, review=review.pk)


@handler("reviews.ask_second_editor", atomic=True)
def ask_second_editor(assessment_id: int) -> None:
    second = load_assessment(assessment_id).round.submission.second_editor_id
    if second is not None:
        promise_mails("assessment_proposed", [second], assessment=assessment_id)


@handler("reviews.notify_editor_of_approval", atomic=True)
def notify_editor_of_approval(assessment_id: int, *, is_returned: bool) -> None:
    """is_returned: what the second editor did; the assessment may have changed since."""
    template = "assessment_returned" if is_returned else "assessment_approved"
    promise_mails(
        template, [load_assessment(assessment_id).written_by_id], assessment=assessment_id
    )


@handler("reviews.notify_authors_first", atomic=True)
def notify_authors_first(round_id: int) -> None:
    """The authors we know can read it all; whoever is still writing cannot submit any more."""
    sent = load_round(round_id)
    authors = sorted(known_author_ids(sent.submission.preprint_id))
    promise_mails("reviews_for_authors", authors, round=round_id)
    _notify_still_writing(sent)


@handler("reviews.notify_of_published_assessment", atomic=True)
def notify_of_published_assessment(assessment_id: int) -> None:
    """Notify the submitter and the authors we know, and whoever was still writing a review."""
    posted = load_assessment(assessment_id).round
    authors = author_side(posted.submission)
    promise_mails("assessment_published", authors, assessment=assessment_id)
    if not posted.sent_at:
        _notify_still_writing(posted)


def _notify_still_writing(closed: Round) -> None:
    for review in closed.reviews.being_written():
        promise_mail_to("round_closed", {"review": review.pk}, draft_of=review.pk)


@handler("reviews.notify_of_response", atomic=True)
def notify_of_response(response_id: int) -> None:
    """Notify the editor and the reviewers of that round."""
    answered = load_response(response_id).round
    editor_id = answered.submission.editor_id
    if editor_id is not None:
        promise_mails("response_posted", [editor_id], response=response_id)
    for review in answered.reviews.published().exclude(reviewer=editor_id).order_by("pk"):
        promise_mail_to("response_posted", {"review": review.pk}, response=response_id)


@handler("reviews.notify_editor_of_revision", atomic=True)
def notify_editor_of_revision(revision_id: int) -> None:
    editor_id = load_revision(revision_id).round.submission.editor_id
    if editor_id is not None:
        promise_mails("revision_declared", [editor_id], revision=revision_id)


@handler("reviews.notify_authors_of_decision", atomic=True)
def notify_authors_of_decision(revision_id: int) -> None:
    """The authors we know: what follows their revision, and why, which is for them alone."""
    preprint_id = load_revision(revision_id).version.preprint_id
    promise_mails("revision_decided", sorted(known_author_ids(preprint_id)), revision=revision_id)


@handler("reviews.notify_authors_of_confirmed_assessment", atomic=True)
def notify_authors_of_confirmed_assessment(confirmed_id: int) -> None:
    confirmed = load_confirmed(confirmed_id)
    authors = sorted(known_author_ids(confirmed.version.preprint_id))
    promise_mails("assessment_confirmed", authors, confirmed=confirmed_id)


def _promise_mail_to_editor(template: str, review_id: int) -> None:
    editor_id = load_review(review_id).round.submission.editor_id
    if editor_id is not None:
        promise_mails(template, [editor_id], review=review_id)


def _ask_for_approval_of_signature(review_id: int) -> None:
    """The second editor is asked once the reviewer has confirmed: the review may not be theirs."""
    review = load_review(review_id)
    second_id = review.round.submission.second_editor_id
    is_due = review.is_confirmed and review.status == Review.Status.SUBMITTED
    if is_due and review.waits_for_second_editor and second_id is not None:
        promise_mails("signature_waits", [second_id], review=review_id)


def _submission_of(context: dict[str, Any]) -> Submission:
    """The submission to which the row that a mail is about belongs."""
    (about,) = context.values()
    if isinstance(about, Submission):
        return about
    if isinstance(about, Round):
        return about.submission
    if isinstance(about, WithoutEditors | EditorWait):
        return about.submission
    if isinstance(about, Appeal):
        return about.work
    review = about.review if isinstance(about, DraftMail) else about
    submission: Submission = review.round.submission
    return submission


def author_side(submission: Submission) -> list[int]:
    return sorted(known_author_ids(submission.preprint_id) | {submission.submitter_id})


def _is_still_so(template: str, about: Any) -> bool:
    """Whether what the mail says is still true when it is sent."""
    if isinstance(about, WithoutEditors):
        return bool(about.former_editors)
    if isinstance(about, EditorWait):
        return about.is_waiting
    if template == "revision_declared":
        return not about.decision
    if template in LAPSE_WARNINGS:
        return about.state in OPEN_STATES and about.lapses_at is not None
    if template == "draft_shown":
        return Assessment.objects.for_reviewer_of(about.pk).filter(state="proposed").exists()
    if isinstance(about, Review) and template in REVIEW_STATES:
        return about.status in REVIEW_STATES[template]
    wanted = STATES.get(template)
    return wanted is None or about.state in wanted


# What these ask for, or promise, is done once the review is public, set aside or refused.
REVIEW_STATES: dict[str, tuple[str, ...]] = {
    "volunteer": (Review.Status.DRAFT, *moves.HELD),
    "newer_version_reviewers": (Review.Status.DRAFT, *moves.HELD),
    "review_submitted": moves.HELD,
    "review_received": moves.HELD,
    "review_confirmed": moves.HELD,
    "signature_waits": moves.APPROVE_BYLINE.before,
    "signature_approved": moves.HELD,
}
LAPSE_WARNINGS = ("lapse_warned", "lapse_warned_editors")
OPEN_STATES = (Submission.State.SUBMITTED, Submission.State.ACCEPTED)
STATES = {
    "work_lapsed": (Submission.State.LAPSED,),
    "work_lapsed_editors": (Submission.State.LAPSED,),
    "work_reopened": OPEN_STATES,
    "newer_version_editors": Round.UNDER_WAY,
    "appeal_filed": (Appeal.State.WAITING,),
    "withdrawal_asked": (Assessment.State.PUBLISHED,),
    "submission_received": (Submission.State.SUBMITTED,),
    "decision_proposed": (Submission.State.SUBMITTED,),
    "assessment_proposed": (Assessment.State.PROPOSED,),
    "correction_asked": (Correction.State.WAITING,),
    "draft_answered": (Assessment.State.PROPOSED,),
    "assessment_returned": (Assessment.State.RETURNED,),
    "assessment_approved": (Assessment.State.APPROVED,),
}


def _reviewer(review_id: int) -> Addressee:
    """Greeted by name at the account's own address only: another may have been passed on."""
    review = load_review(review_id)
    address, reviewer = reviewer_address(review), review.reviewer
    name = reviewer.profile.name if address == reviewer.email else ""
    return Addressee(address, name=name, user=reviewer)


ADDRESSEES["review"] = _reviewer


def invitation_url(invitation: Invitation) -> str:
    token = link_token_of(INVITATION, invitation.nonce, token_hash=invitation.token_hash)
    return _secret_url("reviews:open_invitation", token)


def writing_url(review: Review) -> str:
    """Where the reviewer writes; a guest comes there by the secret link alone."""
    if review.reviewer.is_guest and review.invitation is not None:
        return invitation_url(review.invitation)
    return addresses.absolute(reverse("reviews:write_review", args=[review.pk]))


def _secret_url(page: str, token: str) -> str:
    return addresses.absolute(reverse(page, args=[token]))


def appeal_url(appeal: Appeal) -> str:
    """Where whoever appealed reads how it stands."""
    if appeal.review is not None:
        if appeal.review.reviewer.is_guest:
            return writing_url(appeal.review)
        return addresses.absolute(reverse("reviews:appeal_refusal", args=[appeal.review_id]))
    if appeal.assessment_id is not None:
        page = reverse("reviews:appeal_assessment", args=[appeal.assessment_id])
    else:
        page = reverse("reviews:appeal_decline", args=[appeal.work_id])
    return addresses.absolute(page)


# Where a mail about one of these leads its recipient, who is no editor.
LINKS: dict[str, Callable[[Any], str]] = {"review": writing_url, "appeal": appeal_url}
LOADERS: dict[str, Callable[[int], Any]] = {
    "submission": load_submission,
    "round": load_round,
    "review": load_review,
    "assessment": load_assessment,
    "response": load_response,
    "revision": load_revision,
    "confirmed": load_confirmed,
    "invitation": load_invitation,
    "appeal": load_appeal,
    "correction": load_correction,
    "draft_of": load_draft_of,
    "original": load_original,
    "editor_wait": editor_wait,
    "submission_without_editors": load_without_editors,
}
ANSWERS = {"accepted": "invitation_accepted", "declined": "invitation_declined"}
PAGES = {
    MailedLink.Purpose.CONFIRM_REVIEW: "reviews:open_confirmation",
    MailedLink.Purpose.KEEP_ACCOUNT: "reviews:open_keep_account",
}
