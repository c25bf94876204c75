"""TeX that authors left in posts, reviews and abstracts: citations, definitions, lone formulas."""

import time

import pytest

from tests.text.posts import clean
from text.markdown.render import plain_markdown, render_markdown
from text.plain import tex_to_plain
from text.tex.formulas import plain_formula
from text.tex.titles_and_abstracts import render_abstract

CITATIONS = {
    r"\cite[Theorem 6.5]{GGG}": "[GGG, Theorem 6.5]",
    r"\citep[Sec.~3]{doe,roe}": "[doe, roe, Sec. 3]",
    r"\citep[see][p.~3]{a}": "[see a, p. 3]",
    r"\cite[][p. 4]{b}": "[b, p. 4]",
    r"\citep[see][]{b}": "[see b]",
    r"\citet*{c}": "[c]",
    r"\citealt{d, e}": "[d, e]",
}


@pytest.mark.parametrize(("source", "expected"), CITATIONS.items())
def test_notes_of_citations_are_words(source, expected):
    assert render_abstract(f"By {source}.") == f"<p>By {expected}.</p>"
    assert render_markdown(f"By {source}.") == f"<p>By {expected}.</p>\n"
    assert tex_to_plain(f"By {source}.") == plain_markdown(f"By {source}.") == f"By {expected}."


def test_references_still_lead_to_their_numbers():
    source = "\\begin{equation}x^2\\label{eq:a}\\end{equation}\n\nBy \\eqref{eq:a} and \\ref{s}."
    assert "By (1) and s." in plain_markdown(source)
    assert "By (1) and [s]." in tex_to_plain(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"{\cal NP} and \mathcal{O}(n)", "NP and O(n)"),
        (r"NP \not\subseteq P/poly", "NP ⊈ P/poly"),
        (r"$A \not\in B \not= C$ \nothing", r"A ∉ B ≠ C \nothing"),
        (r"Call \verb|x_1--y| and \verb+$a$+", r"Call x_1--y and \verb+a+"),
        (r"$1{,}000$ or $a{=}b$", "1,000 or a=b"),
        ("$PATH, $1, $@", "$PATH, $1, $@"),
        ("so $x$? and $*$-algebras, $?", "so x? and *-algebras, $?"),
        (r"$f = \mbox{if $x>0$}$", "f = if x>0"),
    ],
)
def test_tex_in_plain_text(source, expected):
    assert tex_to_plain(source) == expected


def test_verbatim_words_are_code():
    assert render_abstract(r"\verb|a<b--c| d") == "<p><code>a&lt;b--c</code> d</p>"


@pytest.mark.parametrize(
    "source",
    [
        r"\newcommand{\E}{\mathbb{E}} So $\E$ is.",
        r"So \def\E{\mathbb{E}} $\E$ is.",
        r"So $\newcommand{\E}{\mathbb{E}} \E$ is.",
        "\\newcommand{\\E}{\\mathbb{E}}\n\nSo $\\E$ is.",
    ],
)
def test_definitions_are_no_words_of_a_teaser_and_hold_for_the_formulas(source):
    assert plain_markdown(source) == r"So \E is."
    html = render_markdown(source)
    assert "tex-error" not in html
    assert "double-struck" in html


def test_words_that_only_begin_like_a_definition_stay():
    assert r"\newcommand is a command" in plain_markdown(r"\newcommand is a command")
    assert r"\newcommand{open" in plain_markdown(r"\newcommand{open")


def test_a_formula_in_a_group_of_text_loses_its_dollars():
    assert plain_formula(r"\text{if $a$} \$5") == "if a $5"


def test_one_certain_formula_speaks_for_the_others_of_a_post():
    uncertain = r"<p>Let $n$, $|V|$ and $a &lt; b$ in <b>$k$</b>; \(y\), \[w\]. For $5 and $6.</p>"
    alone, beside = clean(uncertain), clean(f"{uncertain}<p>We have $x^2$.</p>")
    assert "<math" not in alone.html.replace(r"\(", "")
    assert beside.html.count("<math") == 7
    assert "For $5 and $6." in beside.html


def test_words_between_dollars_and_numbers_in_brackets_are_no_formulas():
    post = clean(
        r"<p>$x^2$, $the price$, $ 3 $, $HOME and $PATH, \(see above\), \[1\].</p>"
        "<pre>$n$</pre>"
    )
    assert post.html.count("<math") == 1
    assert r"$the price$, $ 3 $, $HOME and $PATH, \(see above\), \[1\]." in post.html
    assert "<pre>$n$</pre>" in post.html


@pytest.mark.parametrize(
    "post",
    [
        "<p>$$</p><p>x_1 = 2</p><p>$$</p><p>after</p>",
        "<p>$$</p>\n<p>x_1 = 2</p>\n<p>$$ </p>\n<p>after</p>",
        r"<div>\[</div><div>x_1 = 2</div><div>\]</div><p>after</p>",
        "<p>$$</p><p>x_1</p><p>= 2<br></p><p>$$</p><p>after</p>",
    ],
)
def test_a_display_in_several_paragraphs_is_one_formula(post):
    cleaned = clean(post)
    assert cleaned.text == "$$x_1 = 2$$\n\nafter"
    assert cleaned.html.count("<math") == 1
    assert "$$" not in cleaned.html


@pytest.mark.parametrize(
    "post",
    [
        "<p>$$</p><p>Two paragraphs of many words = prose.</p><p>$$</p>",
        "<p>$$</p><p>x_1</p>",
        "<p>$$</p><p><b>x_1</b></p><p>$$</p>",
        "<p>$$</p> words <p>x_1</p><p>$$</p>",
        "<p>$$</p><p>$$</p>",
    ],
)
def test_what_is_no_display_in_several_paragraphs_keeps_its_words(post):
    cleaned = clean(post)
    assert "<math" not in cleaned.html
    assert cleaned.text.count("$$") == post.count("$$")


@pytest.mark.parametrize(
    "text",
    [
        "<p>$$</p>" * 10_000,
        "<p>$$</p><p>x_1</p>" * 5_000,
        "<p>$a$ <b>$b$</b></p>" * 5_000 + "$x^2$",
        r"\newcommand{\E}{" * 2_500,
        r"\verb|" * 5_000,
        r"\cite[" * 5_000,
        r"\not" * 10_000,
    ],
)
def test_hostile_tex_takes_little_time(text):
    started = time.process_time()
    clean(text)
    render_markdown(text)
    render_abstract(text)
    assert time.process_time() - started < 5
