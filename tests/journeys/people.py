"""What people do in a browser, in the words of the pages."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.factories.accounts import PASSWORD, UserFactory
from tests.journeys.journal import RunningJournal


def give_roles(journal: RunningJournal, roles: dict[str, tuple[str, str]]) -> None:
    """Make people with a role: e-mail → (name, role)."""
    with journal.inside():
        for email, (name, role) in roles.items():
            role_field = role.replace("-", "_")
            UserFactory(email=email, name=name, verified=True, **{role_field: True})


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label(re.compile("e-?mail", re.I)).fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name=re.compile("^sign in$", re.I)).click()
    expect(page).to_have_url(re.compile("/(me|editor)/"))


def sign_up(page: Page, journal: RunningJournal, name: str, email: str) -> None:
    """Sign up, and confirm the address by the link in the mail."""
    page.goto("/accounts/signup/")
    page.get_by_label("Your name").fill(name)
    page.get_by_label(re.compile("e-?mail", re.I)).fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role(
        "button", name=re.compile("^(sign up|create an account)$", re.I)
    ).click()
    mail = journal.wait_for_mail(email, "confirm-email")
    link = re.search(r"http\S+/accounts/confirm-email/\S+", mail)
    assert link, mail
    page.goto(link.group())
    page.get_by_role("main").get_by_role("button", name="Confirm").click()


@dataclass(frozen=True)
class Opinion:
    """What a reviewer writes and chooses."""

    summary: str
    byline: str
    significance: str
    strength: str


def write_review(page: Page, opinion: Opinion) -> None:
    page.get_by_role("textbox", name="Summary").fill(opinion.summary)
    page.get_by_role("textbox", name="Strengths").fill("The bound holds for **every** fibre.")
    page.get_by_role("textbox", name="Weaknesses").fill(
        "1. The constant is not given.\n2. No experiment."
    )
    page.get_by_role("textbox", name="Do the arguments and data support the claims?").fill(
        "Yes: $a \\le b$."
    )
    page.get_by_role("textbox", name="Recommendations to the authors").fill("State the constant.")
    page.get_by_label(opinion.byline).check()
    page.get_by_role("radio", name=re.compile(f"{opinion.significance}:")).check()
    page.get_by_role("radio", name=re.compile(f"{opinion.strength}:")).check()
    page.get_by_role("radio", name=re.compile("4:")).check()
    page.get_by_label("I have none").check()
    page.get_by_label("I used none").check()


def confirm(page: Page, act: str) -> None:
    """Open a confirmation and go through with it."""
    page.locator("summary", has_text=act).first.click()
    page.get_by_role("button", name=act).first.click()
