"""One name invited at two addresses: which of them is the person's, the second editor says."""

from datetime import datetime

from accounts import names
from events.services import record as record_event
from reviews.models import Invitation, Review
from reviews.models.reviews import Byline


def note_other_address(invitation: Invitation, *, name: str, now: datetime) -> None:
    """Treat an invitation as corrected where this round has one to another address for somebody of
    the same name: to withdraw it and to invite the person anew is a correction as well.

    name: as the editor typed it, or as the invited person signs.
    """
    looks = names.skeletons(name)
    others = invitation.round.invitations.exclude(pk=invitation.pk)
    others = others.exclude(email__iexact=invitation.email).select_related("user__profile")
    if invitation.is_corrected or not any(looks & _looks_of(other) for other in others):
        return
    invitation.corrected_by, invitation.corrected_at = invitation.invited_by, now
    invitation.save(update_fields=["corrected_by", "corrected_at"])
    record_invitation_event(
        invitation, "invitation.address_corrected", invitation.invited_by_id, now
    )


def note_signature(review: Review, *, now: datetime) -> None:
    """The same for the name that a review is signed with: a profile can be renamed at any time."""
    is_signed = review.byline_kind == Byline.SIGNED
    if is_signed and review.invitation is not None and review.byline_approved_at is None:
        note_other_address(review.invitation, name=review.byline_name, now=now)


def _looks_of(invitation: Invitation) -> set[str]:
    """Of the name it was sent to, and of that of whoever answered it."""
    looks = set(names.skeletons(invitation.name))
    profile = getattr(invitation.user, "profile", None)
    return looks | set(names.skeletons(profile.name)) if profile else looks


def record_invitation_event(
    invitation: Invitation, kind: str, actor_id: int | None, now: datetime
) -> None:
    record_event(
        kind,
        subject=invitation.round.version.identifier,
        preprint_id=invitation.round.version.preprint_id,
        actor_id=actor_id,
        is_public=False,
        now=now,
        data={"invitation": invitation.pk},
    )
