"""Somebody who has signed a review takes their data with them and has their account erased."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.reviews import ReviewFactory
from tests.journeys.people import sign_in

pytestmark = pytest.mark.journey
ADDRESS = "leaving@example.org"


def signed_review():
    user = UserFactory(email=ADDRESS, name="Lea Leaving", verified=True)
    return ReviewFactory(
        published=True, reviewer=user, byline_kind="signed", byline_name="Lea Leaving"
    )


def test_an_account_that_has_signed_a_review_is_erased(journal, visit):
    with journal.inside():
        review = signed_review()
        url = review.get_absolute_url()
    page = visit()
    sign_in(page, ADDRESS)
    page.get_by_role("main").get_by_role("link", name="Your data").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my data").click()
    assert download.value.suggested_filename == "account.zip"
    page.get_by_role("link", name="Erase my account").click()
    expect(page.get_by_text("1 review that you signed, with your name")).to_be_visible()
    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.get_by_label("Your password").fill("not the password")
    page.get_by_role("button", name="Erase my account for good").click()
    expect(page.get_by_label("Your e-mail address")).to_have_value(ADDRESS)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Erase my account for good").click()
    expect(page.get_by_text("Your account is erased. You are signed out.")).to_be_visible()
    page.goto(url)
    expect(page.get_by_role("main").get_by_text("Lea Leaving").first).to_be_visible()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True)
    ).to_be_visible()
    with journal.inside():
        erased = User.objects.get(pk=review.reviewer_id)
        assert (erased.is_active, erased.profile.name) == (False, "A former member")
