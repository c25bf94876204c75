# ruff: noqa: E501 - samples of HTML stay on one line
"""Formulas as forums have drawn them in three eras, and what is recovered of them."""

import pytest

from tests.text.posts import DISPLAY, GLYPH, INLINE, KATEX, MATHML, clean, mathjax_2


@pytest.mark.parametrize("era", INLINE)
def test_an_inline_formula_of_any_era_is_drawn_again(era):
    cleaned = clean(f"<p>Let {INLINE[era]} be.</p>")
    assert cleaned.text == "Let $x$ be."
    assert cleaned.html.count('<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics>') == 1
    assert "drawn" not in cleaned.html
    assert cleaned.html.startswith("<p>Let <math")
    assert cleaned.html.endswith("</math> be.</p>")


@pytest.mark.parametrize("era", DISPLAY)
def test_a_display_formula_of_any_era_stays_one(era):
    cleaned = clean(f"<p>So {DISPLAY[era]} holds.</p>")
    assert 'display="block"' in cleaned.html
    assert "$$x$$" in cleaned.text
    assert "drawn" not in cleaned.html


def test_a_formula_rebuilt_from_its_drawing_is_noted():
    assert clean(INLINE["MathJax 3 without"]).notes == (
        "1 formula was rebuilt from its drawing; compare it with the original.",
    )


@pytest.mark.parametrize(
    "drawn",
    [
        "<mjx-math><mjx-merror></mjx-merror></mjx-math>",
        "",
        '<mjx-math><mjx-mi><mjx-c class="mjx-c7F TEX-I"></mjx-c></mjx-mi><mjx-mrow><mjx-x></mjx-x></mjx-mrow></mjx-math>',
    ],
)
def test_a_formula_that_is_lost_leaves_a_placeholder_and_a_note(drawn):
    cleaned = clean(f"<p>a <mjx-container>{drawn}</mjx-container> b</p>")
    assert cleaned.html == '<p>a <span class="maths-lost" data-no-text="1">[formula]</span> b</p>'
    assert cleaned.text == "a b"
    assert cleaned.notes == ("1 formula could not be recovered; see the original.",)


def test_mathml_without_tex_is_kept_and_its_drawing_is_not():
    assistive = f"<mjx-container display='true'>{GLYPH}<mjx-assistive-mml><math><mi>y</mi></math></mjx-assistive-mml></mjx-container>"
    assert clean(f"<p>{assistive} z</p>").html == '<p><math display="block"><mi>y</mi></math> z</p>'
    assert clean("<p><math><mi>y</mi></math> z</p>").html == "<p><math><mi>y</mi></math> z</p>"


def test_mathml_stands_in_where_the_tex_beside_it_does_not_parse():
    broken = MATHML.format("").replace(">x</annotation>", r">\own{x}</annotation>")
    assert "<mrow><mi>x</mi></mrow>" in clean(KATEX.format(broken)).html


def test_tex_that_does_not_parse_is_shown_as_source_and_noted():
    cleaned = clean(mathjax_2(r"\own{x}"))
    assert '<code class="tex-error"' in cleaned.html
    assert cleaned.notes == ("1 formula is shown as its TeX source.",)


def test_a_dollar_that_mathjax_drew_is_a_dollar():
    cleaned = clean(mathjax_2("$0.01"))
    assert "tex-error" not in cleaned.html
    assert cleaned.text == r"$\$0.01$"


def test_how_a_formula_is_wrapped_in_its_label_is_no_part_of_the_text():
    assert (
        clean(f"<p>{mathjax_2('a&#10;  b')}</p>").text == clean(f"<p>{mathjax_2('a b')}</p>").text
    )


def test_an_empty_formula_leaves_nothing():
    assert clean(f"<p>a{mathjax_2(' ')}b</p>").html == "<p>ab</p>"


def test_a_combining_stroke_after_a_tag_leaves_the_tag_whole():
    assert (
        clean("<p><math><mo>\u0338</mo></math></p>").html == "<p><math><mo>\u0338</mo></math></p>"
    )


def test_a_page_cannot_forge_the_marks_that_stand_for_formulas():
    assert clean("<p>a&#xFDD1;0&#xFDD1;b &#xFDD1;77&#xFDD1;</p>").html == "<p>ab </p>"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (r"<p>a<br>$$<br/>\frac{a}{b}<br/>$$<br>b</p>", "a\n$$\\frac{a}{b}$$\nb"),
        ("<p>a \\[<br />\nx^2<br />\n+ y<br />\n\\] b</p>", "a $$x^2 + y$$ b"),
        (r"<p>\begin{align}<br>a &amp;= b \\<br>c &amp;= d<br>\end{align}</p>", r"$$\begin{align} a &= b \\ c &= d \end{align}$$"),
        (r'<p>a</p><div class="math">$$\alpha$$</div><p>b</p>', "a\n\n$$\\alpha$$\n\nb"),
        (r'<div class="math notranslate">\[x\]</div>', "$$x$$"),
        (r'<div class="math">Let $x^2$ be.</div>', "Let $x^2$ be."),
        (r'<p>a <span class="math inline">$\alpha$</span> b</p>', r"a $\alpha$ b"),
        (r'<p><span class="math display">$$x$$</span></p>', "$$x$$"),
        (r"<p>so \(a &lt; b\) and \(n = 2\) hold</p>", "so $a < b$ and $n = 2$ hold"),
        ("<p>a $latex x^2$ b $latex y&amp;s=2&amp;bg=ffffff$ c</p>", "a $x^2$ b $y$ c"),
        ("<p>a $latex<br>x_1$ b</p>", "a $x_1$ b"),
    ],
)  # fmt: skip
def test_tex_that_a_script_would_find_is_a_formula(html, text):
    cleaned = clean(html)
    assert cleaned.text == text
    assert cleaned.html.count("<math") == text.replace("$$", "$").count("$") // 2
    assert "tex-error" not in cleaned.html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>$5<br>and $6<br>more</p>", "$5\nand $6\nmore"),
        ("<p>$$a<br><br>b$$ <br>c</p>", "$$a\nb$$\nc"),
        (r"<p>\(see above = it\) and \[sic\]</p>", r"\(see above = it\) and \[sic\]"),
        ("<p>a<br>b<i>c</i>d<br>e</p>", "a\nbcd\ne"),
        ("<p>a<br>b $x^2$ c<br>d<i>e</i><br>f</p>", "a\nb $x^2$ c\nde\nf"),
    ],
)
def test_breaks_and_words_around_formulas_stay(html, text):
    assert clean(html).text == text
