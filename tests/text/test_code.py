"""Code whose language is named is coloured by what its words are, and reads as it was written."""

import re
from html import unescape

import pytest

from text.code import LONGEST_CODE, MOST_CODE, colour_code
from text.foreign.posts import clean_foreign_html
from text.markdown.render import render_markdown

CODE = 'def f(x):  # a & b\n    return "<p>" + str(1)\n'
KINDS = {
    "code-keyword": ["def", "return"],
    "code-comment": ["# a & b"],
    "code-string": ['"', "<p>", '"'],
    "code-number": ["1"],
}


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def kinds(html: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, shown in re.findall(r'<span class="(code-\w+)">(.*?)</span>', html):
        found.setdefault(name, []).append(unescape(shown))
    return found


def of_post() -> str:
    source = CODE.replace("&", "&amp;").replace("<", "&lt;")
    html = f'<pre><code class="language-python">{source}</code></pre><p>def</p>'
    return clean_foreign_html(html, base_url="https://example.org/", id_prefix="p-").html


def of_review() -> str:
    return render_markdown(f"```python\n{CODE}```\n\ndef")


@pytest.mark.parametrize("stored", [of_post, of_review])
def test_words_of_code_are_coloured_and_stay_as_they_were(stored):
    html = stored()
    assert "code-" not in html, "what is stored is the author's"
    coloured = colour_code(html)
    found = kinds(coloured)
    found["code-string"] = ["".join(found["code-string"])]
    assert found == KINDS | {"code-string": ['"<p>"']}
    assert words(coloured) == words(html)
    assert re.sub(r"</?span[^>]*>", "", coloured) == html


@pytest.mark.parametrize("language", ["python", "Rust", "haskell", "c++", "sql", "json", "bash"])
@pytest.mark.parametrize("code", ["\n\n  x = 1 \n\n", 'let s = "é < &";\t# "', "```\\ \u00a0'"])
def test_no_sign_is_lost_in_any_language(language, code):
    escaped = code.replace("&", "&amp;").replace("<", "&lt;")
    html = f'<pre><code class="language-{language}">{escaped}</code></pre>'
    assert words(colour_code(html)) == code


@pytest.mark.parametrize(
    "html",
    [
        "<pre><code>def f(): return 1</code></pre>",
        '<pre><code class="language-klingon">def f(): return 1</code></pre>',
        '<p><code class="language-python">return 1</code></p>',
        '<pre><code class="language-python">return <em>1</em></code></pre>',
        f'<pre><code class="language-python">{"1 " * LONGEST_CODE}</code></pre>',
    ],
)
def test_what_is_of_no_known_language_or_too_long_stays_plain(html):
    assert colour_code(html) == html


def test_of_a_text_full_of_code_only_the_beginning_is_coloured():
    block = f'<pre><code class="language-python">{"1 " * (LONGEST_CODE // 2)}</code></pre>'
    html = block * (MOST_CODE // LONGEST_CODE + 1)
    coloured = colour_code(html)
    assert coloured.endswith(block)
    assert coloured.count("code-number") == MOST_CODE // 2


def test_an_author_cannot_colour_other_words():
    html = '<p><span class="code-comment">quiet</span></p>'
    cleaned = clean_foreign_html(html, base_url="https://example.org/", id_prefix="p-").html
    assert "code-comment" not in cleaned
