"""The form of a review without scripts, and how it looks while one writes."""

import pytest
from playwright.sync_api import expect

from tests.journeys.people import sign_in
from tests.journeys.writers import (
    box,
    fill_all,
    saved_text,
    second_tab,
    sign_out,
)

pytestmark = pytest.mark.journey


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
    sign_in(other, written.email)
    plain.get_by_role("button", name="Send it again").click()  # once is enough
    expect(plain.get_by_text("Your review is with the editor")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(360, 640), (1280, 720)])
def test_the_bar_is_low_and_hides_nothing_that_has_the_focus(form, width, height):
    form.emulate_media(reduced_motion="reduce")  # else the page is still scrolling when measured
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
