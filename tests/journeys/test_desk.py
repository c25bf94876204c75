"""The editors' desk in a browser: three reviewers with few clicks, three rows on a phone."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from reviews.models import EditorInterests
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.journeys.people import sign_in
from tests.reviews.revised import declared_revision, revised_work

pytestmark = pytest.mark.journey
PHONE = {"width": 360, "height": 740}


class Clicks:
    """A page whose clicks are counted."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def on(self, role, name):
        self.count += 1
        self.page.get_by_role("main").get_by_role(role, name=name).first.click()


def test_three_reviewers_are_invited_with_two_clicks_and_one_text(journal, visit):
    with journal.inside():
        editor = UserFactory(email="few-clicks@example.org", editor=True, verified=True)
        opened = RoundFactory(submission=SubmissionFactory(accepted=True, editor=editor))
    page = visit()
    sign_in(page, "few-clicks@example.org")
    assert page.url.endswith("/editor/"), "signing in leads to the desk"
    clicks = Clicks(page)
    clicks.on("link", "Invite")
    page.get_by_label("A personal line").fill("You know these axioms well.")
    page.get_by_label("Name", exact=True).fill("Ivy Few")
    page.get_by_label("E-mail address").fill("ivy.few@example.org")
    others = "Noor Few <noor.few@example.org>\nOmar Few <omar.few@example.org>"
    page.get_by_label("More people").fill(others)
    clicks.on("button", "Send the invitation")
    for name in ("ivy", "noor", "omar"):
        row = page.locator("#invitations").get_by_text(f"{name}.few@example.org")
        expect(row).to_be_visible()
    assert page.url.endswith("#invitations"), "the page stays where its form is"
    assert clicks.count <= 2
    with journal.inside():
        asked = set(opened.invitations.values_list("email", flat=True))
    assert asked == {f"{name}.few@example.org" for name in ("ivy", "noor", "omar")}


def test_a_refused_invitation_keeps_its_fields_and_its_place(journal, visit):
    with journal.inside():
        editor = UserFactory(email="refused@example.org", editor=True, verified=True)
        opened = RoundFactory(submission=SubmissionFactory(accepted=True, editor=editor))
    page = visit()
    sign_in(page, "refused@example.org")
    page.goto(f"/editor/submissions/{opened.submission_id}/")
    page.get_by_label("Name", exact=True).fill("Ivy Example")
    page.get_by_label("E-mail address").fill("refused@example.org")
    page.get_by_label("A personal line").fill("You know these axioms well.")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_label("A personal line")).to_have_value("You know these axioms well.")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ivy Example")
    assert page.url.endswith("#invitations")
    expect(
        page.locator("#invitations [role=alert], #invitations .errors").first
    ).to_be_in_viewport()


def three_rows():
    """An assessment to approve, a revision to decide on, a reviewer to find."""
    editor = UserFactory(email="phone@example.org", editor=True, verified=True)
    seconded = SubmissionFactory(accepted=True, second_editor=editor)
    EditorInterests.objects.create(submission=seconded, editor=editor)  # asked, not declared
    AssessmentFactory(round=RoundFactory(submission=seconded))
    people = {"state": "accepted", "editor": editor, "second_editor": UserFactory(editor=True)}
    declared_revision(revised_work(**people))
    looking = RoundFactory(submission=SubmissionFactory(accepted=True, editor=editor))
    ReviewFactory(round=looking)


def test_an_editor_clears_three_rows_on_a_phone(journal, visit):
    with journal.inside():
        three_rows()
    page = visit(viewport=PHONE, has_touch=True)
    sign_in(page, "phone@example.org")
    headings = [
        "Approve an assessment as second editor",
        "Decide what follows a revision",
        "Find reviewers",
    ]
    for heading in headings:
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.get_by_role("link", name="Read the assessment").tap()
    page.get_by_label("I have none").check()
    page.get_by_role("button", name="Declare").tap()
    page.get_by_role("button", name="Approve it").tap()
    expect(page.get_by_role("status")).to_be_visible()
    page.goto("/editor/")
    page.get_by_role("link", name="Read it and decide").tap()
    page.get_by_label("No new review").check()
    page.get_by_label("Why", exact=True).fill("It answers the reviews.")
    page.get_by_role("button", name="Decide and notify the authors").tap()
    expect(page.get_by_role("status")).to_be_visible()
    page.goto("/editor/")
    page.get_by_role("link", name="Invite").first.tap()
    page.get_by_label("Name", exact=True).fill("Ivy Phone")
    page.get_by_label("E-mail address").fill("ivy.phone@example.org")
    page.get_by_role("button", name="Send the invitation").tap()
    expect(page.get_by_role("status")).to_be_visible()
    page.goto("/editor/")
    for heading in headings:
        expect(page.get_by_role("heading", name=heading)).to_have_count(0)
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide), "nothing is wider than the phone"
    with journal.inside():
        assert User.objects.filter(email="phone@example.org").exists()
