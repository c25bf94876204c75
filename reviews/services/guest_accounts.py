"""From a guest's review to an account: "Keep this account"."""

from datetime import datetime

from django.db import transaction

from accounts.guests import make_account_of, verified_addresses
from accounts.models import Pseudonym, User
from events.services import record_event
from reviews import errors, invitation_errors, rules
from reviews.models import MailedLink, Review
from reviews.services.confirming import lock_linked, lock_review
from reviews.services.mailed_links import mail_link, mailed_just_now, mails_today
from reviews.services.reviewing import involved_people, lock_work_and_round

KEEP = MailedLink.Purpose.KEEP_ACCOUNT


@transaction.atomic
def offer_account(review_id: int, *, now: datetime) -> MailedLink:
    """Mail the link that makes an account of a guest's row.

    Raises ReviewHasAccount, ReviewNotSubmitted or TooManyMails.
    """
    review = lock_review(review_id)
    if review.reviewer.is_guest and (link := mailed_just_now(review, KEEP, now=now)):
        return link
    rules.check_can_offer_account(
        is_guest=review.reviewer.is_guest,
        status=review.status,
        mails_today=mails_today(review, KEEP, now=now),
    )
    return mail_link(review, KEEP, now=now)


@transaction.atomic
def keep_account(link_id: int, *, name: str, password: str, now: datetime) -> User:
    """Make the account, for who came by the link in the mail: the guest's row becomes it.

    The review, its pseudonym and its history stay where they are. Raises LinkClosed,
    ReviewHasAccount, or AddressInUse where the address has an account to sign in to.
    """
    review, link = _lock_guests_review(link_id)
    account = make_account_of(review.reviewer, email=link.email, name=name, password=password)
    _finish(review, link, account, now)
    return account


@transaction.atomic
def attach_to_account(link_id: int, *, user: User, now: datetime) -> Review:
    """Give the review to the account that has confirmed the link's address.

    user: signed in. Raises LinkClosed, ReviewHasAccount, OtherAddress, ReviewerIsInvolved, or
    AlreadyReviewing where the account has a review in that round.
    """
    review, link = _lock_guests_review(link_id)
    if link.email.lower() not in verified_addresses(user):
        raise invitation_errors.OtherAddress
    if user.pk in involved_people(review.own_round):
        raise errors.ReviewerIsInvolved
    if review.own_round.reviews.filter(reviewer=user).exists():
        raise errors.AlreadyReviewing
    guest = review.reviewer
    review.reviewer = user
    review.save(update_fields=["reviewer"])
    if not Pseudonym.objects.filter(user=user).exists():
        # An account with a pseudonym keeps it; the guest's stays with the guest's row then, so
        # that nobody else can write under the name of this review.
        Pseudonym.objects.filter(user=guest).update(user=user)
    _finish(review, link, user, now)
    return review


def _lock_guests_review(link_id: int) -> tuple[Review, MailedLink]:
    reviews = MailedLink.objects.values_list("review__round_id", flat=True)
    lock_work_and_round(reviews.get(pk=link_id))
    review, link = lock_linked(link_id)
    if not review.reviewer.is_guest:
        raise errors.ReviewHasAccount
    if link.closed_at is not None or review.status == Review.Status.DISOWNED:
        raise errors.LinkClosed
    return review, link


def _finish(review: Review, link: MailedLink, account: User, now: datetime) -> None:
    """Close the link, and count the review as confirmed: the link came from its mailbox."""
    link.closed_at = now
    link.save(update_fields=["closed_at"])
    if not review.is_confirmed:
        review.confirmed_at, review.confirmed_by = now, Review.Confirmation.MAILBOX
        review.save(update_fields=["confirmed_at", "confirmed_by"])
    if review.invitation is not None:
        review.invitation.user, review.invitation.kept_at = account, now
        review.invitation.save(update_fields=["user", "kept_at"])
    record_event(
        "review.kept",
        about=review.version,
        actor_id=account.pk,
        now=now,
        data={"review": review.pk},
    )
