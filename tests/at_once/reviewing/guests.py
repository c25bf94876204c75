"""Reviews of guests: confirmed or disowned, bylines approved, accounts kept."""

from typing import Any

from accounts.guests import make_guest
from reviews import errors
from reviews.models import Invitation, MailedLink, Review
from reviews.services import confirming, guest_accounts, mailed_links
from tests.at_once.acts import Act, Call
from tests.at_once.reviewing.inviting import verified_user
from tests.factories.reviews import InvitationFactory, ReviewFactory
from tests.factories.times import NOW


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


ACTS = [
    Act(confirming.ask_for_confirmation, ask_for_confirmation),
    Act(confirming.confirm_review, confirm),
    Act(confirming.disown_review, disown, (errors.LinkClosed,)),
    Act(confirming.approve_byline, approve_byline, (errors.NothingToApprove,)),
    Act(confirming.allow_name, allow_name, (errors.NothingToAllow,)),
    Act(guest_accounts.offer_account, offer_account),
    Act(guest_accounts.keep_account, keep_account, (errors.ReviewHasAccount,)),
    Act(guest_accounts.attach_to_account, attach_to_account, (errors.ReviewHasAccount,)),
]
