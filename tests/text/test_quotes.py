"""Straight quotation marks become typographic where it is clear which is meant, in text only."""

import time

import pytest

from text.markdown.render import plain_markdown, render_markdown
from text.quotes import typographic
from text.tex.titles_and_abstracts import render_abstract, render_title


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('say "a" and "b"', "say “a” and “b”"),
        ('("x"), "a"-"b"', "(“x”), “a”-“b”"),
        ("He said \"it's 'fine'\".", "He said “it’s ‘fine’”."),
        ("the dogs' owner, of the '90s", "the dogs’ owner, of the ’90s"),
        ("l'homme d'État", "l’homme d’État"),
        ("„schon gesetzt“ and “set”", "„schon gesetzt“ and “set”"),
        ("\"\" and ''", "“” and ‘’"),
        ('"one" and "left open', '“one” and "left open'),
        ('a 5" disk', 'a 5" disk'),
        ("5'10 tall, f'(x), f''", "5'10 tall, f'(x), f''"),
        ('x"y"z', 'x"y"z'),
        ("", ""),
    ],
)
def test_marks_that_are_clear_are_set(typed, shown):
    assert typographic(typed) == shown
    assert typographic(shown) == shown, "once more changes nothing"


@pytest.mark.parametrize("typed", ['"a ' * 100_000, "a' \"" * 70_000, "\"'" * 100_000])
def test_the_time_is_that_of_the_length(typed):
    began = time.process_time()
    assert len(typographic(typed)) == len(typed)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "kept",
    [
        '`print("a")`',
        "`it's`",
        '```\nsay "a"\n```',
        "<https://a.example/it's>",
        "$f'(x)$",
        '[x](https://a.example/?q="a")',
    ],
)
def test_code_addresses_and_formulas_stay_as_typed(kept):
    alone = render_markdown(kept)
    assert not set("“”‘’") & set(alone)
    beside = render_markdown(f'{kept}\n\nsaid "so"')
    assert beside.startswith(alone.rstrip())
    assert "<p>said “so”</p>" in beside


def test_a_paragraph_is_read_as_a_whole():
    assert render_markdown('He "*said* it"\nand "`x`", "$y$".').count("“") == 3
    assert "“<em>said</em> it”" in render_markdown('He "*said* it".')
    assert "<strong>“b”</strong>" in render_markdown('**"b"**')
    assert plain_markdown("It's so.") == "It’s so."


def test_a_mark_does_not_reach_into_the_next_paragraph_or_item():
    html = render_markdown('- 5" wide "\n- "so"\n\nand "open\n\nand closed"')
    assert "<p>“so”</p>" in html
    assert 'and "open' in html
    assert 'closed"' in html


def test_titles_and_abstracts_are_set_too():
    assert render_title("On \"Limits\" of $f'$, and Bayes' rule").startswith("On “Limits” of <math")
    assert render_title("Bayes' rule") == "Bayes’ rule"
    assert render_title("``On'' it") == "“On” it"
    assert render_abstract('We say "so".\n\nAnd it\'s "left open.') == (
        '<p>We say “so”.</p>\n<p>And it’s "left open.</p>'
    )
    assert "it's" in render_abstract("See https://a.example/it's for more.")
