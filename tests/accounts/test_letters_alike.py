"""Letters and signs that a reader takes for others, from the table and from what it leaves out."""

import pytest

from accounts.names import looks, skeleton


@pytest.fixture
def fresh():
    """Nothing is remembered of earlier names, so that the table is read again."""
    for function in (looks._prototypes, looks._base_letter, looks.look_of):
        function.cache_clear()


@pytest.mark.parametrize(
    ("first", "alphabet"),
    [("\U0001f150", "in a disc"), ("\U0001f170", "in a box"), ("\U0001f1e6", "of a flag")],
)
def test_a_dressed_letter_is_the_letter(first, alphabet):
    for number in range(26):
        plain, dressed = chr(ord("A") + number), chr(ord(first) + number)
        assert looks.look_of(f"Q{dressed}") == looks.look_of(f"Q{plain}"), alphabet
        assert looks.look_of(f"Q{dressed}") != looks.look_of("Q")


@pytest.mark.parametrize(
    ("sign", "letter"), [("°", "o"), ("@", "a"), ("$", "s"), ("€", "e"), ("|", "l")]
)
def test_a_sign_within_a_word_is_the_letter_that_it_passes_for(sign, letter):
    assert skeleton(f"B{sign}rk Heron") == skeleton(f"B{letter}rk Heron")
    assert skeleton(f"B{sign}rk Heron") != skeleton("Bzrk Heron")


@pytest.mark.usefixtures("fresh")
def test_all_that_look_like_one_letter_have_one_look():
    assert looks.look_of("m") == looks.look_of("rn") == looks.look_of("ⅿ") == "rn"
    assert looks.look_of("a") == looks.look_of("\u0430") == looks.look_of("\u0251") == "a"
    assert looks.look_of("l") == looks.look_of("\u04cf") == looks.look_of("1") == "l"
    assert looks.look_of("\ua778") == looks.look_of("&") == "", "a letter that passes for a sign"
    for alike in ("\u05d3\u2138\ufb22", "\u0152\u0153\uab62", "\u0544\u1206", "\u15e1\ua4f7"):
        assert len({looks.look_of(f"q{letter}") for letter in alike}) == 1
    assert looks.look_of("b") == "b", "and no other"
