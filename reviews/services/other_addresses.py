"""One name invited at two addresses: which of them is the person's, the second editor says."""

from datetime import datetime

from accounts import names
from accounts.services import is_near_somebody_known
from events.services import record_event
from reviews.models import Invitation, Review
from reviews.models.reviews import Byline


def note_other_address(invitation: Invitation, *, name: str, now: datetime) -> None:
    """Treat an invitation as corrected where this round has one to another address for somebody of
    the same name: to withdraw it and to invite the person anew is a correction as well.

    name: as the editor typed it, or as the invited person signs.
    """
    others = invitation.round.invitations.exclude(pk=invitation.pk)
    others = others.exclude(email__lower=invitation.email.lower()).select_related("user__profile")
    if invitation.is_corrected or not any(_bears(other, name) for other in others):
        return
    invitation.corrected_by, invitation.corrected_at = invitation.invited_by, now
    invitation.save(update_fields=["corrected_by", "corrected_at"])
    record_invitation_event(
        invitation, "invitation.address_corrected", invitation.invited_by_id, now
    )


def note_signature(review: Review, *, now: datetime) -> None:
    """The same for the name that a review is signed with: a profile can be renamed at any time.

    So is one that is much like a known name, though it is free: the address may be of neither. No
    editor corrected anything then.
    """
    invitation = review.invitation
    if review.byline_kind != Byline.SIGNED or invitation is None or review.byline_approved_at:
        return
    note_other_address(invitation, name=review.byline_name, now=now)
    is_noted = invitation.is_corrected
    if not is_noted and is_near_somebody_known(review.reviewer, review.byline_name):
        invitation.corrected_at = now
        invitation.save(update_fields=["corrected_at"])
        record_invitation_event(invitation, "invitation.name_to_check", None, now)


def _bears(invitation: Invitation, name: str) -> bool:
    """Whether the name it was sent to, or that of whoever answered it, is taken for this one."""
    profile = getattr(invitation.user, "profile", None)
    return any(
        names.skeletons(name) & names.skeletons(other)
        or names.is_near(other, name)
        or names.is_near(name, other)
        for other in (invitation.name, profile.name if profile else "")
    )


def record_invitation_event(
    invitation: Invitation, kind: str, actor_id: int | None, now: datetime
) -> None:
    record_event(
        kind,
        about=invitation.round.version,
        actor_id=actor_id,
        now=now,
        data={"invitation": invitation.pk},
    )
