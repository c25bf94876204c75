import doctest

import pytest

from text import formulas, plain
from text.formulas import plain_formula


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\mathbb{R}^{n}", "R^n"),
        (r"a\,b~c", "a b c"),
        (r"\{x\}", "{x}"),
        (r"\text{if } x \ne y", "if x ≠y"),
        (r"e^{i\pi} n^{k+1}", "e^iπ n^{k+1}"),
        (r"\unheardof", r"\unheardof"),
    ],
)
def test_formulas_as_plain_text(tex, expected):
    assert plain_formula(tex) == expected


@pytest.mark.parametrize("module", [formulas, plain])
def test_the_examples_in_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0
