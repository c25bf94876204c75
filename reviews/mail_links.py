"""Where the links in mails lead."""

from django.urls import reverse

from reviews.models import Appeal, Invitation, MailedLink, Review
from reviews.tokens import INVITATION, link_token_of
from web import addresses

PAGES = {
    MailedLink.Purpose.CONFIRM_REVIEW: "reviews:open_confirmation",
    MailedLink.Purpose.KEEP_ACCOUNT: "reviews:open_keep_account",
}


def invitation_url(invitation: Invitation) -> str:
    token = link_token_of(INVITATION, invitation.nonce, token_hash=invitation.token_hash)
    return secret_url("reviews:open_invitation", token)


def writing_url(review: Review) -> str:
    """Where the reviewer writes; a guest comes there by the secret link alone."""
    if review.reviewer.is_guest and review.invitation is not None:
        return invitation_url(review.invitation)
    return addresses.absolute(reverse("reviews:write_review", args=[review.pk]))


def secret_url(page: str, token: str) -> str:
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
