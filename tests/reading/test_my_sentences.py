"""What "My work" says of works that wait for a response, and of reviews that were closed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from drafts.models import Draft
from reviews.models import Round
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reading.works import reviewed_round

pytestmark = pytest.mark.django_db


def my_page(client, person):
    client.force_login(person)
    return " ".join(client.get(reverse("reading:me")).content.decode().split())


@pytest.mark.parametrize(
    ("days_left", "words"),
    [
        (1, "Please respond by {day}: until then no issue takes the work without your response."),
        (
            -1,
            "You can still respond; since {day} an issue does not wait for it any more.",
        ),
    ],
)
def test_the_day_is_named_until_which_a_response_is_waited_for(client, days_left, words):
    author, answerable = UserFactory(), reviewed_round(has_response=False)
    answerable.version.authors.update(user=author)
    reviewed_round(), reviewed_round()
    until = timezone.now() + timedelta(days=days_left)
    Round.objects.filter(pk=answerable.pk).update(respond_until=until)
    day = date_format(until, "j F Y")
    page = my_page(client, author)
    assert f"The reviews are waiting for your response. {words.format(day=day)}" in page
    assert page.count("The reviews are waiting") == 1


def closed_review(reviewer):
    return ReviewFactory(reviewer=reviewer, round=RoundFactory(state="assessed"))


def test_only_of_a_closed_review_whose_text_is_kept_it_is_said(client):
    reviewer, bystander = UserFactory(), UserFactory()
    with_text, without, choices_only = (closed_review(reviewer) for _ in range(3))
    for owner, review, fields in (
        (reviewer, with_text, {"summary": "It states."}),
        (bystander, without, {"summary": "Of somebody else."}),
        (reviewer, choices_only, {"summary": " ", "byline_kind": "anonymous"}),
    ):
        key = f"review:{review.pk}"
        Draft.objects.create(owner=owner, key=key, fields=fields, saved_at=NOW)
    page = my_page(client, reviewer)
    assert page.count("Not submitted") == 3
    _before, _row, rest = page.partition(f'href="/reviews/{with_text.pk}/write/"')
    assert "Your text is kept for some months" in rest.partition("</li>")[0]
    (reviews,) = [part for part in page.split("<section") if 'id="reviews"' in part]
    assert reviews.count("Your text is kept for some months") == 1
