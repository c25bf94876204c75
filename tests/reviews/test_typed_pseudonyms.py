"""A pseudonym typed with a review becomes the reviewer's where the review appears under it."""

import pytest

from accounts.models import Pseudonym
from accounts.services import set_pseudonym
from reviews.services.reviewing import submit_review
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.reviews.test_review_services import content

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "before", "byline", "after"),
    [
        ("pseudonym", "", "Blue Heron", ["Blue Heron"]),
        ("pseudonym", "Grey Heron", "Grey Heron", ["Grey Heron"]),
        ("signed", "", "Noor Example", []),
        ("signed", "Grey Heron", "Noor Example", ["Grey Heron"]),
        ("anonymous", "", "Anonymous reviewer", []),
    ],
)
def test_a_typed_pseudonym_is_taken_once_and_for_a_review_under_it_alone(
    kind, before, byline, after
):
    bystander, reviewer = UserFactory(), UserFactory(name="Noor Example", verified=True)
    set_pseudonym(bystander, "White Heron")
    if before:
        set_pseudonym(reviewer, before)
    review = ReviewFactory(reviewer=reviewer)
    typed = content(byline_kind=kind, pseudonym="Blue Heron")
    review = submit_review(review.pk, reviewer=reviewer, content=typed, now=NOW)
    assert (review.byline_kind, review.byline_name) == (kind, byline)
    names = Pseudonym.objects.order_by("pk").values_list("user", "name")
    assert list(names) == [(bystander.pk, "White Heron"), *((reviewer.pk, one) for one in after)]
