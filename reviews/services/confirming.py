"""Whose review it is: the reviewer's own word from the mailbox, and the second editor's yes."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.outbox import promise
from events.services import record_event
from reviews import errors, moves, rules
from reviews.models import Invitation, MailedLink, Review
from reviews.services.bylines import name_to_sign, needs_allowing
from reviews.services.editor_interests import check_acts_for, check_may_act
from reviews.services.mailed_links import mail_link, mailed_just_now, mails_today
from reviews.services.reopening import reopen_without_review
from reviews.services.reviewing import lock_round_of

CONFIRM = MailedLink.Purpose.CONFIRM_REVIEW


@transaction.atomic
def ask_for_confirmation(review_id: int, *, editor: User | None, now: datetime) -> MailedLink:
    """Mail "Is this your review?" once more; editor: None where the reviewer asks for it.

    Raises NotTheHandlingEditor, NothingToConfirm or TooManyMails.
    """
    review = lock_review(review_id)
    if editor is not None:
        check_acts_for(review.own_round.submission, editor)
    if not review.is_confirmed and (link := mailed_just_now(review, CONFIRM, now=now)):
        return link
    rules.check_can_ask_confirmation(
        status=review.status,
        is_confirmed=review.is_confirmed,
        mails_today=mails_today(review, CONFIRM, now=now),
    )
    actor_id = editor.pk if editor else review.reviewer_id
    record_event(
        "review.confirmation_asked",
        about=review.version,
        actor_id=actor_id,
        now=now,
        data={"review": review.pk},
    )
    return mail_link(review, CONFIRM, now=now)


@transaction.atomic
def confirm_review(link_id: int, *, now: datetime) -> Review:
    """For who came by the link in the mail; confirming twice is confirming once.

    Raises LinkClosed or NothingToConfirm.
    """
    review, _link = _lock_open(link_id)
    rules.check_can_confirm(status=review.status)
    if review.is_confirmed:
        return review
    review.confirmed_at, review.confirmed_by = now, Review.Confirmation.MAILBOX
    review.save(update_fields=["confirmed_at", "confirmed_by"])
    record_event(
        "review.confirmed",
        about=review.version,
        actor_id=review.reviewer_id,
        now=now,
        data={"review": review.pk},
    )
    promise("reviews.notify_editor_of_confirmation", review_id=review.pk)
    return review


@transaction.atomic
def disown_review(link_id: int, *, now: datetime) -> Review:
    """ "This is not mine": the review is set aside, its invitation closed, the editors notified. A
    round of which it was the last accepted one goes back to its editors.

    Raises LinkClosed or NothingToConfirm.
    """
    review, link = _lock_open(link_id)
    rules.check_can_disown(status=review.status, is_confirmed=review.is_confirmed)
    review.status = Review.Status.DISOWNED
    review.save(update_fields=["status"])
    link.closed_at = now
    link.save(update_fields=["closed_at"])
    if review.invitation is not None:
        review.invitation.state = Invitation.State.DISOWNED
        review.invitation.answered_at = now
        review.invitation.save(update_fields=["state", "answered_at"])
    reopen_without_review(review.own_round, now=now)
    record_event(
        "review.disowned",
        about=review.version,
        actor_id=None,
        now=now,
        data={"review": review.pk, "invitation": review.invitation_id},
    )
    promise("reviews.notify_editors_of_disowned_review", review_id=review.pk)
    return review


@transaction.atomic
def approve_byline(review_id: int, *, second_editor: User, now: datetime) -> Review:
    """The second editor's yes to a signature that rests on a corrected address.

    Raises NotTheSecondEditor, InterestsNotDeclared or NothingToApprove.
    """
    review = lock_review(review_id)
    if second_editor.pk != review.own_round.submission.second_editor_id:
        raise errors.NotTheSecondEditor
    check_may_act(review.own_round.submission, second_editor)
    moves.APPROVE_BYLINE.check(review.status)
    if not review.waits_for_second_editor:
        raise errors.NothingToApprove
    review.byline_approved_by, review.byline_approved_at = second_editor, now
    review.save(update_fields=["byline_approved_by", "byline_approved_at"])
    record_event(
        "review.byline_approved",
        about=review.version,
        actor_id=second_editor.pk,
        now=now,
        data={"review": review.pk},
    )
    if review.is_confirmed:
        promise("reviews.notify_editor_of_approved_signature", review_id=review.pk)
    return review


@transaction.atomic
def allow_name(review_id: int, *, editor: User, now: datetime) -> Review:
    """The second editor's yes to a signature with a name that somebody else bears here, too: one
    editor alone could otherwise invite an address of their own and publish under the name.

    It serves guests as well, who have no page in the admin. Who bears the name gets a mail. Raises
    NothingToAllow, InterestsNotDeclared or NotTheSecondEditor, also for who sent the invitation or
    corrected its address.
    """
    review = lock_review(review_id)
    rules.check_can_allow_name(
        person_id=editor.pk,
        second_editor_id=review.own_round.submission.second_editor_id,
        invited_by_ids=_invited_by(review),
    )
    check_may_act(review.own_round.submission, editor)
    if not needs_allowing(review):
        raise errors.NothingToAllow
    profile = review.reviewer.profile
    profile.shared_name = name_to_sign(review)
    profile.save(update_fields=["shared_name"])
    record_event(
        "review.name_allowed",
        about=review.version,
        actor_id=editor.pk,
        now=now,
        data={"review": review.pk},
    )
    promise("reviews.notify_bearers_of_name", review_id=review.pk)
    return review


def _invited_by(review: Review) -> set[int]:
    if review.invitation is None:
        return set()
    asked = {review.invitation.invited_by_id, review.invitation.corrected_by_id}
    asked |= set(review.invitation.mails.values_list("requested_by", flat=True))
    return {pk for pk in asked if pk is not None}


def lock_review(review_id: int) -> Review:
    """Lock the review's round, then the review: all services lock in this order."""
    lock_round_of(review_id)
    return (
        Review.objects.select_for_update(of=("self",))
        .select_related("round__submission", "version", "reviewer__profile", "invitation")
        .get(pk=review_id)
    )


def lock_linked(link_id: int) -> tuple[Review, MailedLink]:
    """Lock the review, then read its link: of "yes" and "no" sent at once, the later one sees that
    the link is closed."""
    review = lock_review(MailedLink.objects.values_list("review_id", flat=True).get(pk=link_id))
    return review, MailedLink.objects.get(pk=link_id)


def _lock_open(link_id: int) -> tuple[Review, MailedLink]:
    review, link = lock_linked(link_id)
    if link.closed_at is not None:
        raise errors.LinkClosed
    return review, link
