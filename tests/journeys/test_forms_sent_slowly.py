"""Nothing is lost of a form that is sent once more, sent slowly or sent in vain."""

import re

import pytest
from playwright.sync_api import expect

from events.models import Event
from reviews.models import Review
from tests.journeys.writers import (
    SAVED,
    box,
    fill_all,
    make_editor,
    open_form,
    saved_text,
    state,
    submit,
    type_while_it_is_sent,
)

pytestmark = pytest.mark.journey
# Twice as it is, then with more text; what is sent goes nowhere.
SEND_THREE_TIMES = """(form) => {
  const sent = [];
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sent.push(new URLSearchParams(new FormData(form)).toString());
  });
  form.noValidate = true;
  form.requestSubmit();
  form.requestSubmit();
  form.elements.summary.value += " Typed since.";
  form.requestSubmit();
  return sent;
}"""
# What the form says is saved, from now on; and Escape, which the browser itself would take.
NOTE_STATES = """() => {
  const said = [];
  const line = document.querySelector(".save-state");
  new MutationObserver(() => said.push(line.textContent)).observe(line, { childList: true });
  addEventListener("keydown", (event) => event.key === "Escape" && stop());
  return said;
}"""

# How long the form, once it is sent, says nothing of that no answer comes.
MEASURE = """() => {
  const line = document.querySelector(".save-state");
  addEventListener("submit", () => {
    const sent = performance.now();
    new MutationObserver(() => {
      if (line.textContent.includes("not certain")) window.waited ??= performance.now() - sent;
    }).observe(line, { childList: true });
  }, { once: true });
}"""


def test_loading_the_page_of_a_refused_form_anew_shows_what_was_typed_since(form):
    fill_all(form, without="Strengths")
    submit(form)
    expect(form.get_by_role("alert").first).to_be_visible()
    box(form, "Summary").fill("Typed after the refusal")
    state(form, SAVED)
    form.on("dialog", lambda dialog: dialog.accept())
    form.reload()  # the browser sends the refused form once more
    expect(box(form, "Summary")).to_have_value("Typed after the refusal")
    assert saved_text(form, "summary") == "Typed after the refusal"


def test_words_typed_while_the_review_is_being_submitted_are_shown_for_copying(form):
    fill_all(form)
    state(form, SAVED)
    type_while_it_is_sent(form, "Typed while it was being sent.")
    expect(form.get_by_text("Your review is with the editor")).to_be_visible()
    kept = form.get_by_role("region", name="Text that only this browser keeps")
    expect(kept).to_contain_text("Typed while it was being sent.")


def test_words_typed_while_a_refused_form_is_being_sent_come_back_without_a_conflict(form):
    box(form, "Summary").fill("Typed before. ")
    type_while_it_is_sent(form, "Typed while it was being sent.")
    expect(form.get_by_role("alert").first).to_be_visible()
    expect(box(form, "Summary")).to_have_value("Typed before. Typed while it was being sent.")
    state(form, SAVED)
    assert saved_text(form, "summary") == "Typed before. Typed while it was being sent."


def test_words_typed_while_an_editorial_is_being_saved_come_back(visit, journal):
    """Also those that bring back what its draft had before: saving in the issue deletes that."""
    page = open_form(visit, journal, make_editor(journal))
    box(page, "Editorial").fill("Typed before. Typed while it was being saved.")
    state(page, SAVED)
    box(page, "Editorial").fill("Typed before. ")
    type_while_it_is_sent(
        page, "Typed while it was being saved.", name="Editorial", to="**/save/", button=""
    )
    expect(page.get_by_text("Saved in the issue.")).to_be_visible()
    expect(box(page, "Editorial")).to_have_value("Typed before. Typed while it was being saved.")
    state(page, SAVED)
    page.reload()
    expect(box(page, "Editorial")).to_have_value("Typed before. Typed while it was being saved.")


def test_a_double_click_sends_the_same_request_twice(form):
    """So that the server carries it out once, and answers both with that."""
    box(form, "Summary").fill("Typed.")
    first, second, third = form.locator("form[data-autosave]").evaluate(SEND_THREE_TIMES)
    assert "Typed.&" in first
    assert first == second
    assert "Typed.+Typed+since.&" in third
    assert len({re.search(r"draft_sequence=(\d+)", sent)[1] for sent in (second, third)}) == 2


@pytest.mark.parametrize("why", ["its writer stops it", "no page comes in answer"])
def test_a_form_whose_page_stands_after_it_was_sent_goes_on_saving(form, why):
    box(form, "Summary").fill("Typed before. ")
    state(form, SAVED)
    said = form.evaluate_handle(NOTE_STATES)
    request = type_while_it_is_sent(form, "Typed while it was being sent.", is_answered=False)
    if why == "its writer stops it":
        form.keyboard.press("Escape")
    else:
        request.fulfill(status=204)
    state(form, SAVED)
    assert saved_text(form, "summary") == "Typed before. Typed while it was being sent."
    kept, unanswered, saved = said.evaluate("said => said")[-3:]
    assert "What you type now is kept in this browser" in kept
    assert "not certain that the form was sent" in unanswered
    assert "Draft saved at" in saved


@pytest.mark.parametrize("comes_first", ["what is sent again", "what was sent at first"])
def test_a_form_that_is_sent_again_as_no_answer_came_is_sent_once(form, journal, comes_first):
    """The first request may still be on its way, or only its answer was lost."""
    fill_all(form)
    state(form, SAVED)
    form.evaluate(MEASURE)
    held = type_while_it_is_sent(form, "", is_answered=False)
    first = held.request
    held.fulfill(status=204)  # the page stands, as while no answer comes
    state(form, "not certain that the form was sent")
    assert form.evaluate("waited") < 4_000, "twenty seconds, of which a hurried form waits a tenth"

    def arrive():
        kind = {"content-type": first.headers["content-type"], "referer": form.url}
        answer = form.request.post(first.url, data=first.post_data_buffer, headers=kind)
        assert answer.status < 500

    if comes_first == "what was sent at first":
        arrive()
    submit(form)
    expect(form.get_by_role("heading", name="Your review", exact=True)).to_be_visible()
    if comes_first == "what is sent again":
        arrive()
    with journal.inside():
        review = Review.objects.get(pk=int(form.url.rstrip("/").split("/")[-2]))
        sent = Event.objects.filter(kind="review.submitted", actor_id=review.reviewer_id)
        assert (review.status, sent.count()) == ("submitted", 1)


def test_a_text_that_is_too_long_is_sent_once_until_it_is_changed(form):
    answers = []
    saves = form.locator("form[data-autosave]").get_attribute("data-autosave")
    form.on("response", lambda answer: answers.append(answer.status) if saves in answer.url else 0)
    box(form, "Summary").fill("word " * 110_000)
    state(form, "too long")
    form.wait_for_timeout(1_500)  # ten times what the form waits for before it saves
    assert answers == [413]
    box(form, "Summary").fill("Shortened")
    state(form, SAVED)
    assert saved_text(form, "summary") == "Shortened"
