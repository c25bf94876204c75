"""A refused form is not taken for one that was sent: what stops it has the focus."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reviews import limits
from reviews.services.consulting import write_as_reviewer
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from tests.journeys.people import sign_in

pytestmark = pytest.mark.journey


def test_a_thread_entry_too_many_is_seen_to_be_refused(journal, visit):
    with journal.inside():
        reviewer = UserFactory(email="eager@example.org", verified=True)
        released = RoundFactory(released=True)
        review = ReviewFactory(round=released, accepted=True, reviewer=reviewer)
        for number in range(limits.THREAD_ENTRIES_A_DAY):
            write_as_reviewer(
                review.pk,
                reviewer=reviewer,
                text=f"Entry {number}",
                now=timezone.now() - timedelta(seconds=60 - number),
            )
    page = visit(viewport={"width": 360, "height": 740})
    sign_in(page, "eager@example.org")
    page.goto(f"/reviews/{review.pk}/thread/")
    page.get_by_role("textbox").fill("One more.")
    page.get_by_role("button", name="Send it to the others").click()
    refusal = page.get_by_role("main").get_by_role("alert")
    expect(refusal).to_contain_text("as much in this thread as one person can in a day")
    expect(refusal).to_be_focused()
    expect(refusal).to_be_in_viewport()
    assert page.title().startswith("Not sent:")
    expect(page.get_by_role("textbox")).to_have_value("One more.")
