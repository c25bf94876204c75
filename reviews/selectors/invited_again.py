"""Whom a mail invites to review a newer version of what they reviewed."""

from dataclasses import dataclass

from reviews.models import Invitation, Review, Revision
from reviews.services.mailed_links import address_of_earlier_review


@dataclass(frozen=True, slots=True)
class InvitedAgain:
    """reviewed_number: of the version they reviewed last. note: what the authors say changed, as
    typed; "" where no revision was declared.
    """

    reviewed_number: int
    note: str


def invited_again(invitation: Invitation) -> InvitedAgain | None:
    """None for a first invitation, and where the address is not that of an earlier review: nobody
    else learns who reviewed.
    """
    asked_for = invitation.round
    earlier = Review.objects.published().filter(
        round__submission=asked_for.submission_id, round__number__lt=asked_for.number
    )
    for review in earlier.select_related("version", "reviewer", "invitation").order_by(
        "-round__number"
    ):
        if address_of_earlier_review(review) == invitation.email.lower():
            revision = Revision.objects.filter(version=asked_for.version_id).first()
            return InvitedAgain(review.version.number, revision.note if revision else "")
    return None
