"""The page of one review: its scales, what the authors answered, and the reviews beside it."""

import re
from html import unescape

import pytest

from reviews.models import RevisionAnswer
from reviews.services.withdrawing import withdraw_response, withdraw_review
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import ResponseFactory, ReviewFactory, RevisionFactory
from tests.factories.times import NOW
from tests.reading.works import reviewed_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened():
    return reviewed_round(reviews=3)


def page_of(client, review) -> str:
    return client.get(review.get_absolute_url()).content.decode()


def words(page: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", page).split()))


def neighbours(page: str) -> dict[str, str]:
    return dict(re.findall(r'<a href="([^"]*)" rel="(prev|next)">', page))


def test_it_leads_to_the_reviews_of_the_same_version_around_it(client, opened):
    first, second, third = opened.reviews.order_by("number")
    other = VersionFactory(preprint=first.version.preprint, number=2)
    ReviewFactory(round=None, version=other, published=True, number=1, reviewer=UserFactory())
    ReviewFactory(round=opened, submitted=True)
    assert neighbours(page_of(client, first)) == {second.get_absolute_url(): "next"}
    assert neighbours(page_of(client, second)) == {
        first.get_absolute_url(): "prev",
        third.get_absolute_url(): "next",
    }
    assert neighbours(page_of(client, third)) == {second.get_absolute_url(): "prev"}
    withdraw_review(second.pk, by=second.reviewer, reason="Wrong.", now=NOW)
    assert neighbours(page_of(client, first)) == {third.get_absolute_url(): "next"}
    third.refresh_from_db()
    assert neighbours(page_of(client, third)) == {first.get_absolute_url(): "prev"}


def test_each_term_is_drawn_on_its_whole_scale(client, opened):
    page = page_of(client, opened.reviews.first())
    assert page.count('class="scale"') == 2
    assert page.count("scale__tick--chosen") == 2


def test_the_authors_answer_stands_below_and_what_answers_others_does_not(client, opened):
    review, other = opened.reviews.order_by("number")[:2]
    volunteered = ReviewFactory(
        round=None, version=review.version, published=True, number=9, reviewer=UserFactory()
    )
    response = opened.responses.get()
    assert f"Response by {response.author_name}" in words(page_of(client, review))
    assert "The authors’ answer" not in page_of(client, volunteered)
    revision = RevisionFactory(round=opened)
    RevisionAnswer.objects.create(
        revision=revision, review=review, text="x", text_html="<p>We corrected the proof.</p>"
    )
    shown = page_of(client, review)
    assert "We corrected the proof." in shown
    assert f'<a href="/{revision.identifier}">{revision.identifier}</a>' in shown
    assert "We corrected the proof." not in page_of(client, other)
    gone = ResponseFactory(round=opened, number=2, author_name="Ada Withdrawn")
    assert "Response by Ada Withdrawn" in words(page_of(client, review))
    withdraw_response(gone.pk, by=gone.author, reason="Wrong.", now=NOW)
    assert "Ada Withdrawn" not in page_of(client, review)


def test_it_is_cited_from_its_page(client, opened):
    review = opened.reviews.first()
    assert f"{review.get_absolute_url()}?format=apa" in page_of(client, review)
