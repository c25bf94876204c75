"""Whose address was given as that of an author: as far as is known they are one, and do not review.

Nobody but the editors reads whose address it is; a refusal says no more than that authors do not
review. Whoever answers that they are no author of the work is none.
"""

from collections.abc import Collection

from accounts.guests import verified_addresses
from accounts.models import User
from reviews import errors
from reviews.models import ConsentRequest, Invitation, Round

SAID = (ConsentRequest.Answer.AGREED, ConsentRequest.Answer.DECLINED)


def addresses_asked(preprint_id: int) -> frozenset[str]:
    """In lower case: those that have answered as an author, or not yet."""
    requests = ConsentRequest.objects.filter(submission__preprint=preprint_id).exclude(email="")
    asked = requests.exclude(answer=ConsentRequest.Answer.NOT_AN_AUTHOR)
    return frozenset(asked.values_list("email", flat=True))


def addresses_of_reviewer(reviewer: User, invitation: Invitation | None) -> set[str]:
    """In lower case; of a guest the one of the invitation alone."""
    invited = {invitation.email.lower()} if invitation is not None else set()
    return verified_addresses(reviewer) | invited


def check_has_not_answered_as_author(asked_for: Round, addresses: Collection[str]) -> None:
    """Raises ReviewerIsInvolved where one of the addresses answered the work's consent mail."""
    requests = ConsentRequest.objects.filter(
        submission__preprint=asked_for.submission.preprint_id, email__in=addresses, answer__in=SAID
    )
    if requests.exists():
        raise errors.ReviewerIsInvolved
