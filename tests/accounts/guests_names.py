"""Reviews that guests sign in tests."""

from accounts.guests import make_guest
from reviews.services.accepting import accept_review
from reviews.services.reviewing import submit_review
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.reviews.test_review_services import content

NAME = "Ines Okaforova"


def signed_by_guest(name=NAME, **fields):
    guest = make_guest(name)
    return ReviewFactory(
        by_guest=True,
        reviewer=guest,
        published=True,
        byline_kind="signed",
        byline_name=name,
        **fields,
    )


def submit_signed(reviewer):
    review = ReviewFactory(reviewer=reviewer)
    signed = content(byline_kind="signed")
    return submit_review(review.pk, reviewer=reviewer, content=signed, now=NOW)


def accept(review):
    return accept_review(review.pk, editor=review.round.submission.editor, now=NOW)
