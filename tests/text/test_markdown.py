import time

import pytest

from text.markdown.render import render_markdown

REL = 'rel="nofollow noopener ugc"'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# A\n\n## B\n\n##### C", "<h3>A</h3>\n<h4>B</h4>\n<h6>C</h6>"),
        ("~~a~~ *b* **c** `d`", "<p><s>a</s> <em>b</em> <strong>c</strong> <code>d</code></p>"),
        ("<b onclick=x>raw</b>", "<p>&lt;b onclick=x&gt;raw&lt;/b&gt;</p>"),
        ("<script>\nalert(1)\n</script>", "<p>&lt;script&gt;\nalert(1)\n&lt;/script&gt;</p>"),
        ("costs $5 and $6", "<p>costs $5 and $6</p>"),
        ("`$x$`", "<p><code>$x$</code></p>"),
        (r"\$x\$ and \[1\]", "<p>$x$ and [1]</p>"),
        (
            "```python\n<x> $y$\n```",
            '<pre><code class="language-python">&lt;x&gt; $y$\n</code></pre>',
        ),
        ("a\nb", "<p>a\nb</p>"),
        ("", ""),
    ],
)
def test_markdown_becomes_html(source, expected):
    assert render_markdown(source).strip() == expected


def test_links_vouch_for_nothing():
    assert (
        render_markdown('[a](https://x.org "T")')
        == f'<p><a href="https://x.org" title="T" {REL}>a</a></p>\n'
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "vbscript:x",
        "data:text/html;base64,eA==",
        "JAVASCRIPT&colon;alert(1)",
    ],
)
def test_dangerous_links_are_no_links(address):
    assert "href" not in render_markdown(f"[a]({address}) and <{address}>")


def test_images_are_links_and_load_nothing():
    html = render_markdown("![A *plot*](https://x.org/a.png) ![](https://x.org/b.png)")
    assert "<img" not in html
    assert f'<a href="https://x.org/a.png" {REL}>Image: A plot</a>' in html
    assert f'<a href="https://x.org/b.png" {REL}>Image</a>' in html


def test_an_image_inside_a_link_does_not_make_a_link_in_a_link():
    html = render_markdown("[![A](https://x.org/a.png)](https://y.org)")
    assert html == f'<p><a href="https://y.org" {REL}>Image: A</a></p>\n'


def test_an_image_from_a_data_address_leads_nowhere():
    assert "href" not in render_markdown("![a](data:image/png;base64,AAAA)")


def test_tables_scroll_in_a_region_of_their_own():
    html = render_markdown("| a | b |\n|---|:-:|\n| $x$ | 2 |")
    assert html.startswith(
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Table"><table>'
    )
    assert html.endswith("</table></div>\n")
    assert "<td><math" in html
    assert "style=" not in html


def test_footnotes_lead_there_and_back_with_prefixed_ids():
    html = render_markdown("A[^n] b[^n] c^[Inline $x$].\n\n[^n]: The *note*.", id_prefix="r7-")
    for link, target in [
        ("r7-fn1", "r7-fnref1"),
        ("r7-fn1", "r7-fnref1-2"),
        ("r7-fn2", "r7-fnref2"),
    ]:
        assert f'<a href="#{link}" id="{target}" {REL}>' in html
        assert (
            f'<a href="#{target}" class="footnote-backref" aria-label="Back to the text" {REL}>'
            in html
        )
        assert f'<li id="{link}" class="footnote-item">' in html
    assert html.count("id=") == 5


def test_two_texts_with_different_prefixes_share_no_id():
    one, two = (render_markdown("A[^1]\n\n[^1]: b", id_prefix=p) for p in ("a-", "b-"))
    assert 'id="a-fn1"' in one
    assert 'id="a-fn1"' not in two


@pytest.mark.parametrize(
    "source",
    ["a $x^2$ b", r"a \(x^2\) b", "$x^2$-core", "- $x^2$", "> $x^2$", "**$x^2$**", "$x^2*y*z$"],
)
def test_inline_formulas(source):
    html = render_markdown(source)
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in html
    assert "display=" not in html
    assert "$" not in html


@pytest.mark.parametrize(
    "source",
    [
        "$$x^2$$",
        "$$\nx^2\n- y\n$$",
        "text\n$$\nx^2\n$$\ntext",
        "\\[\nx^2\n\\]",
        r"\[x^2\]",
        r"so \[x^2\] holds",
        "so $$x^2$$ holds",
        "\\begin{align}\nx^2 &= y \\\\\n&= z\n\\end{align}",
        "\\begin{eqnarray*}\nx^2 &= y\n\\end{eqnarray*}",
        "\\begin{equation}x^2\\end{equation}",
        "> $$\n> x^2\n> + y\n> $$",
        "- item\n\n  $$\n  x^2\n  $$",
    ],
)
def test_display_formulas(source):
    html = render_markdown(source)
    assert html.count('<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">') == 1
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in html
    assert "tex-error" not in html
    assert "$$" not in html


@pytest.mark.parametrize(
    "source",
    [
        "$$ x\n\ny $$",
        "$$\nThe first words\n\nof a long text\n$$",
        "$$ x",
        "\\[\nx",
        "\\begin{align}\nx",
        "    $$\n    x\n    $$",
        "$$x$$ y z $$",
    ],
)
def test_what_is_no_whole_formula_stays_text(source):
    assert 'class="maths-display"' not in render_markdown(source)


def test_a_formula_that_does_not_parse_shows_its_source():
    assert r"<code class=\"tex-error\"".replace("\\", "") in render_markdown(r"$\frac{$")


@pytest.mark.parametrize(
    "source", ["\0", "a\ud800b", "\u202ea", "&#0; &#x202e; &#xD800; &#xfdd0;", "\ufffe", "\r\n\x0b"]
)
def test_no_text_makes_it_raise_or_passes_what_cannot_be_stored(source):
    html = render_markdown(source)
    html.encode()
    assert not set(html) & {"\0", "\u202e", "\ufdd0", "\ufffe"}


HOSTILE = {
    "brackets": "[" * 20_000,
    "images": "![" * 20_000,
    "stars": "*a_ " * 20_000,
    "quotes": ">" * 20_000,
    "dollars": "$" * 20_000,
    "open dollars": "$$a" * 20_000,
    "open parentheses": r"\(" * 20_000,
    "open display": "\\[\n" * 20_000,
    "open environments": "\\begin{align}\n\n" * 10_000,
    "ticks": "".join("`" * n + "a " for n in range(200)),
    "nested lists": "".join(" " * n + "- a\n" for n in range(300)),
    "wide table": "|a" * 10_000 + "\n" + "|-" * 10_000 + "\n",
    "footnotes": "[^a]: x\n\n" * 10_000 + "[^a]" * 5_000,
    "notes in notes": "^[" * 10_000,
    "definitions": "[a]: <" * 10_000,
    "backslashes": "\\" * 20_000,
    "macro bombs": "".join(
        rf"$\def\a{{{n}" + "x" * 900 + "}" + r"\a" * 300 + "$\n" for n in range(20)
    ),
    "deep formulas": "".join("$" + r"\displaystyle " * 90 + f"{n}$\n" for n in range(100)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markdown_takes_little_time(name):
    started = time.process_time()
    render_markdown(HOSTILE[name])
    assert time.process_time() - started < 10


def test_more_brackets_than_anybody_writes_stay_text():
    link = "[a](https://example.org/b)"
    usual = render_markdown(link + "[" * 2_000)
    assert usual.count("<a ") == 1
    hostile = render_markdown(f"*so* {link} [^n]\n\n[^n]: note\n\n" + "![" * 3_000 + "](x)")
    assert "<em>so</em>" in hostile
    assert hostile.count("![") == 3_000
    assert "note" in hostile
