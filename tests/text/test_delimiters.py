import re
import time
from collections.abc import Callable

import pytest

from text.tex.delimiters import MASK, Delimiters, Maths, mask_maths, split_maths


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
        ("$a $$b$", [("a ", False), ("b", False)]),
        ("$x$$y$ and $$z$$", [("x", False), ("y", False), ("z", True)]),
        ("$$a$", [("a", False)]),
        ("$to be or not two$", [("to be or not two", False)]),
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
        r"\begin{align} a",
        r"a \end{align}",
        "$$\nThe first words\n\nof a long text\n$$",
        "big $$ and more $$",
        "between $1.5M-$2M, $5/$6, $5–$10 and **$7**/**$8**",
        "a $100-per-month plan (US$5)",
        "costs 5$, or 6$.",
        "$$5 and $$6, $$ 7 or $$8",
        "($AAPL, $TSLA), $BRK.B and $HOME/bin",
        "价格为$5，而另一个为$6",
    ],
)
def test_prices_and_stray_delimiters_are_no_formulas(text):
    assert formulas(text) == []
    assert split_maths(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"$\sim$10 Mpc ($\alpha$-disks)", [r"\sim", r"\alpha"]),
        (r"83.6$\pm$6.3% in training and 71.8$\pm$10.7% in testing", [r"\pm", r"\pm"]),
        ("$^{13}$CO, H$_2$0 and $J$=2$-$1", ["^{13}", "_2", "J", "-"]),
        (r"$>$5 of $\sim$$10^5$ and $\sim$$10^6$", [">", r"\sim", "10^5", r"\sim", "10^6"]),
        ("It costs $5 (for $n$ items) and $k$-means $6.", ["n", "k"]),
        ("A stray $, then $x$ and $y$.", ["x", "y"]),
        ("the $10k-level ($n$=3) and $m$", ["n", "m"]),
        ("for $20 we ran $N$ steps, $50 more than $M$ steps", ["N", "M"]),
        ("$ k $-means and $ t = 0$", [" k ", " t = 0"]),
        (r"$\D = $$ \{d_1,d_2\}$ of $D$", [r"\D = ", r" \{d_1,d_2\}", "D"]),
        (r"$x \mbox{ is $m$-labelled}$ and $y$", [r"x \mbox{ is $m$-labelled}", "y"]),
        (r"\textbf{the $k$-core} of $G$", ["k", "G"]),
        (r"$3$ of $10^{6}$ at $0.05$ and $5$", ["3", "10^{6}", "0.05", "5"]),
        (r"($AAPL, $TSLA) and $r^2$", ["r^2"]),
        (
            "$AB$ and $SNR$, $SNR = 3$, $GL(n)$ of $NP$-hard",
            ["AB", "SNR", "SNR = 3", "GL(n)", "NP"],
        ),
        (r"a gain of $10%$ or $20\%$", [r"10\%", r"20\%"]),
    ],
)
def test_formulas_beside_digits_prices_and_blanks(text, expected):
    assert [tex for tex, _display in formulas(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\\begin{align}a\\end{align}", r"\begin{align}a\end{align}"),
        ("\\begin{eqnarray*}a\\end{eqnarray*}", r"\begin{align*}a\end{align*}"),
        ("\\begin{displaymath}a\\end{displaymath}", "a"),
        ("$$\na\n\n\nb\n$$", "\na\nb\n"),
        ("\\[\na\n \nb\n\\]", "\na\nb\n"),
        ("$$a % and\nb$$", "a \\% and\nb"),
        (r"$$a \text{ if $x$}$$", r"a \text{ if $x$}"),
    ],
)
def test_displays_with_blank_lines_comments_and_environments(text, expected):
    assert formulas(f"Before {text} after $x$.") == [(expected, True), ("x", False)]


def test_code_of_markdown_holds_no_formulas_and_takes_none_apart():
    found = Delimiters("`$a` and $x$, ``b`$`` $y$ ` $z$", has_code=True).formulas.values()
    assert [one.tex for one in found] == ["x", "y", "z"]


PRICES = ["for $5", "($10,000)", "$1.5M-$2M", "US$ 20 million", "$3/hour", "from $5 to $6", "~$12"]
WITH_FORMULAS = [
    r"We show that $O(n \log n)$ steps suffice for $k$-sparse signals, with $\epsilon>0$ fixed.",
    r"If $x_i$ and $y_i$ are drawn from $[0, 1)$, then $$\sum_i x_i < 3$$ in $\sim$10 trials.",
]


@pytest.mark.parametrize("text", WITH_FORMULAS)
@pytest.mark.parametrize("price", PRICES)
def test_a_price_anywhere_takes_no_formula_away(text, price):
    pieces = split_maths(text)
    expected = formulas(text)
    for number, piece in enumerate(pieces):
        for word in re.finditer(" ", piece) if isinstance(piece, str) else ():
            priced = f"{piece[: word.start()]} {price}{piece[word.start() :]}"
            whole = [*pieces[:number], priced, *pieces[number + 1 :]]
            assert formulas("".join(map(source(text), whole))) == expected


def source(text: str) -> Callable[[str | Maths], str]:
    return lambda piece: piece if isinstance(piece, str) else text[piece.start : piece.end]


def test_nothing_of_the_text_is_lost():
    text = r"a $x$ b $$y$$ c \(z\) d $5 \[w\]"
    pieces = split_maths(text)
    assert "".join(p if isinstance(p, str) else text[p.start : p.end] for p in pieces) == text


def test_a_mask_keeps_every_place():
    assert mask_maths("a $x y$ b") == "a " + MASK * 5 + " b"


HOSTILE = [
    "$",
    "$a ",
    r"\(",
    r"$ \(",
    r"\[ $$ ",
    "$$a$",
    r"\begin{align} ",
    r"\text{$a",
    "`$",
    "\n ",
]


@pytest.mark.parametrize("unit", [*HOSTILE, "$" + " " * 50_000, r"\mbox" + " " * 50_000])
def test_stray_delimiters_in_their_thousands_take_no_time(unit):
    started = time.process_time()
    Delimiters(unit * (500_000 // len(unit)), has_code=True)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(("opener", "closer"), [(r"\[", r"\]"), (r"\begin{cases}", r"\end{cases}")])
def test_nested_delimiters_take_no_time(opener, closer):
    started = time.process_time()
    split_maths(opener * 20_000 + closer * 20_000)
    assert time.process_time() - started < 5
