import time

import pytest

from text.diff import word_diff_html


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("a b", "a b", "<p>a b</p>"),
        ("a b c", "a x c", "<p>a <del>b</del> <ins>x</ins> c</p>"),
        ("a", "", "<p><del>a</del></p>"),
        ("", "a", "<p><ins>a</ins></p>"),
        ("a\n\nb\n\nc", "a\n\nc", "<p>a</p>\n<p><del>b</del></p>\n<p>c</p>"),
        ("a\n\nc", "a\n\nb\n\nc", "<p>a</p>\n<p><ins>b</ins></p>\n<p>c</p>"),
        ("<b>", "<i> & x", "<p><del>&lt;b&gt;</del><ins>&lt;i&gt; &amp; x</ins></p>"),
    ],
)
def test_what_changed_is_marked(old, new, expected):
    assert word_diff_html(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 5_000, "b c a " * 5_000),
        ("x\n\n" * 5_000, "y\n\nx\n\n" * 2_500),
        ("a b " * 110, "b c a " * 110),
    ],
)
def test_texts_made_to_be_slow_are_shown_whole_in_time(old, new):
    started = time.process_time()
    html = word_diff_html(old, new)
    assert "<ins>" in html
    assert time.process_time() - started < 3
