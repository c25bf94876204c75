import re
from dataclasses import dataclass

import pytest
from django.template.loader import render_to_string

from web.term_scale import TermScale, position_in_words, term_scale


@dataclass
class Word:
    word: str
    rank: int
    definition: str = "What it means."


WORDS = [Word("Weak", 1), Word("Fair", 2), Word("Solid", 3), Word("Strong", 4)]


def drawn(chosen_rank: int) -> TermScale:
    return term_scale("Strength of evidence", WORDS, chosen_rank, short_label="Strength")


def test_a_word_has_its_place_on_its_scale():
    scale = drawn(3)
    assert (scale.word, scale.position) == ("Solid", "second-highest of four")
    assert [tick.is_chosen for tick in scale.ticks] == [False, False, True, False]


def test_every_place_is_counted_from_the_nearer_end_and_none_reads_like_a_rank():
    words = [[position_in_words(place, count) for place in range(count)] for count in (2, 5, 6)]
    assert words == [
        ["the lowest of two", "the highest of two"],
        [
            *("the lowest of five", "second-lowest of five", "in the middle of five"),
            *("second-highest of five", "the highest of five"),
        ],
        [
            *("the lowest of six", "second-lowest of six", "third-lowest of six"),
            *("third-highest of six", "second-highest of six", "the highest of six"),
        ],
    ]


def test_a_rank_outside_the_scale_is_refused():
    with pytest.raises(ValueError, match="unpack"):
        drawn(9)


def test_the_glyph_says_every_word_without_a_script():
    page = render_to_string("components/_term_scale.html", {"scale": drawn(3)})
    assert all(word.word in page for word in WORDS)
    assert "second-highest of four" in page


def test_the_glyph_is_one_tab_stop_which_says_the_chosen_term():
    page = render_to_string("components/_term_scale.html", {"scale": drawn(3)})
    (stop,) = re.findall(r"<[^>]*tabindex[^>]*>", page)
    assert 'tabindex="0"' in stop
    assert 'aria-label="Solid, the chosen term"' in stop
    assert re.findall(r'aria-label="(\w+)"', page) == ["Weak", "Fair", "Strong"]


def test_the_small_glyph_says_visibly_which_scale_it_is_of():
    page = render_to_string("components/_term_scale_small.html", {"scale": drawn(1)})
    assert '<span class="term__kind">Strength<' in page


def test_the_small_glyph_is_named_for_those_who_do_not_see_it():
    page = render_to_string("components/_term_scale_small.html", {"scale": drawn(1)})
    assert 'aria-hidden="true"' in page
    assert "the lowest of four" in page
    assert "style=" not in page
