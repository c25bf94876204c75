"""A declined work in browsers: two editors decide, and the author lets everybody read why."""

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import UserFactory
from tests.factories.reviews import SubmissionFactory
from tests.journeys.people import confirm, sign_in

pytestmark = pytest.mark.journey
WHY = "The proof of the second lemma is still to be written."


def test_a_declined_author_publishes_the_reasons(journal, visit):
    with journal.inside():
        for name in ("first", "second"):
            UserFactory(email=f"{name}-decides@example.org", editor=True, verified=True)
        author = UserFactory(email="declined@example.org", verified=True)
        submission = SubmissionFactory(submitter=author)
        submission.version.authors.update(user=author)
        public = submission.preprint.get_absolute_url()
    desk, own = f"/editor/submissions/{submission.pk}/", f"/submissions/{submission.pk}/"

    first = visit()
    sign_in(first, "first-decides@example.org")
    first.goto(desk)
    first.locator("summary", has_text="Propose to decline it instead").click()
    first.get_by_label("Reason", exact=True).select_option(label="Not ready for review")
    first.locator(f'form[action^="{desk}decline/"] textarea').first.fill(WHY)
    first.locator(f'form[action^="{desk}decline/"]').get_by_label("I have none").check()
    first.get_by_role("button", name="Propose to decline it", exact=True).click()
    first.goto(desk)
    expect(first.get_by_text("A second editor agrees or decides otherwise.")).to_be_visible()

    page = visit(java_script_enabled=False)
    sign_in(page, "declined@example.org")
    page.goto(own)
    expect(page.get_by_text(WHY)).to_have_count(0)  # nothing is decided yet

    second = visit()
    sign_in(second, "second-decides@example.org")
    second.goto(desk)
    second.locator("#proposal").get_by_label("I have none").check()
    second.get_by_role("button", name="Agree, and carry it out").click()
    second.goto(desk)
    expect(second.get_by_role("heading", name="Declined")).to_be_visible()

    reader = visit()
    reader.goto(public)
    expect(reader.get_by_text(WHY)).to_have_count(0)
    page.goto(own)
    expect(page.get_by_text(WHY)).to_be_visible()
    confirm(page, "Publish the reasons")
    expect(page.get_by_text("An author published these reasons")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text(WHY)).to_be_visible()
    expect(reader.get_by_text("Not ready for review").first).to_be_visible()
