"""Mails about days: reminders, and the day on which a review is due. Each is rendered when it is
sent, and dropped if it says what is not so any more."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from events.outbox import NotNeeded, handler
from mails.people import ADDRESSEES, Addressee
from mails.sending import send_promised_mail
from reviews import moves
from reviews.mail_links import invitation_url, writing_url
from reviews.mail_promises import promise_mails
from reviews.mail_rows import load_invitation, load_review
from reviews.models import Invitation, Reminder, Review, Round


@handler("reviews.send_reminder")
def send_reminder(reminder_id: int) -> None:
    reminder = Reminder.objects.get(pk=reminder_id)
    if reminder.review_id is not None:
        _remind_reviewer(reminder, load_review(reminder.review_id))
    elif reminder.invitation_id is not None:
        _remind_invited(reminder, load_invitation(reminder.invitation_id))


def _remind_reviewer(reminder: Reminder, review: Review) -> None:
    if not _is_waited_for(review) or not _is_of(reminder, review.due_on):
        raise NotNeeded(_("It was answered, or the day has changed."))
    when = reminder_words(reminder, due_on=review.due_on)
    context = {"review": review, "when": when, "link": writing_url(review)}
    send_promised_mail(ADDRESSEES["review"](review.pk), "review_reminder", context)


def reminder_words(reminder: Reminder, *, due_on: date) -> str:
    """Which of the three texts is true on the day of the reminder, whoever asked for it."""
    if reminder.kind != Reminder.Kind.BY_HAND:
        return reminder.kind
    if reminder.day == due_on:
        return Reminder.Kind.ON_THE_DAY
    return Reminder.Kind.BEFORE if reminder.day < due_on else Reminder.Kind.AFTER


def _remind_invited(reminder: Reminder, invitation: Invitation) -> None:
    if not _is_unanswered(invitation) or not _is_of(reminder, invitation.answer_by):
        raise NotNeeded(_("It was answered, or the day has changed."))
    context = {
        "invitation": invitation,
        "when": reminder.kind,
        "link": invitation_url(invitation),
    }
    send_promised_mail(_invited(invitation), "invitation_reminder", context)


@handler("reviews.notify_editor_of_proposed_day", atomic=True)
def notify_editor_of_proposed_day(invitation_id: int) -> None:
    editor_id = load_invitation(invitation_id).round.submission.editor_id
    _mail_editor("day_proposed", editor_id, invitation=invitation_id)


@handler("reviews.send_invited_day")
def send_invited_day(invitation_id: int, day: str) -> None:
    """day: the one that was set then; a later one has a mail of its own."""
    invitation = load_invitation(invitation_id)
    if not _is_unanswered(invitation) or invitation.due_on.isoformat() != day:
        raise NotNeeded(_("It was answered, or the day has changed."))
    context = {"invitation": invitation, "link": invitation_url(invitation)}
    send_promised_mail(_invited(invitation), "invited_day_set", context)


@handler("reviews.notify_editor_of_extension", atomic=True)
def notify_editor_of_extension(review_id: int) -> None:
    editor_id = load_review(review_id).own_round.submission.editor_id
    _mail_editor("review_extended", editor_id, review=review_id)


@handler("reviews.send_review_day")
def send_review_day(review_id: int, day: str) -> None:
    """day: as of `send_invited_day`."""
    review = load_review(review_id)
    if not _is_waited_for(review) or review.due_on.isoformat() != day:
        raise NotNeeded(_("It was answered, or the day has changed."))
    context = {"review": review, "link": writing_url(review)}
    send_promised_mail(ADDRESSEES["review"](review.pk), "review_day_set", context)


def _is_waited_for(review: Review) -> bool:
    invitation = review.invitation
    is_withdrawn = invitation is not None and invitation.state == Invitation.State.REVOKED
    is_open = review.round_state in moves.REMIND_REVIEWER.in_round
    return review.status == Review.Status.DRAFT and is_open and not is_withdrawn


def _is_unanswered(invitation: Invitation) -> bool:
    is_open = invitation.round.state == Round.State.OPEN
    return invitation.state == Invitation.State.PENDING and is_open


def _mail_editor(template: str, editor_id: int | None, **about: int) -> None:
    if editor_id is not None:
        promise_mails(template, [editor_id], **about)


def _invited(invitation: Invitation) -> Addressee:
    return Addressee(invitation.email, name=invitation.name)


def _is_of(reminder: Reminder, day: Any) -> bool:
    """Whether the day it is about is still the day that counts."""
    return reminder.kind == Reminder.Kind.BY_HAND or reminder.day == day
