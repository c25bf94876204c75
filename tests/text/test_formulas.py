import doctest
import time

import pytest

from text import plain
from text.tex import formulas
from text.tex.formulas import plain_formula


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\mathbb{R}^{n}", "R^n"),
        (r"a\,b~c", "a b c"),
        (r"\{x\}", "{x}"),
        (r"\text{if } x \ne y", "if x ≠y"),
        (r"e^{i\pi} n^{k+1}", "e^iπ n^{k+1}"),
        (r"\unheardof", r"\unheardof"),
        (r"\frac{\alpha}{n+1} + \frac12", "α/(n+1) + 1/2"),
        (r"\sqrt{x} \sqrt[3]{x+1}", "√x 3√(x+1)"),
        (r"\hat{x} \bar y \overline{ab} \vec v", "x̂ ȳ ab v⃗"),
        (r"O(n\log n) \max_i x", "O(n log n) max_i x"),
        (r"\mbox{if $x$} 50\%", "if x 50%"),
        (r"\begin{align} a &= b \label{x} \\ c &= d \nonumber \end{align}", "a = b c = d"),
        (r"\begin{array}{ll} a & b \end{array} \tag{3}", "a b (3)"),
        (r"a \phantom{unseen} b", "a b"),
        (r"\newcommand{\E}{\mathbb{E}}", ""),
        (r"\mathcal{O}(\tilde{\mathbf{x}})", "O(x̃)"),
        ("x^{2}", "x^2"),
    ],
)
def test_formulas_as_plain_text(tex, expected):
    assert plain_formula(tex) == expected


@pytest.mark.parametrize(
    "unit",
    [
        "\\",
        "{",
        r"\frac{",
        r"\frac{a}{",
        r"\hat",
        r"\sqrt[",
        "\\frac" + " " * 50_000,
        r"\a ",
        "_{a}",
    ],
)
def test_a_hostile_formula_takes_no_time(unit):
    started = time.process_time()
    plain_formula(unit * (300_000 // len(unit)))
    assert time.process_time() - started < 5


@pytest.mark.parametrize("module", [formulas, plain])
def test_the_examples_in_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0
