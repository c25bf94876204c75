"""Nothing that was typed is lost, in a real browser, and the page says the truth about it."""

import time

import pytest
from playwright.sync_api import expect

from tests.journeys.people import sign_in
from tests.journeys.writers import (
    CONFLICT,
    MOMENT_IN_WORDS,
    NO_CONNECTION,
    SAVED,
    SIGNED_OUT,
    SOON,
    box,
    copies,
    delete_when_asked,
    enter_password,
    fill_all,
    saved_text,
    second_tab,
    sign_out,
    state,
    submit,
    wait_until,
)

pytestmark = pytest.mark.journey


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


def test_on_a_small_screen_the_words_of_a_conflict_cover_nothing_being_typed(form):
    form.set_viewport_size({"width": 320, "height": 568})
    other = second_tab(form)
    box(other, "Summary").fill("Of the second tab")
    state(other, SAVED)
    summary = box(form, "Summary")
    summary.scroll_into_view_if_needed()
    summary.evaluate(
        "field => scrollBy(0, field.getBoundingClientRect().bottom"
        " - document.querySelector('.writing-bar').getBoundingClientRect().top)"
    )
    summary.fill("Of the first tab")
    state(form, CONFLICT)
    expect(form.locator(".save-state a")).to_have_attribute("href", "#other-text")
    bottom = summary.evaluate("field => field.getBoundingClientRect().bottom")
    bar = form.locator(".writing-bar").evaluate("bar => bar.getBoundingClientRect().top")
    assert bottom <= bar


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


def test_writing_on_after_the_review_was_submitted_in_another_tab_is_noticed(form):
    other = second_tab(form)
    fill_all(form)
    submit(form)
    expect(form.get_by_text("Your review is with the editor")).to_be_visible()
    box(other, "Summary").fill("Too late")
    state(other, "What you write here is not saved any more: copy what you need.")
    other.reload()
    kept = other.get_by_role("region", name="Text that only this browser keeps")
    expect(kept.get_by_role("definition")).to_have_text(["Too late"])  # what was sent is not there
    delete_when_asked(kept)
    expect(kept).to_be_hidden()
    other.reload()
    expect(other.get_by_role("heading", name="Your review")).to_be_visible()
    expect(kept).to_be_hidden()


# --- Refused, submitted, saved ----------------------------------------------------------------


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


def test_a_quick_save_or_submission_leaves_nothing_behind_in_the_browser(form_as_people_have_it):
    form = form_as_people_have_it
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


def test_what_was_typed_before_the_script_came_is_saved_too(form):
    scripts = []
    form.route("**/autosave*.js", lambda script: scripts.append(script))
    form.reload(wait_until="commit")
    box(form, "Summary").fill("Typed while the page was loading")
    form.get_by_role("radio", name="Anonymously").check()
    expect(form.locator(".save-state")).to_be_empty()
    scripts[0].continue_()
    state(form, SAVED)
    assert saved_text(form, "summary") == "Typed while the page was loading"
    assert copies(form) == []
    other = second_tab(form)
    expect(other.get_by_role("radio", name="Anonymously")).to_be_checked()


def test_what_was_typed_before_the_script_came_stays_beside_what_this_browser_kept(form):
    # Not by a route: a request made while the page is left can pass it by, and is saved.
    form.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('No network')); }")
    box(form, "Summary").fill("Kept in this browser")
    box(form, "Strengths").fill("Kept beside it")
    state(form, NO_CONNECTION)
    scripts = []
    form.route("**/autosave*.js", lambda script: scripts.append(script))
    form.reload(wait_until="commit")
    box(form, "Weaknesses").fill("Typed while the page was loading")
    box(form, "Strengths").fill("Typed instead of it")
    scripts[0].continue_()
    expect(box(form, "Summary")).to_have_value("Kept in this browser")
    state(form, SAVED)
    assert saved_text(form, "summary") == "Kept in this browser"
    assert saved_text(form, "weaknesses") == "Typed while the page was loading"
    assert saved_text(form, "strengths") == "Typed instead of it"
    form.get_by_role("button", name="Put it into this form").click()
    state(form, CONFLICT)
    expect(box(form, "Strengths")).to_have_value("Kept beside it")
    expect(form.get_by_role("group", name="The other text")).to_contain_text("Typed instead of it")


def test_a_text_put_into_the_form_leaves_what_was_just_typed_on_offer(form):
    other = second_tab(form)
    other.context.set_offline(True)
    box(other, "Summary").fill("Typed in a tab that was closed")
    state(other, NO_CONNECTION)
    other.close()
    form.context.set_offline(False)
    form.reload()
    offer = form.get_by_role("button", name="Put it into this form")
    offer.wait_for()
    form.context.set_offline(True)
    box(form, "Summary").fill("Just typed")
    offer.click()
    expect(box(form, "Summary")).to_have_value("Typed in a tab that was closed")
    offer.click()
    expect(box(form, "Summary")).to_have_value("Just typed")
    form.context.set_offline(False)
    expect(form.locator(".left-text time")).to_have_text(MOMENT_IN_WORDS)
    delete_when_asked(form.locator(".left-text"))
    state(form, SAVED)
    assert copies(form) == []
    assert saved_text(form, "summary") == "Just typed"


def test_a_page_loaded_while_its_text_was_being_saved_shows_the_text(form_as_people_have_it):
    """The page that comes was made before the save, and arrives after its answer."""
    form = form_as_people_have_it
    made_before = form.request.get(form.url)
    box(form, "Summary").fill("Typed at the last moment")
    form.evaluate("dispatchEvent(new Event('beforeunload'))")  # the page has been asked for
    expect(form.locator(".save-state")).to_contain_text(SAVED)
    form.route(form.url, lambda route: route.fulfill(response=made_before))
    form.reload()
    expect(box(form, "Summary")).to_have_value("Typed at the last moment")
    state(form, SAVED)
    assert saved_text(form, "summary") == "Typed at the last moment"
    assert copies(form) == []


def test_saving_goes_on_by_itself_once_the_network_is_back(form):
    form.context.set_offline(True)
    box(form, "Summary").fill("Typed in a tunnel")
    state(form, NO_CONNECTION)
    form.context.set_offline(False)
    state(form, SAVED)
    assert copies(form) == []


def test_what_is_undone_before_it_was_saved_comes_back_nowhere(form):
    form.context.set_offline(True)
    box(form, "Summary").fill("Thought better of")
    state(form, NO_CONNECTION)
    box(form, "Summary").fill("")
    state(form, "Saved as you write.")
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
    sign_in(other, written.email)
    state(form, SAVED)
    assert saved_text(form, "summary") == "Typed while signed out"


def test_the_link_to_the_sign_in_leads_back_to_the_text(form, written):
    sign_out(form.context.new_page())
    box(form, "Summary").fill("Typed while signed out")
    state(form, SIGNED_OUT)
    form.locator(".save-state").get_by_role("link", name="Sign in").click()
    enter_password(form, written.email)
    expect(box(form, "Summary")).to_have_value("Typed while signed out")
    state(form, SAVED)


def test_another_person_who_signs_in_gets_none_of_the_text(form, writers):
    other = form.context.new_page()
    sign_out(other)
    sign_in(other, next(writers).email)
    box(form, "Summary").fill("Only mine")
    state(form, "another person")
    other.goto("/me/")
    assert "Only mine" not in other.content()
    assert len(copies(form)) == 1


def test_a_form_that_was_sent_deletes_its_own_writers_copy_alone(form, written):
    """Both were sent from this tab; the other person's did not reach the server."""
    form.route("**/drafts/**", lambda route: route.abort())  # a save would delete the copy before
    fill_all(form)
    state(form, NO_CONNECTION)
    form.evaluate(
        """(address) => {
            const copy = { fields: { summary: "x" }, sent: { summary: "x" }, at: Date.now() };
            const key = `verso:somebodyelse:${address}:${sessionStorage["verso:tab"]}`;
            localStorage.setItem(key, JSON.stringify(copy));
        }""",
        form.locator("form[data-autosave]").first.get_attribute("data-autosave"),
    )
    assert len(copies(form)) == 2
    submit(form)
    expect(form.get_by_text("Your review is with the editor")).to_be_visible()
    wait_until(lambda: len(copies(form)) < 2)  # the page's script runs after its text is seen
    assert [key.split(":")[1] for key in copies(form)] == ["somebodyelse"]


def test_submitting_while_signed_out_keeps_the_text(form, written):
    fill_all(form)
    other = form.context.new_page()
    sign_out(other)
    submit(form)
    expect(form.get_by_role("heading", name="You are signed out")).to_be_visible()
    expect(form.locator(".typed-texts")).to_contain_text("It asks how agents choose.")
    sign_in(other, written.email)
    form.get_by_role("button", name="Send it again").click()  # once is enough
    expect(form.get_by_text("It asks how agents choose.")).to_be_visible()
    expect(form.get_by_role("heading", name="Your review")).to_be_visible()
