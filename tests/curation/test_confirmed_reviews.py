"""Only reviews that their reviewers have confirmed count towards an issue, and a person once."""

import pytest
from allauth.account.models import EmailAddress

from curation.rules import SENTENCES
from curation.selectors import candidates
from reviews.models import Review
from tests.curation.works import make_candidate, make_round
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def candidate_of(preprint):
    return candidates.candidates(now=NOW).of(preprint.pk)


def reviews_check(preprint):
    return next(check for check in candidate_of(preprint).checks if check.name == "reviews")


def review_as_guest(opened, email, number, **fields):
    details = {"invitation__email": email, "number": number, "confirmed_by": "mailbox", **fields}
    return ReviewFactory(round=opened, published=True, by_guest=True, **details)


def test_an_anonymous_review_counts_once_its_mailbox_has_confirmed_it():
    preprint = make_candidate()
    assert candidate_of(preprint).is_eligible
    review = Review.objects.order_by("pk").first()
    Review.objects.filter(pk=review.pk).update(confirmed_at=None, confirmed_by="")
    assert not candidate_of(preprint).is_eligible
    assert reviews_check(preprint).sentence == SENTENCES["reviews"][1]
    assert "confirmed" in str(SENTENCES["reviews"][1])
    assert len(candidate_of(preprint).ratings) == 1
    Review.objects.filter(pk=review.pk).update(confirmed_at=NOW, confirmed_by="mailbox")
    assert candidate_of(preprint).is_eligible


def test_a_review_from_before_confirmations_counts_when_it_is_confirmed():
    preprint = make_candidate()
    Review.objects.update(confirmed_by="earlier")
    assert not candidate_of(preprint).is_eligible


def test_the_rating_of_an_unconfirmed_review_moves_no_score():
    preprint = make_candidate()
    before = candidate_of(preprint).score
    assessed = Review.objects.first().round
    ReviewFactory(round=assessed, published=True, number=9, confirmed_at=None, confirmed_by="")
    assert candidate_of(preprint).score == before


def test_two_reviews_of_one_mailbox_are_one_persons():
    opened = make_round()
    AssessmentFactory(round=opened, published=True)
    preprint = opened.submission.preprint
    review_as_guest(opened, "grace@example.org", 1, invitation__state="revoked")
    review_as_guest(opened, "grace@example.org", 2)
    assert not reviews_check(preprint).ok
    review_as_guest(opened, "noor@example.org", 3)
    assert reviews_check(preprint).ok


def test_a_guest_and_the_account_of_the_address_are_one_person():
    opened = make_round()
    AssessmentFactory(round=opened, published=True)
    person = UserFactory(email="grace@example.org", verified=True)
    ReviewFactory(round=opened, published=True, reviewer=person)
    review_as_guest(opened, "grace@example.org", 2)
    assert not reviews_check(opened.submission.preprint).ok
    review_as_guest(opened, "noor@example.org", 3)
    assert reviews_check(opened.submission.preprint).ok


def test_an_editor_of_the_work_does_not_count_as_a_guest_either():
    opened = make_round()
    editor = opened.submission.editor
    EmailAddress.objects.create(user=editor, email="edda@example.org", verified=True)
    AssessmentFactory(round=opened, published=True)
    review_as_guest(opened, "edda@example.org", 1)
    review_as_guest(opened, "grace@example.org", 2)
    assert not reviews_check(opened.submission.preprint).ok
    review_as_guest(opened, "noor@example.org", 3)
    assert reviews_check(opened.submission.preprint).ok
