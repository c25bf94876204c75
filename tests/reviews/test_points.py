"""A review's numbered points: fixed when it is submitted, shown with their names, answered one by
one."""

import pytest
from django.urls import reverse

from drafts.models import Draft
from reviews.models import Review, Round
from reviews.points import with_points
from reviews.services.accepting import publish_review
from reviews.services.responding import response_draft_key
from reviews.services.reviewing import submit_review
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.test_review_services import content
from tests.rewriting import rewriting

pytestmark = pytest.mark.django_db


def submitted(review, **parts):
    written = content(**parts)
    submit_review(review.pk, reviewer=review.reviewer, content=written, now=NOW)
    return Review.objects.get(pk=review.pk)


@pytest.fixture
def published():
    """With two points; beside it a review that has none."""
    opened = RoundFactory()
    review = ReviewFactory(round=opened)
    ReviewFactory(round=opened, published=True, number=7)
    parts = {"strengths": "1. Clear *axioms*.", "weaknesses": "Two:\n\n1. No `code`."}
    review = submitted(review, **parts, recommendations="1. Private.")
    Round.objects.filter(pk=opened.pk).update(state="assessed", closed_at=NOW)
    return publish_review(review.pk, editor=opened.submission.editor, now=NOW)


def test_the_points_of_the_public_parts_are_kept(published):
    assert published.points == ["Clear axioms.", "No code."]
    assert f'id="r{published.pk}-point-2"' in published.weaknesses_html
    assert "point" not in published.recommendations_html


def test_a_review_without_lists_has_no_points():
    review = submitted(ReviewFactory(), strengths="- one", weaknesses="None.")
    assert review.points == []


def test_readers_see_each_point_with_its_address(client, published):
    page = client.get(published.get_absolute_url()).content.decode()
    name = published.identifier
    for number in (1, 2):
        anchor = f"r{published.pk}-point-{number}"
        assert f'<li id="{anchor}">' in page
        assert f'<a class="point-link" href="/{name}.{number}"' in page
        there = client.get(f"/{name}.{number}")
        assert there.url == f"{published.get_absolute_url()}#{anchor}"
    assert f"{name}.3" not in page


def test_the_api_lists_the_points(client, published):
    found = client.get(f"/api/v1/reviews/{published.pk}/").json()
    name = published.identifier
    assert found["points"] == [
        {"number": 1, "identifier": f"{name}.1", "text": "Clear axioms."},
        {"number": 2, "identifier": f"{name}.2", "text": "No code."},
    ]
    assert f'href="/{name}.2"' in found["parts"]["weaknesses"]["html"]
    other = Review.objects.get(number=7)
    assert client.get(f"/api/v1/reviews/{other.pk}/").json()["points"] == []


def test_an_answer_begins_with_each_point_that_it_does_not_name(published):
    name = published.identifier
    other = ReviewFactory(round=published.round, published=True, number=9)
    other.points = ["A*b* " + "long " * 60]
    text = with_points(f"Thanks. {name}.1 is true.", [published, other])
    head, *offered = text.split("\n\n**")
    assert head == f"Thanks. {name}.1 is true."
    assert offered[0] == f"{name}.2**\n\n> No code."
    assert offered[1].startswith(f"{other.identifier}.1**\n\n> A b long")
    assert len(offered[1]) < 250
    assert with_points(text, [published, other]).count("**") == text.count("**")
    assert with_points(f"{name}.12", [published]).count("**") == 4  # another point's name


def test_an_author_adds_the_points_and_loses_no_word(client, published):
    answered = published.round
    answered.state, answered.closed_at = "assessed", NOW
    answered.save()
    author = UserFactory()
    answered.version.authors.update(user=author)
    client.force_login(author)
    page = reverse("reviews:respond", args=[answered.version.preprint_id])
    assert 'name="points"' in client.get(page).content.decode()
    answer = client.post(page, {"text": "We thank all.", "points": "1"})
    assert answer.url == page
    draft = Draft.objects.get(owner=author, key=response_draft_key(answered))
    assert draft.fields["text"] == with_points("We thank all.", [published])
    assert f"**{published.identifier}.2**" in client.get(page).content.decode()
    with rewriting():
        Review.objects.update(points=[])
    assert 'name="points"' not in client.get(page).content.decode()
