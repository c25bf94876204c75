"""Who reviews a work, or was asked to: also under no name, so the answer is for its editors."""

from allauth.account.models import EmailAddress

from reviews.models import Invitation, Review

ASKED = (Invitation.State.PENDING, Invitation.State.ACCEPTED)


def reviewers_of(preprint_id: int) -> set[int]:
    """Who reviews the work, or has reviewed it."""
    reviews = Review.objects.filter(version__preprint=preprint_id)
    own = reviews.exclude(status=Review.Status.DISOWNED)
    return set(own.values_list("reviewer_id", flat=True))


def asked_to_review(preprint_id: int) -> set[int]:
    """Who is invited and has not declined, in any submission of the work."""
    asked = Invitation.objects.filter(round__submission__preprint=preprint_id, state__in=ASKED)
    addresses = {one.lower() for one in asked.values_list("email", flat=True)}
    owners = EmailAddress.objects.filter(email__in=addresses).values_list("user", flat=True)
    return set(owners) | set(asked.exclude(user=None).values_list("user", flat=True))
