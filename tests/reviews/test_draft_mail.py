"""What a reviewer whose invitation is withdrawn is mailed of the text they had written."""

import pytest

from drafts.models import Draft
from reviews.selectors.draft_mail import draft_mail
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def review():
    """Being written, as another person writes another one that has a draft, too."""
    other = ReviewFactory()
    save(other, fields={"summary": "Another person's."})
    return ReviewFactory(round=other.round)


def save(review, **fields):
    Draft.objects.create(owner=review.reviewer, key=f"review:{review.pk}", saved_at=NOW, **fields)


def other_text(**fields):
    return {"tab": "t", "saved_at": NOW.isoformat(), "fields": fields}


def test_a_withdrawn_reviewer_is_mailed_all_that_was_written(review):
    others = [other_text(summary="Mine.", strengths="Kept."), other_text(summary="Older.")]
    fields = {"summary": " Mine. ", "strengths": "  ", "weaknesses": "Short.", "odd": "x"}
    save(review, fields=fields, others=others)
    assert draft_mail(review).review == review
    parts = draft_mail(review).text.split("\n\n")
    assert [part for part in parts if not part.startswith("# ")] == [
        "Mine.",
        "Short.",
        "Kept.",
        "Older.",
    ]
    headings = [part for part in parts if part.startswith("# ")]
    assert headings[0].startswith("# Summary")
    assert ["another tab" in heading for heading in headings] == [False, False, True, True]


def test_of_a_review_that_was_not_begun_nothing_is_mailed(review):
    Draft.objects.create(
        owner=UserFactory(), key=f"review:{review.pk}", saved_at=NOW, fields={"summary": "Theirs"}
    )
    save(ReviewFactory(reviewer=review.reviewer), fields={"summary": "Of another review"})
    assert draft_mail(review).text == ""
