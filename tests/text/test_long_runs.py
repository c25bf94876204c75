"""Texts that make a careless expression or parser quadratic take the time of their length.

The bound guards against seconds that grow with the square; a linear pass takes a hundredth of it.
"""

import time
from functools import lru_cache

import pytest

from bench.hostile import RUNS, run_of
from text.foreign.posts import clean_foreign_html, text_of_cleaned
from text.markdown.render import plain_markdown, render_markdown
from text.plain import clean_text, first_sentence, teaser, tex_to_plain
from text.sanitize import sanitize
from text.tex import delimiters
from text.tex.accents import untex
from text.tex.commands import dissect
from text.tex.formulas import plain_formula

CPU_SECONDS = 2.0
LENGTH = 50_000


def foreign(html: str) -> str:
    return clean_foreign_html(html, base_url="https://example.org/", id_prefix="x-").html


PLAIN = [
    delimiters.find_maths,  # the first, for the others ask it for the same
    clean_text,
    dissect,
    first_sentence,
    foreign,
    plain_formula,
    sanitize,
    teaser,
    tex_to_plain,
    text_of_cleaned,
    untex,
]
# What stands before or after a run decides where an expression gives up.
AROUND = [
    ("", ""),
    ("", "\\"),
    ("", "x"),
    ("{\\em", ""),
    ("\\'", ""),
    ("\\url", ""),
    ("\\\\", "\\"),
]


@pytest.fixture
def _formulas_are_found_once(monkeypatch):
    """Of the same text, however many functions ask; the first of them has its time measured."""
    monkeypatch.setattr(delimiters, "_find", lru_cache(maxsize=8)(delimiters._find))


@pytest.mark.usefixtures("_formulas_are_found_once")
@pytest.mark.parametrize("unit", [" ", "\n", "\\", "\t \n", "a ", "\\ "])
@pytest.mark.parametrize(("before", "after"), AROUND)
def test_a_run_of_blanks_or_backslashes_takes_linear_time(before, after, unit):
    takes_linear_time(before + run_of(unit, LENGTH) + after)


@pytest.mark.usefixtures("_formulas_are_found_once")
@pytest.mark.parametrize("unit", RUNS)
def test_a_run_of_anything_special_takes_linear_time(unit):
    takes_linear_time(run_of(unit, LENGTH))


def takes_linear_time(text: str) -> None:
    for function in PLAIN:
        started = time.process_time()
        function(text)
        assert time.process_time() - started < CPU_SECONDS, function.__name__


@pytest.mark.parametrize("unit", RUNS)
def test_a_long_run_in_markdown_takes_linear_time(unit):
    started = time.process_time()
    render_markdown(run_of(unit, LENGTH))
    assert time.process_time() - started < 2 * CPU_SECONDS


MARKED = [
    "$a\n\n", "**a ", "[a]: b\n", "*a* ", "- a\n", "1. a\n", "a\n\n", "# a\n", "> a\n", "a  \n",
    "*a_", "| a | b |\n|---|---|\n", "$$x\n+ y$$ z\n", "\\def\\a{\n", "\\newcommand{\\a}{b}\n",
    "http://a.b ", "&", "\\\n", "`$", ":", "{", "\\(x\\) ",
]  # fmt: skip


FORMULAS = ["$a ", "$ab$ c", "\\(a\\) ", "\\(a\\) b", "\\[a\\]\n", "$$a$$ b "]


@pytest.mark.parametrize("unit", FORMULAS)
def test_formulas_beyond_what_anybody_writes_are_shown_as_typed(unit):
    """In a text as long as a part of a review may be, whose HTML grew twenty times as long."""
    text = run_of(unit, 60_000)
    html = render_markdown(text)
    assert "<math" not in html
    assert html.count("a") >= text.count("a")


def test_a_text_full_of_formulas_is_still_rendered():
    line = "We bound $f(x)$ by $g_n$ where \\(n\\) is the width of the layer, $\\alpha$ its rate. "
    html = render_markdown(run_of(line, 60_000))
    assert html.count("<math") > 2_500


@pytest.mark.parametrize("unit", MARKED)
def test_marks_beyond_what_anybody_writes_are_shown_as_typed(unit):
    text = run_of(unit, 300_000)
    started = time.process_time()
    html = render_markdown(text)
    assert time.process_time() - started < 3 * CPU_SECONDS
    assert html.count("a") >= text.count("a")
    for tag in ("<em>", "<strong>", "<li>", "<h3>", "<table>", "<math", "<blockquote>"):
        assert tag not in html
    assert plain_markdown(text).split() == text.split()


def test_a_long_text_of_a_person_is_still_markdown():
    text = (
        "A sentence of some length: it *matters* (see $x$ and https://x.org/a-b).\n" * 3 + "\n"
    ) * 800
    html = render_markdown(text)
    assert html.count("<em>") == html.count("<math") == html.count("<a ") == 2400
