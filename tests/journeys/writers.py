"""People in the middle of writing a review, and what they do with the form in a browser."""

import re
import time
from dataclasses import dataclass

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.curation import IssueFactory
from tests.factories.reviews import ReviewFactory, RoundFactory

SAVED = re.compile("Draft saved at")
NO_CONNECTION = re.compile("Not saved: no connection. Your text is kept in this browser")
SIGNED_OUT = re.compile("You are signed out. Sign in; your text is kept.")
CONFLICT = re.compile("another tab or device has saved a newer text. Both are kept; choose below.")
MOMENT_IN_WORDS = re.compile(r"^\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d UTC$")
WRITERS = 60
SOON = 25_000  # milliseconds, against hanging; a save comes within four seconds
# What a form waits for before it saves (1.5 s) or asks again (5 s) takes a tenth of that.
HURRY = """
const wait = window.setTimeout;
window.setTimeout = (act, milliseconds, ...more) =>
  wait(act, milliseconds < 1500 ? milliseconds : milliseconds / 10, ...more);
"""
PARTS = {
    "Summary": "It asks how agents choose.",
    "Strengths": "Clear.",
    "Weaknesses": "1. Short.",
    "Do the arguments and data support the claims?": "Yes.",
}


def fill_all(page, without=""):
    for name, text in PARTS.items():
        if name != without:
            box(page, name).fill(text)
    for name in ("Anonymously", "important:", "solid:", "4:", "I have none", "I used none"):
        if name != without:
            page.get_by_role("radio", name=re.compile(name, re.IGNORECASE)).first.check()


def submit(page):
    page.locator("form[data-autosave]").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Submit the review").click()


@dataclass(frozen=True)
class Writer:
    """A person with a review to write, already signed in."""

    email: str
    form: str  # the address of the form
    session: str


def make_writers(journal):
    """Their sessions are theirs already: nobody has to type a password."""
    made = []
    with journal.inside():
        opened = RoundFactory()
        for number in range(WRITERS):
            user = UserFactory(email=f"writer{number}@example.org", verified=True)
            review = ReviewFactory(round=opened, reviewer=user)
            made.append(Writer(user.email, f"/reviews/{review.pk}/write/", sign_in_once(user)))
    return made


def make_editor(journal):
    """With an issue to write an editorial for."""
    with journal.inside():
        user = UserFactory(email=f"editor{time.monotonic_ns()}@example.org", editor=True)
        return Writer(user.email, f"/editor/issues/{IssueFactory().pk}/", sign_in_once(user))


def sign_in_once(user):
    """Returns the key of a session."""
    session = SessionStore()
    session[auth.SESSION_KEY] = str(user.pk)
    session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def open_form(visit, journal, writer, *, is_hurried=True, **options):
    page = visit(**options)
    page.context.set_default_timeout(SOON)
    if is_hurried:
        page.context.add_init_script(HURRY)
    session = {"name": "sessionid", "value": writer.session, "url": journal.address}
    page.context.add_cookies([session])
    page.goto(writer.form)
    return page


def box(page, name):
    return page.get_by_role("textbox", name=name)


def state(page, words):
    """Wait until the page says so; of "saved" until it holds for what was typed last, too."""
    if words is SAVED:
        own = "Object.keys(localStorage).some(key => key.endsWith(sessionStorage['verso:tab']))"
        deadline = time.monotonic() + SOON / 1000
        while page.evaluate(own) and time.monotonic() < deadline:
            page.wait_for_timeout(50)
    expect(page.locator(".save-state")).to_contain_text(words, timeout=SOON)


def type_while_it_is_sent(
    form, words, name="Summary", to=None, button="submit_review", is_answered=True
):
    """The request waits on its way until the words are typed, at the end of the field; it is
    returned, to be answered."""
    sent = []
    form.route(to or form.url, lambda route: sent.append(route), times=1)
    box(form, name).press("Control+End")
    form.locator("form[data-autosave]").first.evaluate(
        "(form, button) => { form.noValidate = true;"
        " setTimeout(() => form.requestSubmit(form.elements[button])); }",
        button,
    )
    deadline = time.monotonic() + SOON / 1000
    while not sent and time.monotonic() < deadline:
        form.wait_for_timeout(50)
    form.keyboard.type(words)
    if is_answered:
        sent[0].continue_()
    return sent[0]


def second_tab(form):
    other = form.context.new_page()
    other.goto(form.url)
    return other


def saved_text(form, name):
    """What the server has: the form as a browser without scripts and storage gets it."""
    answer = form.request.get(form.url).text()
    found = re.search(rf'<textarea name="{name}".*?>\n(.*?)</textarea>', answer, re.DOTALL)
    assert found, answer
    return found[1]


def copies(page):
    keys = "Object.keys(localStorage).filter((key) => key.startsWith('verso:'))"
    return page.evaluate(keys)


def wait_until(is_so):
    """At most as long as a browser waits; the policy of our pages forbids Playwright's own way."""
    deadline = time.monotonic() + SOON / 1000
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.05)


def sign_out(page):
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name=re.compile("sign out", re.I)).click()
    expect(page).not_to_have_url(re.compile("logout"))


def enter_password(page, email):
    page.get_by_label(re.compile("e-?mail", re.I)).fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name=re.compile("^sign in$", re.I)).click()


def delete_when_asked(place):
    """Delete the text that is offered there; the first click only asks."""
    place.get_by_text("Delete this text").first.click()
    expect(place.get_by_text("It is deleted for good.")).to_be_visible()
    place.get_by_role("button", name="Delete this text").click()
