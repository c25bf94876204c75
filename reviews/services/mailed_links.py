"""Links mailed to a reviewer: "Is this your review?", "Keep this account"."""

from datetime import datetime, timedelta

from mails.promising import Recipient, promise_mail
from reviews import tokens
from reviews.models import MailedLink, Review
from web.clicks import SAME_CLICK

SALTS = {
    MailedLink.Purpose.CONFIRM_REVIEW: tokens.CONFIRM_REVIEW,
    MailedLink.Purpose.KEEP_ACCOUNT: tokens.KEEP_ACCOUNT,
}
# Of the mails that the links stand in.
KINDS = {
    MailedLink.Purpose.CONFIRM_REVIEW: "is_this_your_review",
    MailedLink.Purpose.KEEP_ACCOUNT: "keep_account",
}
DAY = timedelta(days=1)


def reviewer_address(review: Review) -> str:
    """Where to write to about a review; review: with its reviewer and invitation loaded.

    A guest has no address but the invitation's. An account that an invitation's link once made
    may have passed to whoever held the link, so the invitation's address counts there as well.
    """
    invitation = review.invitation
    if invitation is not None and (review.reviewer.is_guest or invitation.made_account):
        return invitation.email
    return review.reviewer.email


def address_of_earlier_review(review: Review) -> str:
    """Where its reviewer is asked about a newer version: where they were invited, for an editor
    knows that address; the account's own where they volunteered.
    """
    known = review.invitation.email if review.invitation else reviewer_address(review)
    return known.strip().lower()


def mail_link(review: Review, purpose: MailedLink.Purpose, *, now: datetime) -> MailedLink:
    """Mail a new link to the reviewer; it closes the older ones for the same purpose."""
    review.mailed_links.filter(purpose=purpose, closed_at=None).update(closed_at=now)
    nonce = tokens.new_nonce()
    link = MailedLink.objects.create(
        purpose=purpose,
        review=review,
        email=reviewer_address(review),
        nonce=nonce,
        token_hash=tokens.hash_token(tokens.link_token(SALTS[purpose], nonce)),
        made_at=now,
    )
    promise_mail(
        KINDS[purpose],
        "reviews.send_link_mail",
        to=Recipient("review", review.pk),
        submission_id=review.own_round.submission_id,
        link_id=link.pk,
    )
    return link


def token_of(link: MailedLink) -> str:
    """The secret part of a link's address; for the mail alone."""
    salt = SALTS[MailedLink.Purpose(link.purpose)]
    return tokens.link_token_of(salt, link.nonce, token_hash=link.token_hash)


def mails_today(review: Review, purpose: MailedLink.Purpose, *, now: datetime) -> int:
    return review.mailed_links.filter(purpose=purpose, made_at__gt=now - DAY).count()


def mailed_just_now(
    review: Review, purpose: MailedLink.Purpose, *, now: datetime
) -> MailedLink | None:
    """The open link that a second click asks for once more."""
    recent = review.mailed_links.filter(made_at__gt=now - SAME_CLICK, made_at__lte=now)
    return recent.filter(purpose=purpose, closed_at=None).first()


def find_link(token: str, purpose: MailedLink.Purpose) -> MailedLink | None:
    """The open link with this token, for this purpose only."""
    return MailedLink.objects.filter(
        token_hash=tokens.hash_token(token), purpose=purpose, closed_at=None
    ).first()


def find_kept_review(token: str) -> Review | None:
    """The review of a used "Keep this account" link, once an account has the review."""
    links = MailedLink.objects.filter(
        token_hash=tokens.hash_token(token), purpose=MailedLink.Purpose.KEEP_ACCOUNT
    )
    link = links.select_related("review__reviewer").first()
    return None if link is None or link.review.reviewer.is_guest else link.review
