"""A form that was sent from another tab: what this tab holds is shown, not said to be saved."""

import json
import re

import pytest
from django.urls import reverse

from drafts.models import Draft
from reviews.models import Response
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory

pytestmark = pytest.mark.django_db

LATER = "Of tab two: a much better response."


@pytest.fixture
def author(client):
    return UserFactory(verified=True)


@pytest.fixture
def answered(client, author):
    """An assessed round, whose author is signed in and has responded from another tab."""
    review = ReviewFactory(published=True)
    opened = review.round
    opened.state, opened.closed_at = "assessed", opened.opened_at
    opened.save()
    opened.version.authors.update(user=author)
    client.force_login(author)
    sent = {"text": "Of tab one.\r\n\r\nThanks. ", "interests_choice": "none"}
    client.post(respond(opened), sent)
    assert Response.objects.get().text
    return opened


def respond(opened):
    return reverse("reviews:respond", args=[opened.version.preprint_id])


def left(answer):
    """What the page knows of the form, to find other texts in the browser."""
    found = re.search(r'id="browser-texts-known"[^>]*>(.*?)</script>', answer.content.decode())
    return json.loads(found[1])


@pytest.mark.parametrize("button", ["send", "save"])
def test_another_response_is_shown_for_copying_and_said_not_to_be_saved(client, answered, button):
    typed = {"text": LATER, "interests_choice": "none", button: "1"}
    answer = client.post(respond(answered), typed)
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "so this other text was not saved. Copy what you need." in words
    assert f"<dd>{LATER}</dd>" in words
    assert "Saved as you write" not in words
    assert Response.objects.count() == 1


def test_the_same_response_sent_twice_leads_where_the_first_led(client, answered):
    typed = {"text": "Of tab one.\r\n\r\nThanks.", "interests_choice": "none"}
    answer = client.post(respond(answered), typed)
    assert answer.url == answered.version.preprint.get_absolute_url()


def test_the_address_shows_the_response_and_knows_what_was_sent(client, answered):
    answer = client.get(respond(answered))
    assert answer.status_code == 200
    assert "You have responded on" in answer.content.decode()
    assert left(answer)["sent"]["text"] == Response.objects.get().text
    assert set(left(answer)["labels"]) == {"text", "competing_interests"}


def test_another_authors_response_is_not_in_the_way(client, answered):
    second = UserFactory(verified=True)
    answered.version.authors.all()[0].__class__.objects.create(
        version=answered.version, name="Second Author", position=2, user=second
    )
    client.force_login(second)
    page = client.get(respond(answered)).content.decode()
    assert "Publish the response" in page
    assert "Of tab one." not in page.split("<form")[1]


@pytest.mark.parametrize("kind", ["response", "review"])
def test_saving_after_that_says_that_nothing_is_saved(client, answered, author, kind):
    review = ReviewFactory(submitted=True, reviewer=author)
    number = {"response": answered.pk, "review": review.pk}[kind]
    address = reverse("drafts:save", args=[f"{kind}:{number}"])
    answer = client.post(address, {"text": LATER, "summary": LATER})
    assert answer.status_code == 409
    assert (
        "What you write here is not saved any more: copy what you need." in answer.json()["error"]
    )
    assert not Draft.objects.exists()


def test_a_submitted_review_knows_what_was_submitted(client, author):
    review = ReviewFactory(submitted=True, reviewer=author)
    client.force_login(author)
    answer = client.get(reverse("reviews:write_review", args=[review.pk]))
    assert left(answer)["sent"]["summary"] == review.summary


def test_declarations_that_differ_from_the_submitted_ones_are_shown_for_copying(client, author):
    review = ReviewFactory(submitted=True, reviewer=author, competing_interests="A grant.")
    client.force_login(author)
    address = reverse("reviews:write_review", args=[review.pk])
    assert {"competing_interests", "ai_use"} <= set(left(client.get(address))["labels"])
    typed = {"summary": review.summary, "competing_interests": "A grant.", "ai_use": "Of tab two."}
    answer = client.post(address, typed)
    assert answer.status_code == 409
    assert [(row.name, row.text) for row in answer.context["unsent"]] == [("ai_use", "Of tab two.")]


def test_an_assessment_that_was_published_meanwhile_is_not_said_to_be_saved(client):
    closed = RoundFactory(state="assessed", closed_at="2025-03-01T00:00:00Z")
    AssessmentFactory(round=closed, published=True)
    editor = closed.submission.editor
    client.force_login(editor)
    answer = client.post(reverse("reviews:write_assessment", args=[closed.pk]), {"text": LATER})
    words = answer.content.decode()
    assert LATER in words
    assert "The text in this form is not saved. Copy what you need" in words
    assert "data-refused" in words
    assert not Draft.objects.exists()
