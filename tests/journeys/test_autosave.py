"""Nothing that was typed is lost: two tabs, a dead network, a quick hand."""

import pytest
from playwright.sync_api import expect

from tests.journeys.people import PASSWORD, sign_in

pytestmark = pytest.mark.journey
SAVED = "Draft saved at"


@pytest.fixture
def form(journal, visit):
    """A fresh review form's address, and a page of its signed-in writer."""
    made = journal.manage(
        "shell",
        "-v0",
        code=f"""
from datetime import date
from django.utils import timezone
from accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from reviews.models import Round
from allauth.account.models import EmailAddress
number = User.objects.count()
user = UserFactory(email=f"writer{{number}}@example.org")
user.set_password({PASSWORD!r})
user.save()
EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
made_before = Round.objects.filter(version__title="Axioms for careful agents").first()
print(user.email, ReviewFactory(round=made_before or RoundFactory(), reviewer=user).pk)
""",
    )
    email, review = made.split()[-2:]
    page = visit()
    sign_in(page, email)
    page.goto(f"/reviews/{review}/write/")
    return page


def box(page, name):
    return page.get_by_role("textbox", name=name)


def test_newer_text_of_another_tab_survives_and_so_does_the_older(form):
    other = form.context.new_page()
    other.goto(form.url)
    box(other, "Strengths").fill("Of the other tab")
    expect(other.get_by_text(SAVED)).to_be_visible(timeout=10_000)
    box(form, "Weaknesses").fill("Of this tab")
    expect(form.get_by_text("A newer text was saved")).to_be_visible(timeout=10_000)
    form.reload()
    expect(box(form, "Strengths")).to_have_value("Of the other tab")
    form.get_by_role("button", name="Put that one here instead").click()
    expect(box(form, "Weaknesses")).to_have_value("Of this tab")


def test_what_was_typed_without_a_network_comes_back(form):
    form.context.set_offline(True)
    box(form, "Summary").fill("Typed in a tunnel")
    expect(form.get_by_text("Not saved: no connection.")).to_be_visible(timeout=10_000)
    form.context.set_offline(False)
    form.reload()
    expect(box(form, "Summary")).to_have_value("Typed in a tunnel")
    expect(form.get_by_text(SAVED)).to_be_visible(timeout=10_000)


def test_a_quick_save_leaves_nothing_behind_in_the_browser(form):
    box(form, "Summary").fill("Quick")
    form.get_by_role("button", name="Save and continue later").click()
    expect(form.get_by_text("Saved. You can come back to it")).to_be_visible()
    expect(box(form, "Summary")).to_have_value("Quick")
    kept = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"
    assert not [key for key in form.evaluate(kept) if key.startswith("verso:")]
