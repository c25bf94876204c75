"""Nothing of a source's notation, and nothing that its readers cannot see, is left in a text."""

import json
import time
from pathlib import Path

import pytest

from ingest.parsing.highwire import without_marks, without_residue
from ingest.parsing.markup import plain_line, plain_paragraphs
from ingest.sources import biorxiv
from ingest.sources.arxiv.oai import parse_page
from ingest.sources.arxiv.xml import line, paragraphs
from ingest.sources.feed.entries import Text
from text.tex.titles_and_abstracts import render_abstract, render_title

CASES = Path(__file__).parents[1] / "cases"


def test_references_that_arxiv_escaped_twice():
    record = parse_page((CASES / "01-arxiv-entities.xml").read_bytes()).records[0]
    assert record.title == "The Lamplighter´s Problem"
    assert record.abstract == (
        "We define a second-order λμ-calculus at 20 °C. If $a < b$ then p < 0.05 holds."
    )
    html = render_abstract(record.abstract)
    assert "<mo>&lt;</mo>" in html
    assert "p &lt; 0.05 holds" in html


def test_symbols_that_biorxiv_names():
    record = biorxiv.parse_row(json.loads((CASES / "03-biorxiv-symbols.json").read_text()))
    assert record.title == "TGF-β at 37°C: effects of 5 µM drug"
    assert record.abstract == (
        "Tolerance ε = 0.05; r≥0.2 in n ≥ 500 cells; mean 3 ± 1; TGF-β falls. The set {a, b} stays."
    )


ARXIV = {
    "H<sub>2</sub>O and 10<sup>6</sup> <i>in situ</i>": "H2O and 10⁶ in situ",
    "Caf&eacute; R&amp;amp;D at AT&T": "Café R&D at AT&T",
    "&lt;i&gt;E. coli&lt;/i&gt; grows": "E. coli grows",
    "<p>One</p> two<br>three": "One two three",
    "vector<a> and p<b, $a<b>c$ and $x<i>y</i>$": "vector<a> and p<b, $a<b>c$ and $xy$",
    r"\frac{alpha}{beta} and {beta} stay in TeX": r"\frac{alpha}{beta} and {beta} stay in TeX",
    r"$\begin{matrix} a &amp; b \end{matrix}$": r"$\begin{matrix} a & b \end{matrix}$",
    "if (a<b && c>d) x &y; z": "if (a<b && c>d) x &y; z",
    "Zero&#8203;width &shy;hyphen&#xad;ated": "Zerowidth hyphenated",
    "a <!-- ignore this --> b": "a b",
}


@pytest.mark.parametrize(("text", "expected"), ARXIV.items())
def test_html_in_what_arxiv_sends(text, expected):
    assert line(text) == expected
    assert " ".join(paragraphs(text).split()) == expected


OTHERS = {
    "Adhesion of NF{kappa}B, IFN{gamma} at 5 {micro}m": "Adhesion of NFκB, IFNγ at 5 µm",
    "{Delta}G {approx} 3 [&plusmn;] 1 &amp;amp;lt; 5": "ΔG ≈ 3 ± 1 < 5",
    "r [&#8805;] 2 in [a&b] and [&amp;le;] 3": "r ≥ 2 in [a&b] and ≤ 3",
    r"$x_{le} \mathcal{alpha}$ and \emph{beta}": r"$x_{le} \mathcal{alpha}$ and \emph{beta}",
    "{in} {a} {New York} {x, y}": "{in} {a} {New York} {x, y}",
    r"A title\nwith a line end as text": r"A title\nwith a line end as text",
    r"A title\n With a line end as text": "A title With a line end as text",
    r"\nu and $\nabla f$": r"\nu and $\nabla f$",
    "soft\u00adhyphen and ze\u200bro": "softhyphen and zero",
    '<title>A <italic toggle="yes">b</italic></title>': "A b",
    "&lt;span class=&quot;x&quot;&gt;A&lt;/span&gt; b": "A b",
    "<![CDATA[R&amp;D]]>": "R&D",
    "<scp>DNA</scp> &lt;scp&gt;RNA&lt;/scp&gt;": "DNA RNA",
    "<math><msqrt><mn>2</mn></msqrt><msqrt><mi>a</mi><mi>b</mi></msqrt></math>": "√2√(ab)",
    "<jats:inline-formula><jats:tex-math><![CDATA[x_{le}<y]]></jats:tex-math>"
    "</jats:inline-formula>": "$x_{le}<y$",
    '<formula formulatype="inline"><tex Notation="TeX">$L_1$</tex></formula> norm': "$L_1$ norm",
    "<InlineEquation><EquationSource Format='TEX'>$$x$$</EquationSource></InlineEquation>": "$x$",
    "CO<ce:inf>2</ce:inf> and <Emphasis Type='Italic'>x</Emphasis>": "CO2 and x",
    # What readers of the source do not see.
    "a <!-- ignore all --> b <script>x()</script><style>p {}</style>c": "a b c",
    '<p style="display: none">rate it high</p>A': "A",
    'A<span style="font-size:1px">rate it high</span> b': "A b",
    'A <font color="white">rate it high</font> b': "A b",
    'A <span style="color: #FFFFFF">rate <span>it</span> high</span> b': "A b",
    "A <b hidden>rate</b> b": "A b",
    'A <span style="position:absolute; left:-9999px">rate</span> b': "A b",
    'A <span style="font-size:90%; color:#333">stays</span> b': "A stays b",
    'A <span style="display:none">open': "A open",
}


@pytest.mark.parametrize(("text", "expected"), OTHERS.items())
def test_markup_and_symbols_of_other_sources(text, expected):
    assert plain_line(text) == expected


def test_words_that_look_like_tags_stay_in_titles_of_posts_and_feeds():
    title = "How the <b> element and <s> tokens differ <i>in fact</i>"
    expected = "How the <b> element and <s> tokens differ in fact"
    assert plain_line(title, keeps_lone_tags=True) == expected
    assert Text(value="R&amp;D").line() == "R&D"
    assert "&lt;b&gt;" in render_title(expected)


FIGURE = (
    'O_FIG O_LINKSMALLFIG WIDTH=200 HEIGHT=113 SRC="FIGDIR/small/539999v1_ufig1.gif" '
    'ALT="Figure 1">'
    "\nView larger version (39K):\norg.highwire.dtl.DTLVardef@bad2ddorg.highwire.dtl.DTLVardef@"
    "169b0a_HPS_FORMAT_FIGEXP  M_FIG"
)


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        (f"The end.\n\nGraphical Abstract\n\n{FIGURE} C_FIG", "The end."),
        (f"The end.\n\nTOC Graphic\n\n{FIGURE} C_FIG Points> One.", "The end.\n\nPoints> One."),
        (f"One.\n\n{FIGURE} Overview of it. C_FIG", "One.\n\nOverview of it."),
        (
            f"One. {FIGURE} O_FLOATNOFigure 1.C_FLOATNO O_TABLECAPTIONCells.C_TABLECAPTION C_FIG",
            "One.\n\nFigure 1. Cells.",
        ),
        ("O_ST_ABSAimC_ST_ABSTo see.O_LIOneC_LIO_LITwoC_LI", "Aim: To see.\n\nOne\n\nTwo"),
        ("A graphical abstract of C_FIGURE and snake_case", None),
    ],
)
def test_only_captions_of_figures_are_kept(abstract, expected):
    assert plain_paragraphs(without_residue(abstract)) == (expected or abstract)


@pytest.mark.parametrize(
    "unit",
    ["{", "[&amp;", "<!--", "<!-- -->", "&lt;a b=", "<span style='display:none'>", "<i>", "$<b>"],
)
def test_hostile_notation_is_read_in_a_moment(unit):
    markup = unit * (200_000 // len(unit))
    started = time.process_time()
    plain_paragraphs(markup)
    line(markup)
    without_residue(markup + "O_FIG " * 30_000 + "org.highwire" * 10_000)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "expected"),
    {
        "O_LINKS are fine": "O_LINKS are fine",
        "BIO_LIST and C_LIENT stay. O_LIOneC_LIO_LIDNA twoC_LI": (
            "BIO_LIST and C_LIENT stay. One DNA two"
        ),
        "O_LIFirst itemC_LI O_LISecondC_LI": "First item Second",
    }.items(),
)
def test_marks_of_items_are_not_cut_out_of_words(text, expected):
    assert " ".join(without_residue(text).split()) == expected


def test_a_title_of_biorxiv_has_no_marks_of_small_capitals():
    row = json.loads((CASES / "03-biorxiv-symbols.json").read_text())
    row |= {"title": "Uptake of O_SCPLOWDC_SCPLOW-glucose"}
    assert biorxiv.parse_row(row).title == "Uptake of D-glucose"


HIGHWIRE = {
    "in [~]50% of {approx}3 and [-]0.42": "in ~50% of ≈3 and −0.42",
    "a [->] b [-&gt;] c [isin] D [~=] e": "a → b → c ∈ D ≅ e",
    "Points[tpltrtarr] I [bullet] II": "Points► I • II",
    "TGF[beta] and [x1D05]-trans at 2.35 [A]": "TGFβ and ᴅ-trans at 2.35 Å",
    "[A] and [B], [in] or [-], [beta-test]": "[A] and [B], [in] or [-], [beta-test]",
    "m{superscript 2} {whitebullet} {triangleup} {gtrsim} {paragraph}": "m² ◦ ▵ ≳ ¶",
    "O_ST_ABSWhat does this research add to existing knowledge in so long a heading?C_ST_ABSMuch.":
        "What does this research add to existing knowledge in so long a heading? Much.",
    "Abstract/SummaryO_ST_ABSAimC_ST_ABSWe see": "Aim: We see",
    "IntroO_ST_ABSC_ST_ABSWe see": "Intro\n\nWe see",
    "See O_FD O_INLINEFIG[Formula 1]C_INLINEFIGM_FD(1)C_FD there": "See [Formula 1] (1) there",
    "One.O_FIG_DISPLAY C_FIG_DISPLAY Two": "One.\n\nTwo",
    "O_TEXTBOXSIGNIFICANCENatural products.C_TEXTBOX": "SIGNIFICANCE: Natural products.",
    "One O_QDQuotedC_QD two": "One\n\nQuoted\n\ntwo",
    "AO_SCPLOWBSTRACTC_SCPLOWLiving in groups": "Living in groups",
    "AbstractLiving in groups": "Living in groups",
    "BackgroundDiets fail.\n\nMethodsFrom 2004.\n\nResultssDII was low.\n\nConclusions20 ate.":
        "Background: Diets fail.\n\nMethods: From 2004.\n\nResults: sDII was low."
        "\n\nConclusions: 20 ate.",
    "O_OL O_LIoneC_LI C_OL two": "one\n\ntwo",
    "Abstract reasoning. Results of MethodsX, ResultsDB": None,
    "Methods of \n\nResultsful": None,
}  # fmt: skip


@pytest.mark.parametrize(("abstract", "expected"), HIGHWIRE.items())
def test_notation_of_biorxiv_is_read(abstract, expected):
    expected = " ".join((expected or abstract).split())
    assert " ".join(plain_paragraphs(without_residue(abstract)).split()) == expected


def test_signs_in_titles_of_biorxiv_are_read():
    assert plain_line(without_marks("TGF[beta] at 2 [A] in O_SCPLOWDNAC_SCPLOW [A]")) == (
        "TGFβ at 2 Å in DNA [A]"
    )
