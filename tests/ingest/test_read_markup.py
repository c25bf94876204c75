import time

import pytest

from ingest.parsing.markup import LONGEST_MARKUP, plain_line, plain_paragraphs

DOCUMENT = (
    r"\documentclass[12pt]{minimal} \usepackage{amsmath} \begin{document}$$%s$$\end{document}"
)
TEX = r"<jats:tex-math>$$\alpha_1 &lt; 2$$</jats:tex-math>"
MATHML = "<mml:math><mml:msub><mml:mi>α</mml:mi><mml:mn>1</mml:mn></mml:msub></mml:math>"
TEXTS = {
    # markup, escaped markup, twice escaped markup, and no markup
    "Vectors <i>in</i> a space": "Vectors in a space",
    "<h1>Example questionnaire</h1>": "Example questionnaire",
    "&lt;i&gt;Streptococcus&lt;/i&gt; &amp;lt;b&amp;gt;x": "Streptococcus x",
    "Promises &amp; Perils &amp;amp; More &#x2014;&nbsp;x": "Promises & Perils & More — x",
    '<a href="https://example.org/">A link</a><br/>': "A link",
    "a<b and c>d, p<0.05": "a<b and c>d, p<0.05",
    "R&D of the <Fmr1> gene at AT&Titles": "R&D of the <Fmr1> gene at AT&Titles",
    "with $x &lt; y$ in TeX": "with $x < y$ in TeX",
    "0": "0",
    "": "",
    # raised and lowered
    "10<sup>6</sup> Ca<sup>2+</sup> R<sup>n</sup>": "10⁶ Ca²⁺ Rⁿ",
    "CO<sub>2</sub>": "CO2",
    "5<sup>th</sup> <i>Fmr1</i><sup>-/-</sup> BRAF<sup>V600E</sup>": "5th Fmr1-/- BRAF^V600E",
    "an open <sup>2": "an open 2",
    # formulas, in TeX where there is TeX
    f"if <jats:inline-formula>{TEX}</jats:inline-formula>.": r"if $\alpha_1 < 2$.",
    f"if <jats:inline-formula><jats:alternatives>{TEX}{MATHML}</jats:alternatives>"
    "</jats:inline-formula> holds": r"if $\alpha_1 < 2$ holds",
    f"if <jats:inline-formula><jats:alternatives>{MATHML}{TEX}</jats:alternatives>"
    "</jats:inline-formula> holds": r"if $\alpha_1 < 2$ holds",
    f"<jats:disp-formula>{TEX}</jats:disp-formula>": r"$$\alpha_1 < 2$$",
    f"<jats:tex-math>{DOCUMENT % 'x^2'}</jats:tex-math>": "$x^2$",
    "<jats:tex-math></jats:tex-math>none": "none",
    f"so {MATHML} is": "so α_1 is",
    "<mml:math><mml:msup><mml:mn>10</mml:mn><mml:mrow><mml:mo>-</mml:mo><mml:mn>6</mml:mn>"
    "</mml:mrow></mml:msup></mml:math>": "10^(-6)",
    "<math><mfrac><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow><mi>c</mi></mfrac></math>": (
        "(a<b)/c"
    ),
    '<math><semantics><mi>x</mi><annotation encoding="application/x-tex">\\vec x</annotation>'
    "</semantics></math>": r"$\vec x$",
    "an open <mml:math><mml:mi>x": "an open x",
    "<math></math>nothing": "nothing",
}


@pytest.mark.parametrize(("markup", "expected"), TEXTS.items())
def test_markup_becomes_one_line_of_plain_text(markup, expected):
    assert plain_line(markup) == expected


def test_an_abstract_keeps_its_paragraphs_and_headings_but_not_its_name():
    markup = (
        "<jats:title>Abstract</jats:title><jats:sec><jats:title>Background</jats:title>"
        "<jats:p>One\n  line.</jats:p></jats:sec><jats:list><jats:list-item>A</jats:list-item>"
        "<jats:list-item>B</jats:list-item></jats:list>"
    )
    assert plain_paragraphs(markup) == "Background\n\nOne line.\n\nA\n\nB"


def test_blank_lines_part_the_paragraphs_of_plain_text():
    assert plain_paragraphs("One\nline.\n \nAnother.\r\n\r\nThird.") == (
        "One line.\n\nAnother.\n\nThird."
    )


def test_a_text_that_is_only_the_word_abstract_stays():
    assert plain_paragraphs("Abstract") == "Abstract"


def test_tags_on_lines_of_their_own_leave_no_blank_before_punctuation():
    markup = "<jats:p>\n  by (\n  <jats:italic>S. a</jats:italic>\n  , GBS)\n  .\n</jats:p>"
    assert plain_paragraphs(markup) == "by (S. a, GBS)."


@pytest.mark.parametrize(
    ("markup", "expected"),
    {
        "variants in<jats:italic>MLH1</jats:italic>via": "variants in MLH1 via",
        "in <i>MLH1</i> via": "in MLH1 via",
        "<i>Arabidopsis</i>-like": "Arabidopsis-like",
        "wild-type<i>S. aureus</i>, and": "wild-typeS. aureus, and",  # or is it one word?
        "a<i>p</i>b": "apb",
        "H<sub>2</sub>O and CO<sub>2</sub>emissions": "H2O and CO2emissions",
    }.items(),
)
def test_a_word_in_italics_that_was_squeezed_gets_its_blanks_back(markup, expected):
    assert plain_line(markup) == expected


def test_what_cannot_be_stored_is_left_out():
    assert plain_line("a\x00b &#0; &#xD800; \u202ec") == "ab \ufffd \ufffd c"


def test_entities_of_a_formula_name_no_files():
    markup = "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><math><mi>&f;</mi></math>"
    assert "root" not in plain_line(markup)


def test_what_is_longer_than_any_abstract_is_cut():
    assert len(plain_line("x" * 300_000)) == LONGEST_MARKUP == 200_000


@pytest.mark.parametrize(
    "markup",
    [
        "<inline-formula>" * 12_500,
        "<mml:math><mml:mrow>" * 10_000,
        "<mml:math>" + "&lt;" * 50_000,
        "<sup>" * 40_000,
        "<p a=" * 40_000,
        "\n " * 100_000,
        "(\n" * 100_000,
        "&amp;" * 40_000 + "lt;",
        "&lt;i" + " " * 199_990 + "x",
        "<tex-math>a" + " " * 180_000 + "$",
        "x" * 20_000_000,
    ],
    ids=range(11),
)
def test_hostile_markup_is_read_in_a_moment(markup):
    start = time.perf_counter()
    plain_paragraphs(markup)
    assert time.perf_counter() - start < 5
