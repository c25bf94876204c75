"""A long post that has all that posts of forums are made of, many times over."""

import re
import time

from tests.text.posts import clean, mathjax_2

PARTS = 320
WORDS_OF_A_PART = 25  # counted by eye; a formula is one


def part(number: int) -> str:
    return (
        '<h2 style="color:red">Three plain words</h2>'
        f"<p>Let {mathjax_2(f'x_{number % 60}')} and {mathjax_2('y')} be <em>five</em> words.</p>"
        "<ul><li>An item</li><li>another item</li></ul>"
        '<figure class="table"><table><tbody><tr><th>Model</th><th>Score</th></tr>'
        '<tr><td>Ours</td><td style="text-align:right">0.93</td></tr></tbody></table></figure>'
        "<pre><code>def f(x):\n    return x</code></pre>"
        "<blockquote><p>Quoted words here.</p></blockquote>"
    )


def test_a_long_post_keeps_its_words_and_formulas_and_takes_little_time():
    source = "".join(part(number) for number in range(PARTS))
    started = time.process_time()
    cleaned = clean(source)
    assert time.process_time() - started < 2
    assert cleaned.word_count == PARTS * WORDS_OF_A_PART
    assert cleaned.html.count("<math") == 2 * PARTS
    assert cleaned.html.count('<div class="table-scroll"') == PARTS
    assert cleaned.html.count("<pre><code>def f(x):\n    return x</code></pre>") == PARTS
    assert cleaned.notes == ()
    assert not re.search(r"mjx-| style=|drawn", cleaned.html)
