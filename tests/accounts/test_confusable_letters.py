"""Letters and signs that a reader takes for others, from the table and from what it leaves out."""

import pytest

from accounts.names import appearance, skeleton
from accounts.names.appearance import full_skeleton


@pytest.fixture
def fresh():
    """Nothing is remembered of earlier names, so that the table is read again."""
    for function in (appearance._prototypes, appearance._base_letter, full_skeleton):
        function.cache_clear()


@pytest.mark.parametrize(
    ("first", "alphabet"),
    [("\U0001f150", "in a disc"), ("\U0001f170", "in a box"), ("\U0001f1e6", "of a flag")],
)
def test_a_dressed_letter_is_the_letter(first, alphabet):
    for number in range(26):
        plain, dressed = chr(ord("A") + number), chr(ord(first) + number)
        assert full_skeleton(f"Q{dressed}") == full_skeleton(f"Q{plain}"), alphabet
        assert full_skeleton(f"Q{dressed}") != full_skeleton("Q")


@pytest.mark.parametrize(
    ("sign", "letter"), [("°", "o"), ("@", "a"), ("$", "s"), ("€", "e"), ("|", "l")]
)
def test_a_sign_within_a_word_is_the_letter_that_it_passes_for(sign, letter):
    assert skeleton(f"B{sign}rk Heron") == skeleton(f"B{letter}rk Heron")
    assert skeleton(f"B{sign}rk Heron") != skeleton("Bzrk Heron")


@pytest.mark.usefixtures("fresh")
def test_all_that_look_like_one_letter_have_one_skeleton():
    assert full_skeleton("m") == full_skeleton("rn") == full_skeleton("ⅿ") == "rn"
    assert full_skeleton("a") == full_skeleton("\u0430") == full_skeleton("\u0251") == "a"
    assert full_skeleton("l") == full_skeleton("\u04cf") == full_skeleton("1") == "l"
    assert full_skeleton("\ua778") == full_skeleton("&") == "", "a letter that passes for a sign"
    for confusables in ("\u05d3\u2138\ufb22", "\u0152\u0153\uab62", "\u0544\u1206", "\u15e1\ua4f7"):
        assert len({full_skeleton(f"q{letter}") for letter in confusables}) == 1
    assert full_skeleton("b") == "b", "and no other"
