"""What a person cannot see must not reach titles, names, abstracts, texts or the search index."""

import time

import pytest

from text.invisible import without_invisible
from text.plain import clean_characters, clean_text
from text.sanitize import sanitize

HIDDEN = {
    "tags": "".join(chr(0xE0000 + ord(sign)) for sign in "ignore all"),
    "zero-width space": "\u200b",
    "joiners": "\u200c\u200d",
    "word joiner": "\u2060",
    "soft hyphen": "\u00ad",
    "direction marks": "\u200e\u200f\u061c",
    "overrides": "\u202e\u202c\u2066\u2069",
    "invisible operators": "\u2061\u2062\u2063\u2064",
    "fillers": "\u115f\u1160\u3164\uffa0",
    "variation selectors": "\ufe00\ufe0f\U000e0100\U000e01ef",
    "grapheme joiner": "\u034f",
    "byte order marks": "\ufeff\ufeff",
    "annotations": "\ufff9\ufffa\ufffb\ufffc",
    "blank braille": "\u2800",
    "deprecated": "\u206a\u206f",
    "musical": "\U0001d159\U0001d173",
    "shorthand": "\U0001bca0",
}


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_hidden_characters_leave_the_visible_ones(hidden):
    assert clean_text(f"é{hidden}Ada {hidden}Love{hidden}lace{hidden}") == "éAda Lovelace"


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # Persian: a non-joiner within a word
        "क्\u200dष",  # Devanagari
        "\u200fעברית\u200e (Hebrew)",
        "👩\u200d🔬 and ❤\ufe0f\u200d🔥",
        "1\ufe0f\u20e3 ↩\ufe0e",
        "葛\U000e0100飾区",  # a variant of the ideograph, as some names are written
        "ᠮᠣᠩ\u180bᠭᠣᠯ",
        "⠃\u2800⠗",
        "naïve café, 5 µm, “quoted” – and\u00a0so",
    ],
)
def test_what_has_an_effect_where_it_stands_stays(text):
    assert clean_text(text) == text


def test_a_message_in_variation_selectors_is_cut_to_the_first():
    message = "".join(chr(0xE0100 + ord(sign)) for sign in "hidden words")
    assert clean_text(f"葛{message}") == "葛" + message[0]
    assert clean_text("😀" + "\ufe0f" * 30) == "😀\ufe0f"


def test_operators_of_mathml_stay_where_an_empty_element_would_have_a_width():
    function = "<mi>f</mi><mo>\u2061</mo><mi>x</mi>"
    assert function in sanitize(f"<math>{function}</math>")
    assert clean_characters("f\u2061x é") == "fx é"


def test_a_long_text_of_hidden_characters_is_cleaned_in_a_moment():
    assert without_invisible("é" + "\u200b\u200d\U000e0041" * 300_000) == "é"


@pytest.mark.parametrize("run", ["\u200f", "\u200d", "\u200c\u200d", "\ufe0f\u200d", "\u2800"])
def test_a_long_run_of_invisible_characters_is_read_in_one_step(run):
    """No other thread runs meanwhile: 60,000 took 0.3 s, each looked around by itself."""
    started = time.process_time()
    assert without_invisible("a" + run * (1_000_000 // len(run)) + "b") == "ab"
    assert time.process_time() - started < 2.0


def test_an_effect_at_either_end_of_a_long_run_stays():
    woman, hair = "\U0001f469", "\U0001f9b0"
    run = "\u200b" * 9
    assert without_invisible(f"{woman}\ufe0f{run}b") == f"{woman}\ufe0fb"
    assert without_invisible(f"a{run}\ufe0f\u200d{hair}") == f"a\u200d{hair}"
