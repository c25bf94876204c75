"""Nothing that was typed is lost, in a real browser, and the page says the truth about it."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.people import PASSWORD, sign_in

pytestmark = pytest.mark.journey
SAVED = re.compile("Draft saved at")
NO_CONNECTION = re.compile("Not saved: no connection. Your text is kept in this browser")
SIGNED_OUT = re.compile("You are signed out. Sign in; your text is kept.")
CONFLICT = re.compile("a newer text was saved from another tab or device. Both are kept.")
WRITERS = 40
SOON = 25_000  # milliseconds, against hanging; a save comes within four seconds


@pytest.fixture(scope="module")
def writers(journal):
    """People with a review to write: (e-mail address, the form's address), made all at once."""
    made = journal.manage(
        "shell",
        "-v0",
        code=f"""
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from accounts.models import User
from reviews.models import Round
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
password = make_password({PASSWORD!r})
made_before = Round.objects.filter(version__title="Axioms for careful agents").first()
opened = made_before or RoundFactory()
known = User.objects.count()
for number in range({WRITERS}):
    user = UserFactory(email=f"writer{{known + number}}@example.org")
    User.objects.filter(pk=user.pk).update(password=password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    print(user.email, ReviewFactory(round=opened, reviewer=user).pk)
""",
    )
    rows = [line.split() for line in made.splitlines() if "@example.org" in line]
    return iter([(email, f"/reviews/{review}/write/") for email, review in rows])


@pytest.fixture
def written(writers):
    return next(writers)


@pytest.fixture
def form(visit, written):
    """The form, open in the browser of its signed-in writer."""
    email, address = written
    page = visit()
    page.context.set_default_timeout(20_000)
    sign_in(page, email)
    page.goto(address)
    return page


def box(page, name):
    return page.get_by_role("textbox", name=name)


def state(page, words):
    """Wait until the page says so; of "saved" until it holds for what was typed last, too."""
    if words is SAVED:
        own = "Object.keys(localStorage).some(key => key.endsWith(sessionStorage['verso:tab']))"
        deadline = time.monotonic() + SOON / 1000
        while page.evaluate(own) and time.monotonic() < deadline:
            time.sleep(0.1)
    expect(page.locator(".save-state")).to_contain_text(words, timeout=SOON)


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


# --- Two tabs ---------------------------------------------------------------------------------


def test_two_tabs_are_warned_of_and_the_warning_goes_with_the_second(form):
    warning = form.get_by_text("This form is open in another tab too.")
    expect(warning).to_be_hidden()
    other = second_tab(form)
    expect(warning).to_be_visible()
    expect(other.get_by_text("This form is open in another tab too.")).to_be_visible()
    other.close(run_before_unload=True)
    expect(warning).to_be_hidden()


def test_two_tabs_that_write_in_different_parts_are_put_together(form):
    other = second_tab(form)
    box(form, "Summary").fill("Of the first tab")
    state(form, SAVED)
    box(other, "Strengths").fill("Of the second tab")
    state(other, SAVED)
    expect(box(other, "Summary")).to_have_value("Of the first tab")
    assert saved_text(form, "strengths") == "Of the second tab"
    assert saved_text(form, "summary") == "Of the first tab"


def test_in_a_conflict_both_texts_stay_whatever_is_loaded_anew(form):
    """Tab 1 meets the newer text of tab 2, tab 2 goes on, tab 1 is loaded anew."""
    other = second_tab(form)
    box(other, "Summary").fill("Of the second tab")
    state(other, SAVED)
    box(form, "Summary").fill("Of the first tab")
    state(form, CONFLICT)
    expect(form.get_by_role("group", name="The other text")).to_contain_text("Of the second tab")
    box(other, "Summary").fill("Of the second tab, and more")
    state(other, SAVED)
    form.reload()
    expect(box(form, "Summary")).to_have_value("Of the first tab")
    state(form, CONFLICT)
    assert saved_text(form, "summary") == "Of the second tab, and more"


@pytest.mark.parametrize(
    ("choice", "chosen", "kept"),
    [
        ("Keep what is in the form", "Of the first tab", "Of the second tab"),
        ("Use the other text", "Of the second tab", "Of the first tab"),
    ],
)
def test_the_text_that_is_not_chosen_is_kept_too(form, choice, chosen, kept):
    other = second_tab(form)
    box(other, "Summary").fill("Of the second tab")
    state(other, SAVED)
    other.close()
    box(form, "Summary").fill("Of the first tab")
    form.get_by_role("button", name=choice).click(timeout=SOON)
    state(form, SAVED)
    form.reload()
    expect(box(form, "Summary")).to_have_value(chosen)
    form.get_by_text("Other texts of yours for this form").click()
    expect(form.locator(".typed-texts")).to_contain_text(kept)


def test_saving_by_the_button_in_a_conflict_keeps_both_and_does_not_say_saved(form):
    other = second_tab(form)
    box(other, "Summary").fill("Of the second tab")
    state(other, SAVED)
    box(form, "Summary").fill("Of the first tab")
    state(form, CONFLICT)
    form.get_by_role("button", name="Save and continue later").click()
    expect(form.get_by_text("Both are kept: that one is shown here")).to_be_visible()
    expect(form.get_by_text("Saved. You can come back")).to_be_hidden()
    expect(box(form, "Summary")).to_have_value("Of the first tab")
    assert saved_text(form, "summary") == "Of the second tab"
    form.get_by_role("button", name="Save and continue later").click()
    expect(form.get_by_text("Saved. You can come back")).to_be_visible()
    assert saved_text(form, "summary") == "Of the first tab"


def test_the_text_of_a_closed_tab_is_offered_and_replaces_nothing_newer(form):
    other = second_tab(form)
    other.context.set_offline(True)
    box(other, "Summary").fill("Typed in a tab that was closed")
    state(other, NO_CONNECTION)
    other.close()
    form.context.set_offline(False)
    box(form, "Summary").fill("Newer")
    state(form, SAVED)
    form.reload()
    form.get_by_role("button", name="Put it into this form").click(timeout=SOON)
    state(form, CONFLICT)
    expect(box(form, "Summary")).to_have_value("Typed in a tab that was closed")
    assert saved_text(form, "summary") == "Newer"


def test_writing_on_after_the_review_was_submitted_in_another_tab_is_told(form):
    other = second_tab(form)
    fill_all(form)
    submit(form)
    expect(form.get_by_text("Your review is with the editor")).to_be_visible()
    box(other, "Summary").fill("Too late")
    state(other, "already been submitted")


# --- Refused, submitted, saved ----------------------------------------------------------------

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


@pytest.mark.parametrize("missing", ["Summary", "I used none", "Anonymously", "solid:"])
def test_a_refused_form_is_saved_and_shown_as_it_was(form, missing):
    fill_all(form, without=missing)
    submit(form)
    expect(form.get_by_role("alert").first).to_be_visible()
    expect(box(form, "Strengths")).to_have_value("Clear.")
    assert saved_text(form, "strengths") == "Clear."
    form.reload()
    expect(box(form, "Strengths")).to_have_value("Clear.")


def test_a_pseudonym_is_chosen_where_it_is_needed(form):
    fill_all(form, without="Anonymously")
    form.get_by_role("radio", name="Under my pseudonym").check()
    submit(form)
    expect(box(form, "Weaknesses")).to_have_value("1. Short.")
    box(form, "Your pseudonym").fill(f"Heron {time.monotonic_ns() % 100_000}")
    submit(form)
    expect(form.get_by_text("Your review is with the editor")).to_be_visible()


def test_a_quick_save_or_submission_leaves_nothing_behind_in_the_browser(form):
    box(form, "Summary").fill("Quick")
    form.get_by_role("button", name="Save and continue later").click()
    expect(form.get_by_text("Saved. You can come back to it")).to_be_visible()
    expect(box(form, "Summary")).to_have_value("Quick")
    assert copies(form) == []
    fill_all(form)
    submit(form)
    expect(form.get_by_text("Your review is with the editor")).to_be_visible()
    assert copies(form) == []


# --- The network, the server, the sign-in -----------------------------------------------------


def test_what_was_typed_without_a_network_comes_back(form):
    form.context.set_offline(True)
    box(form, "Summary").fill("Typed in a tunnel")
    state(form, NO_CONNECTION)
    form.context.set_offline(False)
    form.reload()
    expect(box(form, "Summary")).to_have_value("Typed in a tunnel")
    state(form, SAVED)
    assert saved_text(form, "summary") == "Typed in a tunnel"


def test_saving_goes_on_by_itself_once_the_network_is_back(form):
    form.context.set_offline(True)
    box(form, "Summary").fill("Typed in a tunnel")
    state(form, NO_CONNECTION)
    form.context.set_offline(False)
    state(form, SAVED)
    assert copies(form) == []


def test_the_server_may_be_killed_and_started_again(form, journal):
    box(form, "Summary").fill("Before")
    state(form, SAVED)
    journal.kill_web_server()
    try:
        box(form, "Summary").fill("Before, and while it was away")
        state(form, NO_CONNECTION)
    finally:
        journal.start_web_server()
    state(form, SAVED)
    assert saved_text(form, "summary") == "Before, and while it was away"


def test_signed_out_elsewhere_is_said_and_saving_resumes_after_a_sign_in_elsewhere(form, written):
    other = form.context.new_page()
    sign_out(other)
    box(form, "Summary").fill("Typed while signed out")
    state(form, SIGNED_OUT)
    sign_in(other, written[0])
    state(form, SAVED)
    assert saved_text(form, "summary") == "Typed while signed out"


def test_the_link_to_the_sign_in_leads_back_to_the_text(form, written):
    sign_out(form.context.new_page())
    box(form, "Summary").fill("Typed while signed out")
    state(form, SIGNED_OUT)
    form.locator(".save-state").get_by_role("link", name="Sign in").click()
    enter_password(form, written[0])
    expect(box(form, "Summary")).to_have_value("Typed while signed out")
    state(form, SAVED)


def test_another_person_who_signs_in_gets_none_of_the_text(form, writers):
    other = form.context.new_page()
    sign_out(other)
    sign_in(other, next(writers)[0])
    box(form, "Summary").fill("Only mine")
    state(form, "another person")
    other.goto("/me/")
    assert "Only mine" not in other.content()
    assert len(copies(form)) == 1


def test_submitting_while_signed_out_keeps_the_text(form, written):
    fill_all(form)
    other = form.context.new_page()
    sign_out(other)
    submit(form)
    expect(form.get_by_role("heading", name="You are signed out")).to_be_visible()
    expect(form.locator(".typed-texts")).to_contain_text("It asks how agents choose.")
    sign_in(other, written[0])
    form.get_by_role("button", name="Send it again").click()
    form.get_by_role("button", name="Send it again").click()  # with a token of the new sign-in
    expect(form.get_by_text("It asks how agents choose.")).to_be_visible()
    expect(form.get_by_role("heading", name="Your review")).to_be_visible()


# --- Without scripts --------------------------------------------------------------------------


@pytest.fixture
def plain(visit, written):
    """The form in a browser without scripts."""
    email, address = written
    page = visit(java_script_enabled=False)
    sign_in(page, email)
    page.goto(address)
    return page


def test_without_scripts_a_preview_loses_nothing_and_looks_like_the_page(plain):
    box(plain, "Summary").fill("So *it* is.")
    plain.get_by_role("button", name="Preview", exact=True).last.click()
    expect(plain.locator("#preview em")).to_have_text("it")
    expect(box(plain, "Summary")).to_have_value("So *it* is.")
    assert saved_text(plain, "summary") == "So *it* is."


def test_without_scripts_two_tabs_keep_both_texts(plain):
    other = second_tab(plain)
    box(other, "Summary").fill("Of the second tab")
    other.get_by_role("button", name="Save and continue later").click()
    box(plain, "Summary").fill("Of the first tab")
    plain.get_by_role("button", name="Save and continue later").click()
    expect(plain.get_by_text("Both are kept: that one is shown here")).to_be_visible()
    expect(box(plain, "Summary")).to_have_value("Of the first tab")
    expect(plain.locator(".typed-texts").first).to_contain_text("Of the second tab")


def test_without_scripts_a_form_sent_while_signed_out_is_kept(plain, written):
    fill_all(plain)
    other = plain.context.new_page()
    sign_out(other)
    plain.get_by_role("button", name="Submit the review").click()
    expect(plain.locator(".typed-texts")).to_contain_text("It asks how agents choose.")
    sign_in(other, written[0])
    plain.get_by_role("button", name="Send it again").click()
    plain.get_by_role("button", name="Send it again").click()
    expect(plain.get_by_text("Your review is with the editor")).to_be_visible()


# --- Seen while one writes --------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), [(360, 640), (1280, 720)])
def test_the_bar_is_low_and_hides_nothing_that_has_the_focus(form, width, height):
    form.set_viewport_size({"width": width, "height": height})
    bar = form.locator(".writing-bar").bounding_box()
    assert bar["height"] <= height / 8
    hidden = form.evaluate(
        """async () => {
          const bar = document.querySelector(".writing-bar");
          const found = [];
          const focusable = "main :is(textarea, input:not([type=hidden]), a, button)";
          for (const field of document.querySelectorAll(focusable)) {
            if (bar.contains(field) || !field.checkVisibility()) continue;
            scrollTo(0, 0);
            field.focus();
            await new Promise(requestAnimationFrame);
            const [a, b] = [field.getBoundingClientRect(), bar.getBoundingClientRect()];
            const isHidden = a.top < b.bottom && Math.min(a.bottom, a.top + 44) > b.top + 1;
            if (isHidden) found.push(field.outerHTML.slice(0, 90));
          }
          return found;
        }"""
    )
    assert hidden == []


def test_guidance_is_as_dark_as_text_must_be(form):
    faded = form.evaluate(
        """() => [...document.querySelectorAll(".field__help")].filter((help) => {
          for (let node = help; node; node = node.parentElement) {
            if (Number(getComputedStyle(node).opacity) < 1) return true;
          }
          return false;
        }).length"""
    )
    assert faded == 0
    assert form.locator(".field__help").count() > 5


def sign_out(page):
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name=re.compile("sign out", re.I)).click()
    expect(page).not_to_have_url(re.compile("logout"))


def enter_password(page, email):
    page.get_by_label(re.compile("e-?mail", re.I)).fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name=re.compile("^sign in$", re.I)).click()
