"""No word of a review vanishes because Markdown takes it for a definition."""

import pytest

from text.markdown.render import plain_markdown, render_markdown

REL = ' rel="nofollow noopener ugc"'


def shown(source):
    return render_markdown(source).replace(REL, "").strip()


@pytest.mark.parametrize(
    "source",
    [
        "[Minor]: typos",
        "- [Strengths]: clear",
        "> [Recommendation]: accept",
        "Scores\n\n[Soundness]: 3\n[Rating]: 6",
        "[Q1]: Why?\n\nIn [Q1] I ask",
        "[Major]: weak (see below)\n\nText.",
        "[Scope]: <wide>",
        "[File]: notes.pdf",
        "[Two\nlines]: typos",
        "[^2]: The second note.",
        "A[^1]\n\n[^2]: The second note.",
        "A[^1]\n\n[^1]: first\n[^1]: second",
        "A[^1]\n\n[^1]: first\n\n    [^2]: within",
        "[^a]: - item\n    - other",
        "> [^1]: quoted",
        "[^1]:",
        "The derivative of [f](x) and [g](y 'z')",
        "![a plot](figure.png)",
        "[report](ftp://host.example/a)",
        "~~~ Minor points ~~~\n\nrest",
        "``` Strengths and so on\nrest\n```",
        "``` {Strengths}\nrest\n```",
        "|a|b|\n|-|-|\n|1|2|third|fourth|",
        "|a|b|\n|-|-|\n|`x|y`|rest|",
    ],
)
def test_every_word_is_shown_and_stays_in_plain_text(source):
    words = [
        word
        for word in source.replace("|", " ").replace("`", " ").replace("~", " ").split()
        if any(map(str.isalnum, word)) and "[^1" not in word
    ]
    html = render_markdown(source)
    for word in words:
        assert word.strip("<>'[]()") in html.replace("&gt;", ">")
        assert word.strip("<>'[]()") in plain_markdown(source)


def test_a_definition_with_a_web_address_that_a_link_uses_is_not_shown():
    source = "See [1] and [it][b].\n\n[1]: https://x.org\n[b]: <https://y.org> 'T'\n"
    expected = '<p>See <a href="https://x.org">1</a> and <a href="https://y.org" title="T">it</a>.'
    assert shown(source) == f"{expected}</p>"
    assert plain_markdown(source) == "See 1 and it."


def test_an_unused_definition_and_a_second_one_of_a_label_are_text():
    html = shown("[1]: https://x.org/a\n\n[1]: https://y.org\n\n[2]: https://z.org\n\nSee [1].")
    assert '<p>[1]: <a href="https://y.org">https://y.org</a></p>' in html
    assert '<p>[2]: <a href="https://z.org">https://z.org</a></p>' in html
    assert 'See <a href="https://x.org/a">1</a>.' in html
    assert html.count("x.org") == 1


def test_a_definition_used_within_a_footnote_is_used():
    html = shown("A^[see [z]] b[^1]\n\n[^1]: as [y]\n\n[z]: https://z.org\n[y]: https://y.org")
    assert 'see <a href="https://z.org">z</a>' in html
    assert 'as <a href="https://y.org">y</a>' in html
    assert "]:" not in html


def test_notes_that_have_marks_stand_at_the_end_and_the_others_where_they_are():
    html = shown("A[^1] b[^3].\n\n[^1]: One.\n[^2]: Two $x$.\n\n    More.\n[^3]: Three.\n\nEnd.")
    assert "<p>[^2]: Two <math" in html
    assert html.index("More.") < html.index("End.") < html.index("One.") < html.index("Three.")
    assert html.count('<li id="fn') == 2
    assert "[^1]" not in html


def test_a_note_and_its_mark_may_differ_in_capitals():
    html = shown("A[^note] b[^NOTE]\n\n[^Note]: The words.")
    assert html.count('class="footnote-ref"') == 2
    assert html.count("The words.") == 1
    assert "[^" not in html


def test_the_first_of_two_notes_with_one_label_belongs_to_the_mark():
    html = shown("A[^1]\n\n[^1]: first\n\n[^1]: second")
    assert "<p>[^1]: second</p>" in html
    assert html.index("second") < html.index('<section class="footnotes">') < html.index("first")


def test_links_without_a_scheme_lead_to_the_site_they_name():
    html = shown("[a](arxiv.org/abs/1) [b](www.x.org) [c](/V12) [d](#fn1) [e]()")
    for address in ("http://arxiv.org/abs/1", "http://www.x.org", "/V12", "#fn1"):
        assert f'<a href="{address}">' in html


def test_rows_of_tables_keep_their_cells():
    html = shown("|a|b|\n|-|-|\n|1|2|3 $|y|$|4|\n|`x|y`|2|\n|`x\\|y`|z|\n|one|")
    assert html.count("<td>") == 4 + 2 + 2 + 2
    assert html.count("<code>x|y</code>") == 2
    assert "<td>4</td>" in html
    assert "<code>a|b</code> and <code>a\\|b</code>" in shown("`a|b` and `a\\|b`")


def test_the_language_of_code_is_no_word_of_it():
    assert shown("```python\nx\n```") == '<pre><code class="language-python">x\n</code></pre>'
    assert shown("~~~c++ title=x\ny\n~~~") == '<pre><code class="language-c++">y\n</code></pre>'
