"""Mail that follows from what happened.

Who is to get one is decided in a promise of its own, which only adds a row for each of them: a mail
that is refused holds up no other. A row holds the template and ids; it is rendered when it is sent.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.services import bearers_of
from events.models import Outbox
from events.outbox import NotNeeded, handler
from mails.kinds import MAIL_KINDS
from mails.people import ADDRESSEES, Addressee
from mails.sending import send_promised_mail
from reviews import asked_author_mails, author_mails, consent_mails, editor_mails
from reviews.mail_links import PAGES, appeal_url, invitation_url, secret_url, writing_url
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
    load_reopening,
    load_response,
    load_review,
    load_revision,
    load_round,
    load_submission,
    load_without_editors,
)
from reviews.models import (
    Appeal,
    EditorInterests,
    Invitation,
    InvitationMail,
    MailedLink,
    Reopening,
    Review,
    Round,
    SealedOriginal,
    Submission,
)
from reviews.selectors.author_waiting import waiting_after_appeal, waiting_now
from reviews.selectors.draft_mail import DraftMail
from reviews.selectors.editor_waits import EditorWait, editor_wait, reminded_appeal
from reviews.selectors.held import draft_to_answer, has_fellow_reviews
from reviews.selectors.invited_again import invited_again
from reviews.selectors.volunteer_mail import volunteer_mail
from reviews.services.handing_over import own_reason
from reviews.services.mailed_links import KINDS, reviewer_address, token_of
from reviews.services.submissions import authors_of, known_author_ids
from reviews.true_mails import check_turn
from web.mail import MailWords, render_mail


@handler("reviews.send_mail")
def send_mail(template: str, recipient: dict[str, int], about: dict[str, int]) -> None:
    """recipient, about: see `reviews.mail_promises`."""
    ((kind, pk),) = recipient.items()
    ((name, known),) = about.items()
    row = LOADERS[name](known)
    context: dict[str, Any] = {name: row}
    submission, in_place_of = _submission_of(row), ""
    check_turn(template, row, submission)
    if kind == "user" and submission is not None:
        _check_may_read(template, pk, about, submission)
        in_place_of = editor_mails.in_place_of(template, pk, submission)
    if name in LINKS:
        context["link"] = LINKS[name](row)
    if template in BESIDES:
        context |= {beside: load(row) for beside, load in BESIDES[template].items()}
    if kind == "consent":
        context["months"] = asked_author_mails.months_kept_of(pk)
    context["in_place_of"] = in_place_of
    send_promised_mail(ADDRESSEES[kind](pk), template, context)
    if template == editor_mails.EDITORS_MISSING and submission is not None:
        editor_mails.record_missing_editors(submission, pk, now=timezone.now())


def _check_may_read(
    template: str, user_id: int, about: dict[str, int], submission: Submission
) -> None:
    """Raises NotNeeded where another editor gets it instead, or nobody needs to."""
    appeal = _appeal_of(about) if template in editor_mails.OF_APPEALS else None
    if not editor_mails.may_still_read(template, user_id, submission, appeal=appeal):
        _pass_on(template, user_id, about, submission)
        raise NotNeeded(gettext("It went to another editor: its recipient may not read it now."))
    if not author_mails.may_still_read(template, user_id, submission):
        raise NotNeeded(gettext("Its recipient is not known as an author of the work any more."))
    is_missing = template == editor_mails.EDITORS_MISSING
    if is_missing and editor_mails.knows_of_missing_editors(submission, user_id):
        raise NotNeeded(gettext("The recipient knows it already."))
    is_consent = template == consent_mails.DECLINED
    if is_consent and not consent_mails.is_news(submission, user_id):
        raise NotNeeded(gettext("The recipient knows it already, or it was never said."))


@transaction.atomic
def _pass_on(template: str, user_id: int, about: dict[str, int], submission: Submission) -> None:
    """Promise the mail to those who may read it instead; each person gets it once.

    Other mails of the submission wait: two at once would not see what the other promises.
    """
    Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    appeal = _appeal_of(about)
    for other in editor_mails.instead_of(template, user_id, submission, appeal=appeal):
        if other.template == editor_mails.EDITORS_MISSING:
            about = {"submission_without_editors": submission.pk}
        recipient = {"user": other.user_id}
        if not _is_promised_or_known(other, recipient, about, submission):
            promise_mail_to(other.template, recipient, **about)


def _appeal_of(about: dict[str, int]) -> Appeal | None:
    """The appeal that a mail is about, or reminds of."""
    if "editor_wait" in about:
        return reminded_appeal(about["editor_wait"])
    return Appeal.objects.get(pk=about["appeal"]) if "appeal" in about else None


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
    """And authors known by an address; and whoever was named second editor of an accepted work,
    and has not declared yet."""
    submission = load_submission(submission_id)
    submitter = [submission.submitter_id]
    promise_mails("submission_decided", submitter, submission=submission_id)
    asked_author_mails.promise_to_asked_authors(
        asked_author_mails.DECISION, submission, but=submitter, submission=submission_id
    )
    if submission.state == Submission.State.ACCEPTED:
        asked = EditorInterests.objects.filter(
            submission=submission, editor=submission.second_editor_id, declared_at=None
        )
        ids = list(asked.values_list("editor_id", flat=True))
        promise_mails("named_second_editor", ids, submission=submission_id)


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
    given = {"invitation": invitation, "link": link, "is_new_link": is_new_link}
    return given | {"again": invited_again(invitation)}


@handler("reviews.send_link_mail")
def send_link_mail(link_id: int) -> None:
    """ "Is this your review?" or "Keep this account", unless the link is closed by now."""
    link = MailedLink.objects.select_related(
        "review__version__preprint", "review__reviewer__profile"
    ).get(pk=link_id)
    if link.closed_at is not None or link.review.status == Review.Status.DISOWNED:
        raise NotNeeded(gettext("The link is closed."))
    purpose = MailedLink.Purpose(link.purpose)
    context = {"review": link.review, "link": secret_url(PAGES[purpose], token_of(link))}
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
    submission = load_review(review_id).own_round.submission
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
    promise_mails("review_published", author_side(review.own_round.submission), review=review_id)


@handler("reviews.thank_reviewer", atomic=True)
def thank_reviewer(review_id: int) -> None:
    """Whose review was posted with its round."""
    promise_mail_to("review_published_reviewer", {"review": review_id}, review=review_id)


def _promise_mail_to_editor(template: str, review_id: int) -> None:
    editor_id = load_review(review_id).own_round.submission.editor_id
    if editor_id is not None:
        promise_mails(template, [editor_id], review=review_id)


def _ask_for_approval_of_signature(review_id: int) -> None:
    """The second editor is asked once the reviewer has confirmed: the review may not be theirs."""
    review = load_review(review_id)
    second_id = review.own_round.submission.second_editor_id
    is_due = review.is_confirmed and review.status == Review.Status.SUBMITTED
    if is_due and review.waits_for_second_editor and second_id is not None:
        promise_mails("signature_waits", [second_id], review=review_id)


def _submission_of(about: Any) -> Submission | None:
    """To which the row that a mail is about belongs; None of a review without a round."""
    if isinstance(about, Submission):
        return about
    if isinstance(about, Round):
        return about.submission
    if isinstance(about, WithoutEditors | EditorWait | Reopening):
        return about.submission
    if isinstance(about, Appeal):
        return about.work
    if isinstance(about, Review | SealedOriginal):
        return about.submission
    if isinstance(about, DraftMail):
        return about.review.submission
    submission: Submission = about.round.submission
    return submission


def author_side(submission: Submission) -> list[int]:
    return sorted(known_author_ids(submission.preprint_id) | {submission.submitter_id})


def _reviewer(review_id: int) -> Addressee:
    """Greeted by name at the account's own address only: another may have been passed on."""
    review = load_review(review_id)
    address, reviewer = reviewer_address(review), review.reviewer
    name = reviewer.profile.name if address == reviewer.email else ""
    return Addressee(address, name=name, user=reviewer)


ADDRESSEES["review"] = _reviewer


# Where a mail about one of these leads its recipient, who is no editor.
LINKS: dict[str, Callable[[Any], str]] = {"review": writing_url, "appeal": appeal_url}
# What a mail of this kind says beside its row.
BESIDES: dict[str, dict[str, Callable[[Any], Any]]] = {
    "volunteer": {"volunteer": volunteer_mail},
    "reviews_released": {"has_others": has_fellow_reviews},
    "editor_changed": {"own_reason": own_reason},
    "work_returned": {"waiting": waiting_now},
    "appeal_decided": {"waiting": waiting_after_appeal},
    "work_returned_reviewers": {"draft": draft_to_answer},
}
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
    "reopening": load_reopening,
    "editor_wait": editor_wait,
    "submission_without_editors": load_without_editors,
}
ANSWERS = {"accepted": "invitation_accepted", "declined": "invitation_declined"}
