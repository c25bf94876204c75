"""Possible competing interests of people who are invited to review."""

from django.db import models

from reviews.models.invitations import Invitation


class KnownInterest(models.Model):
    """What ties somebody who is invited to the work's authors, as the catalogue shows it, and why
    the editor invites them all the same. For the two editors of the work alone.

    found: in words, one a line.
    """

    invitation = models.OneToOneField(
        Invitation, models.CASCADE, related_name="known_interest", primary_key=True
    )
    found = models.TextField()
    reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="interest_has_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"interest of invitation {self.invitation_id}"
