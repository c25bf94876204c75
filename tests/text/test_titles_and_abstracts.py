import pytest

from text.tex.titles_and_abstracts import render_abstract, render_title


def test_a_title_of_zero_stays_zero():
    assert render_title("0") == "0"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("costs $5 and $6", "costs $5 and $6"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("&amp; stays typed", "&amp;amp; stays typed"),
        ("A stray $", "A stray $"),
        (
            r"Schr\"odinger -- \emph{cat} \textbf{and} \texttt{box}",
            "Schrödinger – <em>cat</em> <strong>and</strong> <code>box</code>",
        ),
        ("Wrapped\n  title", "Wrapped title"),
        (r"H\textsubscript{2}O", "H<sub>2</sub>O"),
        (r"See \url{https://x.org/a_b}", "See https://x.org/a_b"),
        ("a\0\ud800\u202eb", "ab"),
        (r"\emph{unclosed", r"\emph{unclosed"),
        ("{CP} violation", "{CP} violation"),
    ],
)
def test_titles(title, expected):
    assert render_title(title) == expected


@pytest.mark.parametrize("title", ["On $x^2$", r"On \(x^2\)", "On $$x^2$$", r"On \[x^2\]"])
def test_formulas_of_titles_are_inline_mathml(title):
    html = render_title(title)
    assert html.startswith('On <math xmlns="http://www.w3.org/1998/Math/MathML"><semantics>')
    assert "<msup>" in html


def test_a_formula_inside_emphasis_keeps_both():
    html = render_title(r"\emph{the $k$-core}")
    assert html.startswith("<em>the <math")
    assert html.endswith("</math>-core</em>")


def test_a_broken_formula_shows_its_source():
    html = render_title(r"On $\frac{$")
    assert '<code class="tex-error"' in html
    assert html.endswith(r">\frac{</code>")


def test_an_abstract_has_paragraphs_at_blank_lines_and_at_arxivs_old_mark():
    html = render_abstract("  First\nwraps.\n  Second.\n\nThird.\n")
    assert html == "<p>First wraps.</p>\n<p>Second.</p>\n<p>Third.</p>"


def test_a_display_formula_in_an_abstract_stays_one_whatever_its_lines():
    html = render_abstract("So\n$$a\n  = b$$\nholds.")
    assert html.count("<p>") == 1
    assert 'display="block"' in html


def test_links_of_an_abstract_are_links_that_vouch_for_nothing():
    html = render_abstract(
        r"Code: https://x.org/a_b~c. \href{https://y.org}{Data}; \url{javascript:alert(1)}"
    )
    rel = 'rel="nofollow noopener ugc"'
    assert f'<a href="https://x.org/a_b~c" {rel}>https://x.org/a_b~c</a>.' in html
    assert f'<a href="https://y.org" {rel}>Data</a>' in html
    assert 'href="javascript' not in html


def test_a_link_in_brackets_leaves_the_bracket_outside():
    assert ">https://x.org</a>)" in render_abstract("(https://x.org)")
    assert ">https://x.org/a_(b)</a>" in render_abstract("https://x.org/a_(b)")


def test_lists_and_labels_become_text():
    html = render_abstract(r"\begin{itemize} \item One \item Two \end{itemize}\label{x}")
    assert html == "<p>• One • Two</p>"


@pytest.mark.parametrize("abstract", ["", " \n ", "\0"])
def test_nothing_gives_nothing(abstract):
    assert render_abstract(abstract) == ""


def test_marks_cannot_be_forged():
    assert render_title("a\ufdd10\ufdd1b\ufdd2script\ufdd3c") == "a0bscriptc"
