"""What people wrote, in a real browser: nothing is drawn outside its own place, at any width."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bench.hostile import DEFACING
from tests.journeys.screenshots import take_screenshot
from text.sanitize import sanitize
from text.tex.maths import render_formulas, render_maths

CSS = Path(__file__).parents[2] / "static" / "css" / "base.css"
WIDTH = 320
TALLEST = 900
WORDS = "<p>The reviewers found that the evidence supports the claims of the authors.</p>"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": WIDTH, "height": 900})
    yield page
    page.close()


def show(page: Page, *paragraphs: str) -> None:
    prose = WORDS + WORDS.join(f"<p>{paragraph}</p>" for paragraph in paragraphs) + WORDS
    page.set_content(
        f'<!doctype html><meta charset="utf-8"><style>{CSS.read_text()}</style>'
        f'<body style="padding: 16px"><div class="prose">{prose}</div>'
    )


def around_formulas(page: Page) -> bytes:
    """The whole page as it looks, each formula's own box painted over."""
    return take_screenshot(page, full_page=True, mask=[page.locator("math")])


def formulas(tex: str) -> str:
    rendered = render_formulas([(tex, False), (tex, True)])
    return " and ".join(sanitize(one.html) for one in rendered if one.is_maths)


@pytest.mark.journey
def test_formulas_change_nothing_around_them(page):
    show(page, *map(formulas, DEFACING))
    with_formulas = around_formulas(page)
    page.add_style_tag(content="math { visibility: hidden; }")
    assert around_formulas(page) == with_formulas
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    boxes = page.eval_on_selector_all(
        "math", "all => all.map(m => m.getBoundingClientRect().height)"
    )
    assert len(boxes) > len(DEFACING)
    assert max(boxes) < TALLEST


@pytest.mark.journey
def test_what_an_uncleaned_formula_changes_is_seen(page):
    (html,) = render_maths([(r"\raisebox{3em}{\text{RETRACTED}}", False)])
    show(page, html)
    page.add_style_tag(content="math { overflow: visible !important; contain: none !important; }")
    with_formula = around_formulas(page)
    page.add_style_tag(content="math { visibility: hidden; }")
    assert around_formulas(page) != with_formula


@pytest.mark.journey
@pytest.mark.parametrize("display", [False, True])
def test_a_long_formula_scrolls_in_its_own_box(page, display):
    (html,) = render_maths([("+".join("abcdefghijklmnopqrstuvwxyz"), display)])
    show(page, sanitize(html))
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    assert page.eval_on_selector("math", "math => math.scrollWidth > math.clientWidth")


@pytest.mark.journey
@pytest.mark.parametrize(
    "tex", ["x^2", r"\sum_{i=1}^n \frac{a_i}{b}", r"\int_0^1 \sqrt{x}", r"\hat{X}"]
)
def test_an_ordinary_formula_has_no_scroll_bars_and_stays_on_the_line(page, tex):
    (html,) = render_maths([(tex, False)])
    show(page, f"<span id='word'>Let</span> {sanitize(html)} be")
    assert page.eval_on_selector(
        "math",
        "math => math.scrollWidth <= math.clientWidth && math.scrollHeight <= math.clientHeight",
    )
    middle = """element => {
        const box = element.getBoundingClientRect();
        return box.top + box.height / 2;
    }"""
    word, formula = (page.eval_on_selector(name, middle) for name in ("#word", "math"))
    assert abs(word - formula) < 12


@pytest.mark.journey
@pytest.mark.parametrize("tag", ["sup", "sub", "code", "small"])
def test_nested_text_does_not_become_too_small_to_see(page, tag):
    show(page, sanitize(f"{f'<{tag}>' * 40}seen{f'</{tag}>' * 40}"))
    size = "all => parseFloat(getComputedStyle(all[all.length - 1]).fontSize)"
    assert page.eval_on_selector_all(tag, size) > 9


@pytest.mark.journey
@pytest.mark.parametrize("tag", ["a", "strong", "em", "code"])
def test_words_of_another_direction_turn_nothing_around_them(page, tag):
    words = "\u05d0\u05d1\u05d2"
    show(page, f"<{tag}>{words}</{tag}> 123 <span id='after'>456</span>")
    left = "name => document.querySelector(name).getBoundingClientRect().left"
    assert page.evaluate(left, tag) < page.evaluate(left, "#after")
    latin = sanitize("<p>abc</p>")
    show(page, f"{latin}<p id='hebrew'>{words} abc.</p>")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('#hebrew')).unicodeBidi")
        == "plaintext"
    )
