import pytest

from text.delimiters import MASK, Maths, mask_maths, split_maths


def formulas(text: str) -> list[tuple[str, bool]]:
    return [(p.tex, p.display) for p in split_maths(text) if isinstance(p, Maths)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x$", [("x", False)]),
        ("$$x$$", [("x", True)]),
        (r"\(x\)", [("x", False)]),
        (r"\[x\]", [("x", True)]),
        ("$a$-$b$", [("a", False), ("b", False)]),
        (r"$\$5$", [(r"\$5", False)]),
        (r"$$a \\[2pt] b$$", [(r"a \\[2pt] b", True)]),
        (r"$ \alpha $", [(r" \alpha ", False)]),
        ("$a\nb$", [("a\nb", False)]),
    ],
)
def test_formulas_are_found(text, expected):
    assert formulas(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $6",
        "between $5-$6 million",
        "from $5 (see a_b) to $6",
        "US$ 5 and $ 6",
        "$",
        "$$",
        "$$$$",
        "$ $",
        r"\$x\$",
        r"\\(x)",
        "$a\n\nb$",
        "$$a",
        r"\(a",
        "$a $$b$",
    ],
)
def test_prices_and_stray_delimiters_are_no_formulas(text):
    assert formulas(text) == []
    assert split_maths(text) == [text]


def test_nothing_of_the_text_is_lost():
    text = r"a $x$ b $$y$$ c \(z\) d $5 \[w\]"
    pieces = split_maths(text)
    assert "".join(p if isinstance(p, str) else text[p.start : p.end] for p in pieces) == text


def test_a_mask_keeps_every_place():
    assert mask_maths("a $x y$ b") == "a " + MASK * 5 + " b"


@pytest.mark.parametrize("unit", ["$", "$a ", r"\(", r"$ \(", r"\[ $$ ", "$$a$"])
def test_a_hundred_thousand_stray_delimiters_take_no_time(unit):
    split_maths(unit * 100_000)
