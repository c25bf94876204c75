# ruff: noqa: E501 - samples of HTML stay on one line
"""Synthetic posts in the shapes that forums have: text of ours, markup as theirs."""

import re
import time

import pytest

from tests.text.posts import DISPLAY, INLINE, KATEX, MATHML, REL, URL, clean, mathjax_2
from text.foreign.posts import CleanedHtml, text_of_cleaned


@pytest.mark.parametrize(
    "html", ["", " \n", "<!-- x -->", "\0", "<script>x</script>", "<head><title>x</title></head>"]
)
def test_nothing_gives_nothing(html):
    assert clean(html) == CleanedHtml(html="", text="", word_count=0, notes=())


def test_plain_paragraphs_keep_their_text():
    cleaned = clean(
        "<p>One <b>two</b><br>three</p>\n<ul><li>four</li></ul><pre><code>a\n  b</code></pre>"
    )
    assert cleaned.text == "One two\nthree\n\nfour\n\na\nb"
    assert cleaned.word_count == 6
    assert cleaned.html.startswith("<p>One <b>two</b><br>three</p>")
    assert "<pre><code>a\n  b</code></pre>" in cleaned.html


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script><p>a</p>",
        "<p onclick=alert(1) style=color:red class=big data-x=1 role=button>a</p>",
        "<style>p{}</style><p><span><font>a</font></span></p>",
        "<?xml version='1.0' encoding='latin-1'?><html><head><title>t</title></head><body><p>a</p></body></html>",
        "<form><p>a<input type=hidden name=x value=b><button><svg></svg></button></p></form>",
    ],
)
def test_what_is_not_text_goes(html):
    assert clean(html).html == "<p>a</p>"


# Links, ids, footnotes

CKEDITOR_FOOTNOTES = """
<p>Claim<span class="footnote-reference" data-footnote-id="q1" role="doc-noteref" id="fnrefq1"><sup>
<a href="#fnq1">[1]</a></sup></span>.</p>
<ol class="footnote-section footnotes" role="doc-endnotes"><li class="footnote-item" id="fnq1">
<span class="footnote-back-link"><sup><strong><a href="#fnrefq1">^</a></strong></sup></span>
<div class="footnote-content"><p>Source.</p></div></li></ol>"""
MARKDOWN_IT_FOOTNOTES = f"""
<p>Claim<sup class="footnote-ref"><a href="#fn-ab-1" id="fnref-ab-1">[1]</a></sup>.</p>
<section class="footnotes"><ol class="footnotes-list"><li id="fn-ab-1" class="footnote-item"><p>Source.
<a href="{URL}#fnref-ab-1" class="footnote-backref">↩︎</a></p></li></ol></section>"""


@pytest.mark.parametrize(
    ("html", "note", "reference"),
    [(CKEDITOR_FOOTNOTES, "fnq1", "fnrefq1"), (MARKDOWN_IT_FOOTNOTES, "fn-ab-1", "fnref-ab-1")],
)
def test_footnotes_lead_there_and_back_with_prefixed_ids(html, note, reference):
    cleaned = clean(html)
    for name in (note, reference):
        assert cleaned.html.count(f'id="p1-{name}"') == 1
        assert cleaned.html.count(f'href="#p1-{name}"') == 1
    for kind in ("footnote-ref", "footnotes", "footnote-item", "footnote-backref"):
        assert f'class="{kind}' in cleaned.html
    assert cleaned.text.startswith("Claim")
    assert "Source." in cleaned.text
    assert not {"^", "↩︎"} & set(cleaned.text.split())


def test_links_become_absolute_and_dangerous_ones_text():
    cleaned = clean(
        '<a href="/tag/x">a</a><a href="//y.org/b">b</a><a href="#nowhere">c</a><a href="mailto:d@x.org">d</a>'
        '<a href="java\nscript:alert(1)">e</a><a href=" data:text/html,x">f</a><a href="http://[bad">g</a>'
        '<a name="here">h</a><a href="#here">i</a><a>j</a>'
    )
    assert cleaned.html == (
        f'<a href="https://forum.example/tag/x" {REL}>a</a><a href="https://y.org/b" {REL}>b</a>'
        f'<a href="{URL}#nowhere" {REL}>c</a><a href="mailto:d@x.org" {REL}>d</a>efg'
        f'<span id="p1-here">h</span><a href="#p1-here" {REL}>i</a>j'
    )


def test_footnotes_of_a_copied_post_stay_within_it():
    html = '<a href="https://blog.example/post#footnote-1">1</a><p id="footnote-1">Note</p>'
    assert 'href="#p1-footnote-1"' in clean(html).html


def test_the_first_of_two_equal_ids_keeps_it():
    assert (
        clean('<p id="a">1</p><p id="a">2</p><p id="b c">3</p>').html
        == '<p id="p1-a">1</p><p>2</p><p>3</p>'
    )


# What is left out


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p><img src="https://x.org/a.png" alt="A plot"></p>', f'<figure class="image-left-out"><a data-no-text="1" href="https://x.org/a.png" {REL}>Image: A plot</a></figure>'),
        ('<figure class="image"><img src="/a.png" srcset="/b.png 2x"><figcaption>Cap</figcaption></figure>', f'<figure class="image-left-out"><a data-no-text="1" href="https://forum.example/a.png" {REL}>Image</a><figcaption>Cap</figcaption></figure>'),
        ('<p>see <img data-src="https://x.org/a.png" alt="it"> there</p>', f'<p>see <span class="image-left-out" data-no-text="1"><a href="https://x.org/a.png" {REL}>Image: it</a></span> there</p>'),
        ('<p><a href="https://y.org"><img srcset="https://x.org/a.png 2x" alt="it"></a></p>', f'<p><a href="https://y.org" {REL}><span class="image-left-out" data-no-text="1" data-picture="https://x.org/a.png">Image: it</span></a></p>'),
        ('<p>a <img src="data:image/png;base64,AA" alt="it"></p>', '<p>a <span class="image-left-out" data-no-text="1">Image: it</span></p>'),
        ('<figure><img src="javascript:x" alt="it"></figure>', '<figure class="image-left-out"><span data-no-text="1">Image: it</span></figure>'),
    ],
)  # fmt: skip
def test_an_image_becomes_a_link_to_it(html, expected):
    cleaned = clean(html)
    assert cleaned.html == expected
    assert "Image" not in cleaned.text
    assert cleaned.notes == (
        "1 image is kept apart from the text; a link stands where it could not be had.",
    )


def test_images_are_listed_and_their_captions_are_text():
    cleaned = clean(
        '<figure><img src="/a.png" alt="x"><figcaption>Cap</figcaption></figure><p><img src="https://x.org/b.png"></p>'
    )
    assert cleaned.images == ("https://forum.example/a.png", "https://x.org/b.png")
    assert cleaned.text == "Cap"
    assert cleaned.notes == (
        "2 images are kept apart from the text; links stand where they could not be had.",
    )


def test_an_image_that_shows_nothing_leaves_nothing():
    assert clean('<p>a<img src="data:image/gif;base64,AA" alt=""></p>').html == "<p>a</p>"


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ('<iframe src="https://video.example/1"></iframe>', "https://video.example/1"),
        (
            '<figure class="media"><oembed url="https://video.example/1"></oembed></figure>',
            "https://video.example/1",
        ),
        ('<audio controls><source src="/a.mp3"></audio>', "https://forum.example/a.mp3"),
        (
            '<object data="https://video.example/1"><embed src="https://video.example/2"></object>',
            "https://video.example/1",
        ),
    ],
)
def test_an_embed_becomes_a_notice_with_a_link(html, url):
    cleaned = clean(f"{html}<p>after</p>")
    assert f'<a href="{url}" {REL}>{url}</a>' in cleaned.html
    assert '<p class="left-out" data-no-text="1">Left out: content embedded from ' in cleaned.html
    assert cleaned.text == "after"
    assert cleaned.notes == ("1 embedded frame, player or drawing is left out.",)


@pytest.mark.parametrize(
    "html",
    [
        '<iframe srcdoc="<script>alert(1)</script>" data-lexical-iframe-widget></iframe>',
        "<svg><text>x</text></svg>",
        '<iframe src="javascript:alert(1)"></iframe>',
    ],
)
def test_an_embed_without_an_address_becomes_a_notice(html):
    assert clean(html).html == '<p class="left-out" data-no-text="1">Left out: embedded content</p>'


def test_an_embed_inside_a_paragraph_does_not_break_it():
    html = clean('<p>a <iframe src="https://v.example/"></iframe> b</p>').html
    assert html.startswith('<p>a <span class="left-out" data-no-text="1">')
    assert html.endswith("</span> b</p>")


# Structure


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>a</h1><h2>b</h2>", "<h3>a</h3><h4>b</h4>"),
        ("<h2>a</h2><h4>b</h4>", "<h3>a</h3><h5>b</h5>"),
        ("<h4>a</h4><h5>b</h5>", "<h3>a</h3><h4>b</h4>"),
        ("<h1>a</h1><h6>b</h6>", "<h3>a</h3><h6>b</h6>"),
    ],
)
def test_the_highest_heading_becomes_the_third_level(html, expected):
    assert clean(html).html == expected


def test_tables_scroll_in_a_region_of_their_own():
    cleaned = clean(
        '<figure class="table"><table style="width:9000px"><tr><td colspan="2">a</td><td>b</td></tr></table></figure>'
    )
    assert cleaned.html == (
        '<figure><div class="table-scroll" tabindex="0" role="region" aria-label="Table"><table>'
        '<tbody><tr><td colspan="2">a</td><td>b</td></tr></tbody></table></div></figure>'
    )
    assert cleaned.text == "a b"


def test_spoilers_fold_and_details_stay():
    cleaned = clean(
        '<div class="spoilers"><p>a</p></div><p class="spoiler">b</p><details open><summary>S</summary>c</details>'
    )
    assert cleaned.html == (
        '<details class="spoiler"><summary data-no-text="1">Spoiler</summary><p>a</p></details>'
        '<details class="spoiler"><summary data-no-text="1">Spoiler</summary>b</details>'
        '<details open=""><summary>S</summary>c</details>'
    )
    assert cleaned.text == "a\n\nb\n\nS\n\nc"


@pytest.mark.parametrize(
    "html",
    [
        '<figure><img src="/a.png" alt="a plot"><figcaption>Cap</figcaption></figure><p>b</p>',
        '<p>a <img src="/a.png" alt="a plot"> b</p>',
        '<figure><img src="javascript:x" alt="it"></figure><p>b</p>',
        '<iframe src="https://video.example/1"></iframe><p>after</p>',
        '<div class="spoilers"><p>a</p></div>',
        "<details><summary>S</summary>a</details>",
        "<p>a <mjx-container></mjx-container> b</p>",
        r'<p>a <span class="math-tex">\(\foo{\)</span> b</p>',
        f"<p>a {INLINE['MathJax 2']} b</p>{DISPLAY['MathJax 3']}",
        '<p>a<sup class="footnote-ref"><a href="#n" id="r">[1]</a></sup></p><section class="footnotes"><p id="n">b <a href="#r" class="footnote-backref">up</a></p></section>',
        "<table><tr><td>a</td><td>b</td></tr></table><pre>a\n  b</pre>",
    ],
)
def test_what_was_cleaned_still_has_the_authors_text(html):
    cleaned = clean(html)
    assert text_of_cleaned(cleaned.html) == cleaned.text


def test_a_part_marked_as_machine_written_keeps_its_mark():
    cleaned = clean('<div class="llm-content-block" data-model="x"><p>a</p></div>')
    label = '<p class="llm-model" data-no-text="1">Written by a language model</p>'
    assert cleaned.html == f'<div class="llm-content-block">{label}<p>a</p></div>'
    assert cleaned.text == "a"
    assert cleaned.notes == ("1 part is marked as written by a language model.",)


def test_their_classes_cannot_pass_for_ours():
    assert clean('<p class="left-out" data-no-text="1">a</p>').text == "a"
    assert "class" not in clean('<p class="left-out table-scroll">a</p>').html


def test_the_language_of_code_is_kept():
    assert (
        clean('<pre><code class="language-python hljs">a</code></pre>').html
        == '<pre><code class="language-python">a</code></pre>'
    )


@pytest.mark.parametrize(
    "html", ["a\0b\ud800", "&#0;&#xD800;&#x1;x", "\u202ea&#x202e;", "<p>&#xfdd0;&#xfffe;</p>"]
)
def test_no_text_makes_it_raise_or_passes_what_cannot_be_stored(html):
    cleaned = clean(html)
    for text in (cleaned.html, cleaned.text):
        text.encode()
        assert not set(text) & {"\0", "\x01", "\u202e", "\ufdd0", "\ufffe"}


def test_nesting_beyond_the_parsers_limit_is_noted():
    assert (
        "The text is nested too deeply; the end may be missing."
        in clean("<div>" * 1_000 + "x").notes
    )


HOSTILE = {
    "spans": "<span>a</span>" * 50_000,
    "images": "<img src=a alt=b>x" * 5_000,
    "frames": "<iframe src=//a.b></iframe>y" * 5_000,
    "tables": "<table><tr><td>a</table>" * 5_000,
    "links": "".join(f"<a id=i{n} href=#i{n}>x</a>" for n in range(5_000)),
    "breaks": "a<br>" * 20_000,
    "empty drawings": "<mjx-container><mjx-math></mjx-math></mjx-container>" * 5_000,
    "open tags": "<p>" * 30_000 + "<b><i>" * 10_000,
    "macro bombs": "".join(
        mathjax_2(rf"\def\a{{{n}" + "x" * 900 + "}" + r"\a" * 300) for n in range(20)
    ),
    "bombs beside MathML": "".join(
        KATEX.format(
            MATHML.format("").replace(
                ">x</ann", r">\def\a{" + f"{n}" + "x" * 900 + "}" + r"\a" * 300 + "</ann"
            )
        )
        for n in range(20)
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_html_takes_little_time(name):
    started = time.process_time()
    clean(HOSTILE[name])
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Use vector<int> for it. More words here.</p><p>End.</p>", "Use vector for it. More words here.\n\nEnd."),
        ("<p>a <eq>wordy</eq> b</p>", "a wordy b"),
        ("<p>map<string,int> and list<T> end</p>", "map and list end"),
        ("<p>the <math> library and <map> too</p>", "the library and too"),
        ("<p>see <map> and <link> and <base> words</p>", "see and and words"),
        ("<p>a <math><foo>wordy</foo><mi>x</mi></math> b</p>", "a wordyx b"),
    ],
)  # fmt: skip
def test_words_after_tags_that_html_does_not_have_stay_in_html_and_text(html, text):
    cleaned = clean(html)
    assert cleaned.text == text
    assert " ".join(re.sub("<[^>]*>", " ", cleaned.html).split()).replace(
        "wordy x", "wordyx"
    ) == " ".join(text.split())
