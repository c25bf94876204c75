# ruff: noqa: E501 - samples of MathML stay on one line
"""What of MathML may stand on a page."""

import re

import pytest

from bench.hostile import DEFACING
from text.sanitize import sanitize
from text.tex.maths import render_formulas

HARMFUL = re.compile(
    r"""\b(?:voffset|mathcolor|mathsize|style|href|class|id|background)=|
        <mpadded\s|(?:width|height|depth|lspace|rspace|spacing)="[^"]*-|
        mathbackground="(?!currentcolor)""",
    re.VERBOSE,
)


def drawn(tex: str) -> str:
    (formula,) = render_formulas([(tex, True)])
    assert formula.is_maths, formula.html
    return sanitize(formula.html).partition("<annotation")[0]


@pytest.mark.parametrize("tex", DEFACING)
def test_nothing_in_a_formula_moves_overlaps_or_has_a_colour(tex):
    (formula,) = render_formulas([(tex, True)])
    if formula.is_maths:
        assert not HARMFUL.search(sanitize(formula.html).partition("<annotation")[0])


def test_the_same_is_found_where_nothing_cleans():
    rendered = render_formulas([(tex, True) for tex in DEFACING])
    harmful = [HARMFUL.search(one.html) for one in rendered if one.is_maths]
    assert len([one for one in harmful if one]) > 20
    assert None in harmful


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\binom{a}{b}", 'linethickness="0px"'),
        (r"\Bigg(", 'minsize="3em" maxsize="3em"'),
        (r"\mathbb{R}", 'mathvariant="double-struck"'),
        (r"\begin{matrix}a&b\end{matrix}", 'columnspacing="1em"'),
        (r"\begin{align}a&=b\end{align}", 'columnalign="right left"'),
        (r"\cancel{x}", 'notation="updiagonalstrike"'),
        (r"\boxed{x}", 'notation="box"'),
        (r"\displaystyle\sum", 'displaystyle="true"'),
        (r"\rule{2em}{1em}", 'mathbackground="currentcolor" width="2em" height="1em"'),
        (r"a\quad b", '<mspace width="1em">'),
        (r"\hat{x}", 'accent="true"'),
    ],
)
def test_what_formulas_usually_need_stays(tex, expected):
    assert expected in drawn(tex)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<mpadded voffset="-9em" width="0" height="0" lspace="-9em"><mi>x</mi></mpadded>', "<mpadded><mi>x</mi></mpadded>"),
        ('<mspace width="-9em"></mspace>', "<mspace></mspace>"),
        ('<mspace width="99em" height="9em"></mspace>', "<mspace></mspace>"),
        ('<mspace width="1e9em"></mspace>', "<mspace></mspace>"),
        ('<mspace width=" 1em"></mspace>', '<mspace width=" 1em"></mspace>'),
        ('<mspace width="calc(1em*99)"></mspace>', "<mspace></mspace>"),
        ('<mspace width="1em" mathbackground="red"></mspace>', '<mspace width="1em"></mspace>'),
        ('<mstyle mathsize="9em" mathcolor="white" scriptlevel="-9"><mi>x</mi></mstyle>', "<mstyle><mi>x</mi></mstyle>"),
        ('<mstyle scriptlevel="+1"><mi>x</mi></mstyle>', "<mstyle><mi>x</mi></mstyle>"),
        ('<mstyle scriptlevel="1"><mi>x</mi></mstyle>', '<mstyle scriptlevel="1"><mi>x</mi></mstyle>'),
        ('<mi href="https://e.example" style="position:fixed" mathcolor="red">x</mi>', "<mi>x</mi>"),
        ('<maction actiontype="toggle"><mi>x</mi><mi>y</mi></maction>', "<mi>x</mi><mi>y</mi>"),
        ('<mo minsize="99em" lspace="-2em" rspace="0.2em">(</mo>', '<mo rspace="0.2em">(</mo>'),
        ('<mfrac linethickness="9em"><mi>x</mi><mi>y</mi></mfrac>', "<mfrac><mi>x</mi><mi>y</mi></mfrac>"),
        ('<mtable rowspacing="99em" columnspacing="1em 2em" width="900%"></mtable>', '<mtable columnspacing="1em 2em"></mtable>'),
        ('<mtr><mtd columnspan="9999" rowspan="2"></mtd></mtr>', '<mtr><mtd rowspan="2"></mtd></mtr>'),
        ('<menclose notation="box url(x)"><mi>x</mi></menclose>', "<menclose><mi>x</mi></menclose>"),
        ('<mi mathvariant="bold;color:red">x</mi>', "<mi>x</mi>"),
        ('<mtext><span class="tex-error">x</span></mtext>', '<mtext><span class="tex-error">x</span></mtext>'),
    ],
)  # fmt: skip
def test_other_peoples_mathml_is_held_to_the_same(html, expected):
    assert sanitize(f"<math>{html}</math>") == f"<math>{expected}</math>"
