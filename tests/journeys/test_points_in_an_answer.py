"""An author has the points of the reviews put into an answer while its text is being saved."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.journeys.writers import (
    SAVED,
    Writer,
    copies,
    open_form,
    saved_text,
    sign_in_once,
    state,
)

pytestmark = pytest.mark.journey
KEPT_ALONE = re.compile("Not saved|Both are kept")


@pytest.fixture
def answer(visit, journal):
    """The form of a response, in the browser of its author, which does not save within the test."""
    with journal.inside():
        answered = RoundFactory(state="assessed", closed_at=NOW)
        author = UserFactory(email="answers@example.org", verified=True)
        answered.version.authors.update(user=author)
        ReviewFactory(round=answered, published=True, points=["Clear axioms.", "No code."])
        address = f"/preprints/{answered.version.preprint_id}/respond/"
        writer = Writer(author.email, address, sign_in_once(author))
    return open_form(visit, journal, writer, is_hurried=False)


def test_the_points_stay_beside_what_was_being_typed(answer):
    text = answer.locator('textarea[name="text"]')
    text.fill("We thank both reviewers.")
    answer.get_by_role("button", name="Add the points of the reviews").click()
    expect(answer.get_by_text("The points of the reviews stand in your text.")).to_be_visible()
    expect(text).to_have_value(re.compile("We thank both reviewers.*Clear axioms.*No code", re.S))
    assert copies(answer) == []
    text.press("Control+End")
    answer.keyboard.type("Thanks.")
    state(answer, SAVED)
    assert "No code." in saved_text(answer, "text")
    assert saved_text(answer, "text").rstrip().endswith("Thanks.")
    expect(answer.locator(".save-state")).not_to_contain_text(KEPT_ALONE)
