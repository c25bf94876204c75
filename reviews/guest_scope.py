"""What the person at this browser may open: their own review, or the one their link is for.

An invitation's link opens its invitation and the review a guest writes for it, and nothing else; it
signs nobody in. Somebody who is signed in and takes part in the work as author or editor cannot use
a reviewer's link beside that.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase

from accounts.guests import verified_addresses
from accounts.models import User
from reviews import opened_links
from reviews.models import Invitation, MailedLink, Review, ReviewQuerySet, Round
from reviews.models.invitations import LINK_CLOSED
from reviews.services.reviewing import involved_people


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the account that is signed in, if any, and the links this browser has opened."""

    user: User | AnonymousUser
    session: SessionBase

    @property
    def account(self) -> User | None:
        return self.user if isinstance(self.user, User) else None


@dataclass(frozen=True, slots=True)
class Writer:
    """A review and who writes it: the account that is signed in, or a guest's row."""

    review: Review
    reviewer: User


def find_writer(visitor: Visitor, review_id: int) -> Writer | None:
    """The review, where it is this visitor's to write or read; None else."""
    reviews = Review.objects.select_related(
        "version__preprint__current_version", "significance", "strength"
    )
    return _find_writer(visitor, reviews, review_id)


def find_reviewer(visitor: Visitor, review_id: int) -> User | None:
    """Who writes the review, where this visitor may; without the text of the work."""
    writer = _find_writer(visitor, Review.objects.all(), review_id)
    return writer.reviewer if writer else None


def _find_writer(visitor: Visitor, reviews: ReviewQuerySet, review_id: int) -> Writer | None:
    related = reviews.select_related("round__submission", "reviewer__profile", "invitation")
    try:
        review = related.get(pk=review_id)
    except Review.DoesNotExist:
        return None
    if review.reviewer_id == visitor.user.pk or is_in_guest_scope(visitor, review):
        return Writer(review, review.reviewer)
    return None


def is_guest_somewhere(visitor: Visitor) -> bool:
    """Whether the visitor came by the open link of any invitation."""
    ids = opened_links.opened_ids(visitor.session, opened_links.INVITATION)
    open_ones = Invitation.objects.filter(pk__in=ids).exclude(state__in=LINK_CLOSED)
    return any(has_opened(visitor, invitation) for invitation in open_ones)


def is_in_guest_scope(visitor: Visitor, review: Review) -> bool:
    """Whether the visitor came by the open link of the invitation that a guest's review is for."""
    invitation = review.invitation
    return (
        review.reviewer.is_guest
        and invitation is not None
        and invitation.state == Invitation.State.ACCEPTED
        and has_opened(visitor, invitation)
        and not is_involved(visitor, invitation.round)
    )


def find_invitation(visitor: Visitor, invitation_id: int) -> Invitation | None:
    """The invitation, where the visitor has opened its link, is signed in to the account that
    accepted it, or to one that has confirmed its address; None else.
    """
    open_ones = Invitation.objects.exclude(state__in=LINK_CLOSED).select_related(
        "round__submission__editor__profile", "round__version__preprint", "user", "review"
    )
    try:
        invitation = open_ones.get(pk=invitation_id)
    except Invitation.DoesNotExist:
        return None
    if has_opened(visitor, invitation) or _is_addressee(visitor, invitation):
        return invitation
    return None


def has_opened(visitor: Visitor, invitation: Invitation) -> bool:
    return opened_links.is_opened(
        visitor.session, opened_links.INVITATION, invitation.pk, invitation.token_hash
    )


def has_opened_older_link(visitor: Visitor, review_id: int) -> bool:
    """Whether the visitor came by a link to this review that is closed by now."""
    invitation = Invitation.objects.filter(review=review_id).first()
    if invitation is None:
        return False
    was_opened = opened_links.was_opened(visitor.session, opened_links.INVITATION, invitation.pk)
    is_open = has_opened(visitor, invitation) and not invitation.is_link_closed
    return was_opened and not is_open


def is_closed_at_sign_in(visitor: Visitor, review_id: int) -> bool:
    """Whether the link to this review was opened here before somebody signed in."""
    invitation = Invitation.objects.filter(review=review_id).first()
    return invitation is not None and opened_links.is_closed_at_sign_in(
        visitor.session, opened_links.INVITATION, invitation.pk
    )


def find_mailed_link(
    visitor: Visitor, link_id: int, purpose: MailedLink.Purpose
) -> MailedLink | None:
    """The link with its review, where this browser has opened it and it is still open."""
    links = MailedLink.objects.filter(purpose=purpose, closed_at=None).select_related(
        "review__round__submission",
        "review__version__preprint",
        "review__significance",
        "review__strength",
        "review__reviewer__profile",
        "review__invitation",
    )
    try:
        link = links.get(pk=link_id)
    except MailedLink.DoesNotExist:
        return None
    is_open = opened_links.is_opened(
        visitor.session, opened_links.MAILED_LINK, link.pk, link.token_hash
    )
    return link if is_open else None


def find_kept_review(visitor: Visitor, link_id: int) -> Review | None:
    """The review of a "Keep this account" link of this browser, once an account has the review."""
    link = (
        MailedLink.objects.filter(pk=link_id, purpose=MailedLink.Purpose.KEEP_ACCOUNT)
        .select_related("review__reviewer")
        .first()
    )
    if link is None or link.review.reviewer.is_guest:
        return None
    is_theirs = opened_links.is_opened(
        visitor.session, opened_links.MAILED_LINK, link.pk, link.token_hash
    )
    return link.review if is_theirs else None


def forget_links(visitor: Visitor, invitation_id: int) -> None:
    """Close an invitation at this browser, and every link that was mailed about its review: each of
    them opens the review, and one makes an account of it."""
    session = visitor.session
    opened = opened_links.opened_ids(session, opened_links.MAILED_LINK)
    links = MailedLink.objects.filter(pk__in=opened, review__invitation=invitation_id)
    for link_id in links.values_list("pk", flat=True):
        opened_links.forget_opened(session, opened_links.MAILED_LINK, link_id)
    opened_links.forget_opened(session, opened_links.INVITATION, invitation_id)


def is_involved(visitor: Visitor, asked_for: Round) -> bool:
    """Whether the person signed in is an author or editor of the round's work."""
    account = visitor.account
    return account is not None and account.pk in involved_people(asked_for)


def _is_addressee(visitor: Visitor, invitation: Invitation) -> bool:
    account = visitor.account
    if account is None:
        return False
    if invitation.user_id is not None:
        return invitation.user_id == account.pk
    return invitation.email.lower() in verified_addresses(account)
