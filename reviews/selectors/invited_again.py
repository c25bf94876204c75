"""Whom a mail invites to review a work again that they reviewed, in a newer version or the same."""

from dataclasses import dataclass

from reviews.models import Invitation, Reopening, Review, Revision, Round
from reviews.services.mailed_links import address_of_earlier_review


@dataclass(frozen=True, slots=True)
class InvitedAgain:
    """reviewed_number: of the version they reviewed last; is_newer: whether the one that they are
    invited to review is another. note: what the authors say changed, as typed; "" where no revision
    was declared. reasons: why the editors look again at the assessment, as everybody reads it.
    """

    reviewed_number: int
    is_newer: bool
    note: str
    reasons: tuple[str, ...]


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
            is_newer = review.version_id != asked_for.version_id
            revision = Revision.objects.filter(version=asked_for.version_id).first()
            note = revision.note if revision and is_newer else ""
            return InvitedAgain(review.version.number, is_newer, note, _reasons(asked_for))
    return None


def _reasons(asked_for: Round) -> tuple[str, ...]:
    """None where no second look at an assessment has led to the round."""
    looks = Reopening.objects.filter(round=asked_for).order_by("pk")
    return tuple(words for look in looks for words in (look.reason, look.decision_reason) if words)
