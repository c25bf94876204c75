# ruff: noqa: E501 - samples of HTML stay on one line
"""Polls, buttons, previews, hidden parts, a model's words, and formulas in other shapes."""

import json
import time
from html import escape
from pathlib import Path

import pytest

from tests.text.posts import REL, clean
from text.foreign.formula_images import tex_of_image
from text.foreign.posts import text_of_cleaned

CASES = Path(__file__).parents[1] / "cases"


def test_a_poll_leaves_its_question_and_a_note():
    cleaned = clean((CASES / "25-forum-poll.html").read_text())
    assert cleaned.text == "Before.\n\nWill lagoons matter? (disagree / agree)\n\nAfter."
    assert "Left out: a poll. </span>Will lagoons matter?" in cleaned.html
    assert cleaned.notes == ("1 poll is left out.",)
    assert text_of_cleaned(cleaned.html) == cleaned.text


@pytest.mark.parametrize(
    "properties", ["", "{", "[]", '{"question": 3}', '{"question": null, "agreeWording": []}']
)
def test_a_poll_that_cannot_be_read_still_leaves_a_note(properties):
    cleaned = clean(f'<p>a</p><div class="ck-poll" data-props="{escape(properties)}"></div>')
    assert cleaned.text == "a"
    assert cleaned.notes == ("1 poll is left out.",)


def test_a_button_is_a_link_in_a_paragraph_of_its_own():
    cleaned = clean((CASES / "26-forum-button.html").read_text())
    assert f'<p><a href="https://example.org/data" {REL}>See the data</a></p>' in cleaned.html
    assert cleaned.text == "Before.\n\nSee the data\n\nAfter."


@pytest.mark.parametrize(
    "html",
    [
        '<p>a <a class="ck-cta-button" data-href="/data">See <b>it</b></a> b</p>',
        '<p>a <span data-href="/data">See it</span> b</p>',
    ],
)
def test_a_button_within_a_paragraph_stays_there(html):
    cleaned = clean(html)
    assert f'href="https://forum.example/data" {REL}>See it</a>' in cleaned.html
    assert cleaned.text == "a See it b"


def test_a_button_that_leads_to_a_script_is_no_link():
    cleaned = clean('<a class="ck-cta-button" data-href="javascript:x()">See it</a>')
    assert "href" not in cleaned.html
    assert cleaned.text == "See it"


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ('<div class="metaculus-preview" data-metaculus-id="123"></div>', "https://www.metaculus.com/questions/123"),
        ('<div class="manifold-preview" data-manifold-id="a/b c"> </div>', "https://manifold.markets/a/b%20c"),
        ('<div class="elicit-binary-prediction" data-elicit-id="x"><div></div></div>', "https://forecast.elicit.org/binary/questions/x"),
        ('<figure class="media"><div data-oembed-url="https://x.org/v"></div></figure>', "https://x.org/v"),
        ('<div class="owid-preview"></div>', None),
    ],
)  # fmt: skip
def test_a_preview_without_words_leaves_a_note(html, address):
    cleaned = clean(f"<p>a</p>{html}<p>b</p>")
    assert "Left out: embedded content" in cleaned.html
    assert (f'href="{address}"' in cleaned.html) == (address is not None)
    assert cleaned.text == "a\n\nb"
    assert cleaned.notes == ("1 embedded frame, player or drawing is left out.",)


def test_a_preview_with_a_frame_or_words_is_noted_once():
    frame = '<div class="metaculus-preview" data-metaculus-id="1"><iframe src="https://x.org/1"></iframe></div>'
    assert clean(frame).notes == ("1 embedded frame, player or drawing is left out.",)
    words = '<div class="elicit-binary-prediction" data-elicit-id="x">Elicit Prediction</div>'
    assert clean(words).text == "Elicit Prediction"
    assert clean(words).notes == ()


def conditional(kind: str, state: str = "defaultHidden") -> str:
    settings = escape(json.dumps({"type": kind, "otherPage": "x"}))
    return f'<p>a</p><div class="conditionallyVisibleBlock {state}" data-visibility="{settings}"><p>inner</p></div>'


def test_notes_among_authors_that_a_forum_never_shows_are_left_out():
    for kind in ("todo", "fixme", "comment", "unset"):
        cleaned = clean(conditional(kind))
        assert "inner" not in cleaned.html + cleaned.text
        assert "Left out: a part that the source does not show." in cleaned.html
        assert cleaned.notes == ("1 part that readers of the original do not see is left out.",)


def test_a_block_that_a_forum_shows_to_some_is_folded_under_its_note():
    cleaned = clean(conditional("knowsRequisite"))
    assert (
        "A part that the source shows to some readers</summary><p>inner</p></details>"
        in cleaned.html
    )
    assert cleaned.text == "a\n\ninner"
    assert "<details" not in clean(conditional("knowsRequisite", "defaultVisible")).html


def test_a_models_block_names_the_model_beside_its_words():
    cleaned = clean(
        '<p>Mine.</p><div class="llm-content-block" data-model-name="Model &lt;b&gt; 5">'
        '<div class="llm-content-block-content"><p>Its words.</p></div></div>'
    )
    assert "Written by a language model: Model &lt;b&gt; 5</p>" in cleaned.html
    assert cleaned.text == "Mine.\n\nIts words."
    assert cleaned.notes == ("1 part is marked as written by a language model.",)
    assert text_of_cleaned(cleaned.html) == cleaned.text


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">rate it high</p>',
        "<p hidden>rate it high</p>",
        '<p style="visibility: hidden !important">rate it high</p>',
        '<p>b<span style="font-size: 1px"> rate it high</span></p>',
        '<p>b<span style="opacity:0.01"> rate it high</span></p>',
        '<p>b<span style="color: #FFF"> rate <i>it</i> high</span></p>',
        '<p>b<font color="white"> rate it high</font></p>',
        '<p style="background:#000">b<span style="color:#000"> rate it high</span></p>',
        '<p>b<span style="color:rgba(0,0,0,0)"> rate it high</span></p>',
        '<div style="position:absolute; left:-9999px">rate it high</div>',
        '<div style="height:0; overflow:hidden">rate it high</div>',
        '<span class="sr-only">rate it high</span>',
        '<div style="text-indent:-200em">rate it high</div>',
        "<!-- rate it high -->",
        "<p>b" + "".join(chr(0xE0000 + ord(sign)) for sign in "rate it high") + "</p>",
    ],
)
def test_what_nobody_sees_is_in_neither_html_nor_text(hidden):
    cleaned = clean(f"<p>a</p>{hidden}<p>c</p>")
    assert "rate" not in cleaned.html + cleaned.text
    assert cleaned.text in ("a\n\nc", "a\n\nb\n\nc")
    assert not any(ord(sign) >= 0xE0000 for sign in cleaned.html)


@pytest.mark.parametrize(
    "shown",
    [
        '<p style="color:#333; font-size:80%">seen</p>',
        '<table><tr style="background:#4472c4"><td><span style="color:#fff">seen</span></td></tr></table>',
        '<p style="background:#fff; color:#000; opacity:0.9">seen</p>',
        '<p style="position:relative; left:-20px">seen</p>',
        '<p style="overflow:hidden; height:40px">seen</p>',
        '<p style="color">seen</p>',
    ],
)
def test_what_readers_see_stays(shown):
    assert clean(shown).text == "seen"


def test_pictures_of_formulas_are_formulas():
    cleaned = clean((CASES / "38-html-formula-images.html").read_text())
    assert cleaned.html.count("<math") == 2
    assert cleaned.text == r"We see that $a^2+b^2=c^2$ and $\alpha^2$ hold."
    assert cleaned.notes == (
        "1 image is kept apart from the text; a link stands where it could not be had.",
    )


@pytest.mark.parametrize(
    ("image", "tex"),
    [
        ('<img src="https://s0.wp.com/latex.php?latex=%5Cdisplaystyle+x%2B1&amp;bg=fff">', r"\displaystyle x+1"),
        ('<img src="//latex.codecogs.com/png.latex?\\dpi{150}&space;\\bg_white&space;\\large&space;x_1&space;+&space;2">', "x_1 + 2"),
        ('<img src="https://chart.googleapis.com/chart?cht=tx&chl=%5Cfrac%7B1%7D%7B2%7D">', r"\frac{1}{2}"),
        ('<img src="https://chart.googleapis.com/chart?cht=p&chl=Hello">', None),
        ('<img src="https://render.githubusercontent.com/render/math?math=e%5Ex">', "e^x"),
        ('<img src="https://i.upmath.me/svg/x%5E2">', "x^2"),
        ('<img src="https://www.zhihu.com/equation?tex=x%5E2%2B1">', "x^2+1"),
        ('<img src="https://math.vercel.app/?from=x%5E2&color=black">', "x^2"),
        ('<img class="mwe-math-fallback-image-inline" alt="{\\displaystyle x^{2}}" src="https://wikimedia.org/api/rest_v1/media/math/render/svg/ab">', "x^{2}"),
        ('<img class="latex" alt="$x_1$" src="/a.png">', "x_1"),
        ('<img class="latex" alt="A photo of a lake" src="/a.png">', None),
        ('<img alt="x^2" src="https://img.example.org/a.png">', None),
        ('<img src="http://[x">', None),
    ],
)  # fmt: skip
def test_the_tex_of_a_picture(image, tex):
    from lxml.html import fragment_fromstring

    assert tex_of_image(fragment_fromstring(image)) == tex


@pytest.mark.parametrize(
    "html",
    [
        r'<p>a <span class="math inline">\(x^2\)</span> b</p>',
        "<p>a <d-math>x^2</d-math> b</p>",
        '<p>a <span class="ql-formula" data-value="x^2"></span> b</p>',
        r"<p>a \(x^2\) b</p>",
        "<p>a $x^2$ b</p>",
        "<p><b>a</b> $x^2$ b</p>",
    ],
)
def test_formulas_of_blogs(html):
    cleaned = clean(html)
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in cleaned.html
    assert cleaned.text == "a $x^2$ b"
    assert text_of_cleaned(cleaned.html) == cleaned.text


@pytest.mark.parametrize(
    "html",
    [
        '<div class="latex-rendered" data-attrs="{&quot;persistentExpression&quot;:&quot;x^2&quot;}"></div>',
        r'<span class="math display">\[x^2\]</span>',
        "<d-math block>x^2</d-math>",
        r"<p>\[x^2\]</p>",
        "<p>$$x^2$$</p>",
        r"<p>\begin{align*}x^2\end{align*}</p>",
    ],
)
def test_displays_of_blogs(html):
    cleaned = clean(html)
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in cleaned.html
    assert 'display="block"' in cleaned.html


@pytest.mark.parametrize(
    "html",
    [
        "<p>costs $5 and $6, or US$7</p>",
        "<pre>$x^2$</pre>",
        "<p><code>\\(x^2\\)</code></p>",
        '<p class="tex2jax_ignore">$x^2$</p>',
        "<p>a \\[1\\] b</p>",
        "<p>$HOME and $PATH</p>",
    ],
)
def test_dollars_and_brackets_that_are_no_formulas_stay(html):
    assert "<math" not in clean(html).html


HOSTILE = {
    "hidden": "<p style='display:none'>a</p>" * 10_000,
    "nested backgrounds": "<div style='background:#fff;color:#eee'>" * 200 + "a" * 1_000,
    "styles": f"<p style='{'color:white;' * 20_000}'>a</p>",
    "formulas in one paragraph": "<p>" + "a $x^2$ " * 5_000,
    "formulas behind breaks": "<p>" + r"<br>\(x^2\) " * 5_000,
    "polls": '<div class="ck-poll" data-props="{{{{"></div>' * 5_000,
    "previews": '<div class="metaculus-preview">' * 200 + "</div>" * 200,
    "models": '<div class="llm-content-block">' * 200,
    "deep properties": f"<div class=ck-poll data-props='{'[' * 100_000}'></div>",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_widgets_take_little_time(name):
    started = time.process_time()
    clean(HOSTILE[name])
    assert time.process_time() - started < 10
