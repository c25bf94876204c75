"""Under which name a review may appear, and when the second editor must allow it."""

import pytest

from accounts.errors import NameNotAvailable
from accounts.names import skeletons
from accounts.services import set_pseudonym
from preprints.models import Author
from reviews import errors
from reviews.models import Review
from reviews.services.bylines import (
    check_byline_is_free,
    check_can_appear,
    is_author_under_review,
    name_to_sign,
    needs_allowing,
)
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import ReviewFactory, SubmissionFactory

pytestmark = pytest.mark.django_db
AUTHOR = "Grace Careful"


@pytest.fixture
def review():
    """Its reviewer is no author of the work, and no namesake of one yet."""
    review = ReviewFactory(reviewer__name=AUTHOR)
    Author.objects.update(name="Ada Example")
    return review


def name_authors(work, name=AUTHOR):
    Author.objects.filter(version__preprint=work).update(name=name)


def appear(review, kind):
    check_can_appear(review.reviewer, byline_kind=kind, preprint_id=review.version.preprint_id)


@pytest.mark.parametrize("kind", ["signed", "pseudonym", "anonymous"])
def test_a_name_that_no_author_of_the_work_has_may_appear(review, kind):
    name_authors(PreprintFactory())
    if kind == "pseudonym":
        set_pseudonym(review.reviewer, "Blue Heron")
    appear(review, kind)


@pytest.mark.parametrize(("kind", "error"), [
    ("signed", errors.NameOfAnother),
    ("pseudonym", NameNotAvailable),
    ("anonymous", None),
])  # fmt: skip
def test_a_name_of_an_author_of_the_work_may_not(review, kind, error):
    set_pseudonym(review.reviewer, "Blue Heron")
    name_authors(review.version.preprint, AUTHOR if kind == "signed" else "Blue Heron")
    if error is None:
        appear(review, kind)
    else:
        with pytest.raises(error):
            appear(review, kind)


def test_a_pseudonym_is_asked_for_only_where_there_is_one(review):
    name_authors(review.version.preprint)
    appear(review, "pseudonym")


def test_the_name_of_the_profile_is_no_pseudonym(review):
    """Who appears under a pseudonym may be a namesake of the author: nobody sees the name."""
    set_pseudonym(review.reviewer, "Blue Heron")
    name_authors(review.version.preprint)
    appear(review, "pseudonym")


@pytest.mark.parametrize(("kind", "error"), [
    ("signed", errors.BylineOfAnother),
    ("pseudonym", errors.PseudonymOfAuthor),
    ("anonymous", None),
])  # fmt: skip
def test_what_is_published_is_the_name_on_the_review(review, kind, error):
    """Which may be another than that of the profile by then."""
    review.byline_kind, review.byline_name = kind, "Noor Example"
    name_authors(review.version.preprint)
    name_authors(PreprintFactory(), "Noor Example")
    check_byline_is_free(review)
    name_authors(review.version.preprint, "Noor Example")
    if error is None:
        check_byline_is_free(review)
    else:
        with pytest.raises(error):
            check_byline_is_free(review)


def test_an_allowed_name_is_signed_beside_an_author_of_it(review):
    name_authors(review.version.preprint)
    with pytest.raises(errors.NameOfAnother):
        appear(review, "signed")
    review.reviewer.profile.shared_name = "grace careful"
    appear(review, "signed")
    review.reviewer.profile.shared_name = "Noor Example"
    with pytest.raises(errors.NameOfAnother):
        appear(review, "signed")


@pytest.mark.parametrize(("status", "kind", "needs"), [
    ("draft", "", True),
    ("draft", "signed", True),
    ("submitted", "signed", True),
    ("draft", "pseudonym", False),
    ("submitted", "anonymous", False),
    ("published", "signed", False),
    ("disowned", "signed", False),
])  # fmt: skip
def test_a_namesake_of_an_author_needs_allowing_while_the_review_is_open(
    review, status, kind, needs
):
    review.status, review.byline_kind = status, kind
    assert needs_allowing(review) is False
    name_authors(review.version.preprint)
    assert needs_allowing(review) is needs


def test_a_name_of_the_journals_own_is_allowed_to_nobody(review):
    review.byline_name = "Anonymous reviewer"
    assert needs_allowing(review) is False


def test_the_name_to_sign_is_the_one_on_the_review_where_it_has_one():
    review = Review(reviewer=UserFactory(name="Grace Careful"))
    assert name_to_sign(review) == "Grace Careful"
    review.byline_name = "Noor Example"
    assert name_to_sign(review) == "Noor Example"


def test_authors_under_review_are_those_of_submitted_works():
    name_authors(PreprintFactory())
    looks = skeletons(AUTHOR)
    assert is_author_under_review(looks) is False
    submission = SubmissionFactory()
    name_authors(submission.preprint, "Ada Example")
    assert is_author_under_review(looks) is False
    name_authors(submission.preprint)
    assert is_author_under_review(looks) is True
