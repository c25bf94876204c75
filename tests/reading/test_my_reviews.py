"""What My work says of one's reviews: where each stands, and what can be done."""

import pytest
from django.urls import reverse

from reviews.models import ReviewReply
from reviews.selectors.own_waiting import own_waiting
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def reviews_on_my_page(client, person):
    client.force_login(person)
    page = client.get(reverse("reading:me")).text
    _before, _head, rest = page.partition('id="reviews"')
    return " ".join(rest.split())


def test_a_refused_review_stays_with_its_text_and_the_appeal(client):
    review = ReviewFactory(submitted=True, status="refused")
    other = ReviewFactory(submitted=True, status="refused")
    shown = reviews_on_my_page(client, review.reviewer)
    assert f'href="/reviews/{review.pk}/write/"' in shown
    assert f'href="{reverse("reviews:appeal_refusal", args=[review.pk])}"' in shown
    assert "You keep the text" in shown
    assert f"/reviews/{other.pk}/" not in shown


def test_a_review_of_a_withdrawn_submission_is_not_said_to_be_read_by_the_editor(client):
    person = UserFactory()
    ReviewFactory(round=RoundFactory(), submitted=True, reviewer=person)
    withdrawn = RoundFactory(state="withdrawn", closed_at=NOW)
    ReviewFactory(round=withdrawn, submitted=True, reviewer=person)
    shown = reviews_on_my_page(client, person)
    assert shown.count("The editor reads it next.") == 1
    assert shown.count("The submission was withdrawn, so it is not published.") == 1


def test_a_returned_review_waits_for_the_answer_to_a_question(client):
    person = UserFactory()
    returned, written = (ReviewFactory(reviewer=person) for _ in range(2))
    ReviewReply.objects.create(
        review=returned,
        kind="returned",
        text="Which lemma?",
        text_html="<p>Which lemma?</p>",
        editor=UserFactory(editor=True),
        written_at=NOW,
    )
    rows = {row.acts[0].url: row for row in own_waiting(person, now=NOW)}
    words = [
        (rows[f"/reviews/{one.pk}/write/"].what, rows[f"/reviews/{one.pk}/write/"].acts[0].words)
        for one in (returned, written)
    ]
    assert words == [
        (
            "An editor asks a question about your review: answer it, and submit it again",
            "Read the question",
        ),
        ("Your review is due", "Write the review"),
    ]
