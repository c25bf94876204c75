"""The arrow keys lead from word to word of a scale, which is one stop of the tab key."""

import pytest
from playwright.sync_api import Page, expect

from tests.reading.works import reviewed_round

pytestmark = pytest.mark.journey

FOCUSED = "document.activeElement.getAttribute('aria-label')"


@pytest.fixture
def address(journal) -> str:
    """Of a work whose assessment says "important" and "solid"."""
    with journal.inside():
        return reviewed_round(reviews=0, has_response=False).submission.preprint.get_absolute_url()


def visible_notes(page: Page) -> list[str]:
    notes = page.locator(".assessment .scale__note").all()
    shown = [one for one in notes if one.evaluate("note => getComputedStyle(note).opacity") == "1"]
    return [note.inner_text().split(".")[0] for note in shown]


def test_arrows_lead_from_word_to_word_and_tab_leads_on(visit, address):
    page = visit()
    page.goto(address)
    first, second = page.locator(".assessment .scale__ticks").all()
    chosen = first.get_by_label("Important, the chosen term")
    chosen.focus()
    said = []
    for key in ("ArrowRight", "ArrowLeft", "ArrowLeft", "Home", "End", "ArrowRight"):
        page.keyboard.press(key)
        said.append(page.evaluate(FOCUSED))
    assert said == [
        *("Fundamental", "Important, the chosen term", "Valuable"),
        *("Useful", "Landmark", "Landmark"),
    ]
    assert visible_notes(page)[0] == "Landmark"
    expect(first.get_by_label("Landmark")).to_have_accessible_description(
        first.locator(".scale__note").last.inner_text()
    )
    page.keyboard.press("Tab")
    expect(second.get_by_label("Solid, the chosen term")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(first.get_by_label("Landmark")).to_be_focused()


def test_without_scripts_all_words_are_read(visit, address):
    page = visit(java_script_enabled=False)
    page.goto(address)
    assert visible_notes(page)[:5] == [
        *("Useful", "Valuable", "In the middle of five", "Fundamental", "Landmark")
    ]
