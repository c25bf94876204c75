# ruff: noqa: E501 - samples of HTML stay on one line
"""Drawings of our own making, in the shape of MathJax 3's CHTML output."""

import pytest
from lxml import html

from text.foreign.mathjax_glyphs import UnknownGlyphsError, tex_from_glyphs


def sign(code: str, tag: str = "mi", classes: str = "mjx-i") -> str:
    return f'<mjx-{tag} class="{classes}"><mjx-c class="mjx-c{code} TEX-I"></mjx-c></mjx-{tag}>'


A, B, X, INDEX = sign("1D44E"), sign("1D44F"), sign("1D465"), sign("1D456")
ONE, TWO = sign("31", "mn", "mjx-n"), sign("32", "mn", "mjx-n")
SUM = sign("2211", "mo", "mjx-lop")
LEFT, RIGHT = sign("28", "mo", "mjx-s3"), sign("29", "mo", "mjx-s3")


def script(*parts: str) -> str:
    return f"<mjx-script>{'<mjx-spacer></mjx-spacer>'.join(parts)}</mjx-script>"


def fraction(line: str = "<mjx-line></mjx-line>") -> str:
    return (
        f"<mjx-mfrac><mjx-frac><mjx-num><mjx-nstrut></mjx-nstrut>{A}</mjx-num><mjx-dbox><mjx-dtable>{line}"
        f"<mjx-row><mjx-den><mjx-dstrut></mjx-dstrut>{B}</mjx-den></mjx-row></mjx-dtable></mjx-dbox>"
        "</mjx-frac></mjx-mfrac>"
    )


def under(base: str, below: str) -> str:
    rows = f"<mjx-row><mjx-base>{base}</mjx-base></mjx-row><mjx-row><mjx-under>{below}</mjx-under></mjx-row>"
    return f"<mjx-munder>{rows}</mjx-munder>"


def cell(content: str) -> str:
    return f"<mjx-mtd>{content}<mjx-tstrut></mjx-tstrut></mjx-mtd>"


SQRT = f"<mjx-sqrt><mjx-surd>{sign('221A', 'mo')}</mjx-surd><mjx-box>{X}</mjx-box></mjx-sqrt>"
TABLE = (
    "<mjx-mtable><mjx-table><mjx-itable>"
    f"<mjx-mtr>{cell(A)}{cell(B)}</mjx-mtr><mjx-mtr>{cell(X)}{cell(ONE)}</mjx-mtr>"
    "</mjx-itable></mjx-table></mjx-mtable>"
)


def read(drawn: str) -> str:
    return tex_from_glyphs(
        html.fromstring(f"<mjx-container><mjx-math>{drawn}</mjx-math></mjx-container>")
    )


@pytest.mark.parametrize(
    ("drawn", "tex"),
    [
        (X + sign("3D", "mo") + ONE, "x=1"),
        (f"<mjx-msub>{X}{script(INDEX)}</mjx-msub>", "{x}_{i}"),
        (f"<mjx-msup>{X}{script(TWO)}</mjx-msup>", "{x}^{2}"),
        (f"<mjx-msubsup>{X}{script(TWO, INDEX)}</mjx-msubsup>", "{x}_{i}^{2}"),
        (fraction(), r"\frac{a}{b}"),
        (fraction(line=""), r"\genfrac{}{}{0pt}{}{a}{b}"),
        (f"<mjx-msqrt>{SQRT}</mjx-msqrt>", r"\sqrt{x}"),
        (f"<mjx-mroot><mjx-root>{TWO}</mjx-root>{SQRT}</mjx-mroot>", r"\sqrt[{2}]{x}"),
        (f"<mjx-mrow>{LEFT}{fraction()}{RIGHT}</mjx-mrow>", r"\left(\frac{a}{b}\right)"),
        (f"<mjx-mrow>{sign('7B', 'mo')}{TABLE}<mjx-mo></mjx-mo></mjx-mrow>", r"\left\{\begin{matrix}a & b \\ x & 1\end{matrix}\right."),
        (f"<mjx-mrow>{A}{B}</mjx-mrow>", "ab"),
        (under(SUM, INDEX), r"\mathop{∑}\limits_{i}"),
        (f'<mjx-munder limits="false">{SUM}{script(INDEX)}</mjx-munder>', "{∑}_{i}"),
        (f"<mjx-munderover><mjx-over>{A}</mjx-over><mjx-box>{under(SUM, INDEX)}</mjx-box></mjx-munderover>", r"\mathop{∑}\limits_{i}^{a}"),
        (f'<mjx-munderover limits="false">{SUM}{script(A, INDEX)}</mjx-munderover>', "{∑}_{i}^{a}"),
        (f"<mjx-mover><mjx-over>{sign('5E', 'mo')}</mjx-over><mjx-base>{X}</mjx-base></mjx-mover>", r"\widehat{x}"),
        (f"<mjx-mover><mjx-over>{A}</mjx-over><mjx-base>{X}</mjx-base></mjx-mover>", r"\mathop{x}\limits^{a}"),
        (f'<mjx-mover limits="false">{X}{script(A)}</mjx-mover>', "{x}^{a}"),
        (f"<mjx-texatom>{A}</mjx-texatom><mjx-mspace></mjx-mspace>{B}", r"{a}\ b"),
        (f"<mjx-mphantom>{A}</mjx-mphantom>", r"\phantom{a}"),
        ('<mjx-mtext><mjx-utext>日</mjx-utext><mjx-c class="mjx-c25"></mjx-c></mjx-mtext>', r"\text{日\%}"),
        ('<mjx-mi class="mjx-n"><mjx-c class="mjx-c6C"></mjx-c><mjx-c class="mjx-c6E"></mjx-c></mjx-mi>', r"\operatorname{ln}"),
        ('<mjx-mo class="mjx-n"><mjx-c class="mjx-c6C"></mjx-c><mjx-c class="mjx-c69"></mjx-c></mjx-mo>', r"\operatorname*{li}"),
        (sign("64", classes="mjx-n"), r"\mathrm{d}"),
        (sign("211D") + sign("1D400") + sign("1D49C") + sign("1D504"), r"\mathbb{R}\mathbf{A}\mathcal{A}\mathfrak{A}"),
        (sign("1D6FC") + sign("2212", "mo"), "α-"),
        ('<mjx-mo><mjx-stretchy-v class="mjx-c28"><mjx-beg><mjx-c></mjx-c></mjx-beg></mjx-stretchy-v></mjx-mo>', "("),
    ],
)  # fmt: skip
def test_drawings_become_tex(drawn, tex):
    assert read(drawn) == tex


@pytest.mark.parametrize(
    "drawn",
    [
        "",
        "<mjx-merror></mjx-merror>",
        "<mjx-mi><mjx-c></mjx-c></mjx-mi>",
        f"<mjx-msub>{X}</mjx-msub>",
        "<mjx-mfrac></mjx-mfrac>",
        TABLE.replace("mjx-mtr", "mjx-mlabeledtr"),
    ],
)
def test_what_cannot_be_read_whole_is_not_guessed(drawn):
    with pytest.raises(UnknownGlyphsError):
        read(drawn)
