"""Formulas as reviewers type and paste them: labels, definitions, tables, environments, links."""

import re
import time
from pathlib import Path

import pytest

from text.markdown.render import render_markdown
from text.tex.labels import number_labels, with_numbers
from text.tex.maths import render_maths
from text.tex.titles_and_abstracts import render_abstract

CASES = Path(__file__).parents[1] / "cases"
_ANNOTATION = re.compile(r"<annotation.*?</annotation>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def case(name: str) -> str:
    return (CASES / name).read_text()


def visible(html: str) -> str:
    """What a reader sees, formulas as their signs."""
    return " ".join(_TAG.sub("", _ANNOTATION.sub("", html)).split())


def test_labels_become_numbers_and_references_lead_to_them():
    html = render_markdown(case("30-review-labels.md"))
    assert html.count('display="block"') == 2
    for trace in ("tex-error", "label", "nonumber", "eqref", "eq:"):
        assert trace not in html
    assert visible(html) == "E=mc2(1) In (1) and 1 the sign is off. a=b(2)c=d"


def test_definitions_hold_for_the_whole_text_and_leave_nothing():
    html = render_markdown(case("32-review-macros.md"))
    assert visible(html) == "Then ⟨x,y⟩≥0, and gives 𝔼[X].".replace("𝔼", "E")
    assert 'mathvariant="double-struck">E' in html
    assert "newcommand" not in html
    assert "<p></p>" not in html
    assert html.count("<math") == 2


def test_definitions_of_one_text_do_not_reach_another():
    render_markdown(r"$\newcommand{\mine}{x}$ $\mine$")
    assert "tex-error" in render_markdown(r"$\mine$")


def test_pipes_in_formulas_end_no_cell():
    html = render_markdown(case("34-review-pipe-in-table.md"))
    assert [visible(row) for row in html.split("<tr>")[2:]] == [
        "Bayes P(A∣B)≤1",
        "Size Θ(∣V∣2) and more",
    ]
    assert html.count("<td>") == 4
    assert html.count(r"\Theta(|V|^2)") == 1


def test_pipes_elsewhere_still_end_cells():
    html = render_markdown("| a | b |\n|---|---|\n| $5 | $6 |\n| `$x` | $y |\n| $x | $y |")
    assert [visible(cell) for cell in html.split("<td>")[1:]] == [
        "$5",
        "$6",
        "$x",
        "$y",
        "$x",
        "$y",
    ]
    assert visible(render_markdown("Not a table: $|x|$ or a|b")) == "Not a table: ∣x∣ or a|b"


def test_environments_without_dollars_are_displays():
    html = render_abstract(case("36-abstract-environment.txt"))
    assert html.count('display="block"') == 2
    assert "tex-error" not in html
    assert visible(html) == (
        "The code needs little memory: W≲ηlog\u20612mR, where m is the size, and a=bc=d follow."
    )
    for sign in ("&amp;", r"\lesssim"):
        assert sign not in _ANNOTATION.sub("", html)


def test_addresses_without_brackets_are_links():
    html = render_markdown(case("41-review-bare-links.md"))
    assert re.findall(r'href="([^"]*)"', html) == [
        "https://example.org/a_b_(c)",
        "https://doi.org/10.1234/abc_d",
        "http://www.example.org",
    ]
    assert "<code>https://example.org/code</code>" in html


@pytest.mark.parametrize(
    ("source", "addresses"),
    [
        ("(see https://x.org/a.)", ["https://x.org/a"]),
        ("**https://x.org** and _https://y.org_", ["https://x.org", "https://y.org"]),
        ("[https://x.org](https://y.org)", ["https://y.org"]),
        ("<https://x.org>", ["https://x.org"]),
        ("[w](https://x.org/www.y.org)", ["https://x.org/www.y.org"]),
        ("HTTPS://x.org/%20?a=b&c=d#e", ["HTTPS://x.org/%20?a=b&amp;c=d#e"]),
        ("www.x.org/a_b, not www.x or a@www.x.org", ["http://www.x.org/a_b"]),
        ("xhttps://x.org javascript://x.org ftp://x.org https:// https://-", []),
        ("“https://x.org” 'https://y.org'", ["https://x.org", "https://y.org"]),
        ("https://x.org/_a_*b*", ["https://x.org/_a"]),
        ("http://x.org/a*b*c and *see http://x.org/d*", ["http://x.org/a*b*c", "http://x.org/d"]),
        ("https://x.org/a，其次", ["https://x.org/a"]),
        (
            "见https://x.org/a。其次（https://y.org/b）、https://z.org；",
            ["https://x.org/a", "https://y.org/b", "https://z.org"],
        ),
        ("「https://x.org/a」：https://y.org！", ["https://x.org/a", "https://y.org"]),
        (
            "https://x.org/a—and www.y.org/b—and https://z.org/a–b",
            ["https://x.org/a", "http://www.y.org/b", "https://z.org/a%E2%80%93b"],
        ),
        ("见www.x.org/a，其次 WWW.y.org/b", ["http://www.x.org/a", "http://WWW.y.org/b"]),
        ("[t](www.x.org/a) and [t]\n\n[t]: WWW.y.org", ["http://www.x.org/a", "http://WWW.y.org"]),
        ("[t](wwwx) [u](/www.x.org)", ["/www.x.org"]),
    ],
)
def test_bare_links_end_where_the_address_does(source, addresses):
    assert re.findall(r'href="([^"]*)"', render_markdown(source)) == addresses


@pytest.mark.parametrize(
    "source",
    [
        "$$\nx^2\n\n+ y\n$$",
        "\\[\nx^2\n\n+ y\n\\]",
        "\\begin{equation}\nx^2\n\n+ y\n\\end{equation}",
        "so \\begin{align*} x^2 &= y \\end{align*} holds",
        "\\begin{subequations}\\begin{align} x^2 &= y \\end{align}\\end{subequations}",
        "\\begin{displaymath}x^2\\end{displaymath}",
        "\\begin{multline*}x^2 \\\\ y\\end{multline*}",
        "$$x^2 \\mbox{ if $y > 0$}$$",
        "$$x^2 \\tag{A}$$",
        "$$x^2 \\ensuremath{y} \\nicefrac{1}{2}$$",
    ],
)
def test_displays_as_people_paste_them(source):
    html = render_markdown(source)
    assert html.count('display="block"') == 1
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in html
    assert "tex-error" not in html
    assert "$" not in _ANNOTATION.sub("", html)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("```math\nx^2\n```", "x2"),
        ("$`x^2`$ and `$y$`", "x2 and $y$"),
        (r"A\label{a:b} as \citep[p. 2]{doe, roe} in \ref{a:b}.", "A as [doe, roe, p. 2] in a:b."),
        (r"`\ref{a}` and \reference{b}", r"\ref{a} and \reference{b}"),
        (r"Let $f: X \to Y$ at $3/run, so $30 for 10 runs of $f$.",
         "Let f:X→Y at $3/run, so $30 for 10 runs of f."),
        (r"US$10/$x$ items, \$5 and $x$5, $f = \$5$", "US$10/x items, $5 and x5, f=$5"),
    ],
)  # fmt: skip
def test_other_notations_of_reviewers(source, expected):
    assert visible(render_markdown(source)) == expected


def test_two_unclosed_displays_swallow_no_prose():
    html = render_markdown("$$\nx\n\nThe first of these is not closed, nor the second.\n\n$$\ny")
    assert "<math" not in html
    assert "The first of these is not closed" in html


@pytest.mark.parametrize(
    ("formulas", "expected"),
    [
        ([(r"a\label{x}", True), (r"\ref{x}", False)], [r"a\qquad \text{(1)}", r"\text{1}"]),
        ([(r"\eqref{y_1}", False)], [r"\text{(y\_1)}"]),
        ([(r"a\label{x}", False), (r"\ref{x}", False)], ["a", r"\text{x}"]),
        (
            [(r"a\tag{A}\label{x}", True), (r"\eqref{x}", False)],
            [r"a\qquad \text{(A)}", r"\text{(A)}"],
        ),
        (
            [
                (r"\begin{align}a\label{x}\\b\notag\\c\label{y}\end{align}", True),
                (r"\ref{x,y}", False),
            ],
            [
                r"\begin{align*}a\qquad \text{(1)}\\b\\c\qquad \text{(2)}\end{align*}",
                r"\text{1, 2}",
            ],
        ),
        (
            [(r"\begin{gather}a\tag{A}\end{gather}", True)],
            [r"\begin{gather*}a\qquad \text{(A)}\end{gather*}"],
        ),
        (
            [(r"\begin{align}a&=b\label{x}\end{align}", True)],
            [r"\begin{align*}a&=b&& \text{(1)}\end{align*}"],
        ),
        ([(r"\prefix + \tagged + \notin", True)], [r"\prefix + \tagged + \notin"]),
    ],
)
def test_numbers_of_formulas(formulas, expected):
    numbered = with_numbers(formulas, number_labels(formulas))
    assert [tex for tex, _display in numbered] == expected


@pytest.mark.parametrize(
    "definition",
    [
        r"\newcommand{\R}{\mathbb{R}}",
        r"\newcommand\R{\mathbb{R}} \renewcommand{\R}[1]{#1}",
        r"\def\f#1#2{\frac{#1}{#2}}",
        r"\DeclareMathOperator*{\amax}{arg\,max}",
        r"\let\eps\varepsilon",
        r"\providecommand{\x}{y}",
    ],
)
def test_a_formula_of_definitions_alone_shows_nothing(definition):
    assert render_maths([(definition, False)]) == [""]
    assert "<math" in render_maths([(definition + " x", False)])[0]


HOSTILE = {
    "colons": "://a" * 50_000,
    "schemes": "http://-" * 30_000,
    "addresses": "http://a) " * 10_000,
    "brackets": "http://a" + ")" * 100_000,
    "www": "www.a" * 40_000,
    "references": r"\ref{" * 30_000,
    "labels": "$$" + r"\label{a}" * 400 + "$$",
    "pipes": "|$a" * 30_000,
    "pipes in formulas": "\n".join(["|$a|b$" * 20] * 500),
    "blanks in a display": "$$\n" + " " * 50_000 + "\n\n" * 20_000 + "$$",
    "definitions": "$" + r"\def\a{" * 700 + "$",
    "blanks in a definition": r"$\newcommand" + " " * 4_900 + "$",
    "environments": "\\begin{align}\n" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markdown_takes_little_time(name):
    started = time.process_time()
    render_markdown(HOSTILE[name])
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("\\newcommand{\\foo}{\\mathrm{E}}\n\nThen $\\foo$.", "Then E."),
        (
            "Words.\n\\def\\foo{a}\n\\DeclareMathOperator{\\bar}{b}\nThen $\\foo$ it.",
            "Words. Then a it.",
        ),
        ("- \\newcommand{\\foo}[1]{\n  #1}\n\n  Then $\\foo{x}$.", "Then x."),
        ("\\newcommand{\\foo} is what I would define", r"\newcommand{\foo} is what I would define"),
        (r"It (see \(see above\)) and \(sic\), \[sic\].", "It (see (see above)) and (sic), [sic]."),
        (r"So \(x\), \(ab\), \(\max x\) and \(n = 2\).", "So x, ab, max\u2061x and n=2."),
        ("$$5 and $$6", "$$5 and $$6"),
        (r"costs $\$5 a day", "costs $5 a day"),
        (r"costs $\$5 and $\$6 a day", "costs $5 and $6 a day"),
        (r"costs $\$5$, \$\$6 and `$\$7`", r"costs $5, $$6 and $\$7"),
        ("so $$x = 1\n+ y$$ holds", "so x=1+y holds"),
        ("$$x = 1\n+ y$$", "x=1+y"),
        ("$$x = 1\n- y$$ holds", "x=1−y holds"),
        ("so $x = 1\n+ y$ and \\(z\n= 2\\) hold", "so x=1+y and z=2 hold"),
        ("- so $$x\n+ y$$\n- b", "so x+y b"),
        ("costs $5\n- more\n- for $6", "costs $5 more for $6"),
        ("```\n$$x\n+ y$$ z\n```", "$$x + y$$ z"),
    ],
)  # fmt: skip
def test_what_reviewers_type_is_shown_as_they_mean_it(source, shown):
    html = render_markdown(source)
    assert visible(html).replace(" \u2061", "\u2061") == shown
    assert "tex-error" not in html


def test_references_of_abstracts_are_numbers_where_their_display_stands_in_it():
    display = r"\begin{equation}\label{a}x=1\end{equation}"
    html = render_abstract(rf"{display} by \eqref{{a}}, \ref{{a}}, \ref{{b}} and \cite{{c}}.")
    assert visible(html) == "x=1(1) by (1), 1, [b] and [c]."
