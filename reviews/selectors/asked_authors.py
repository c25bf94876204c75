"""Which addresses and reviews of a round may be an author's, for the two editors of the work."""

from dataclasses import dataclass

from django.db.models import Q

from reviews.models import Review, Round, Submission
from reviews.services.asked_authors import addresses_asked


@dataclass(frozen=True, slots=True)
class AskedAuthors:
    """addresses: that were given as those of authors, but of those who say they are none.
    review_ids: of who has one of them."""

    addresses: frozenset[str] = frozenset()
    review_ids: frozenset[int] = frozenset()


def asked_authors(submission: Submission, current: Round | None) -> AskedAuthors:
    addresses = addresses_asked(submission.preprint_id)
    if not addresses or current is None:
        return AskedAuthors(addresses)
    of_account = Q(
        reviewer__emailaddress__email__in=addresses, reviewer__emailaddress__verified=True
    )
    invited = Q(invitation__email__in=addresses)
    reviews = Review.objects.filter(of_account | invited, round=current)
    return AskedAuthors(addresses, frozenset(reviews.values_list("pk", flat=True)))
