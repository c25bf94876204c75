"""A comparison marks what changed, and holds both texts whole."""

import re

import pytest

from bench.posts import Author, make_hard_pairs, make_pair
from tests.text.edits import edited, html_of, new_text, old_text, plain, tree
from text.comparing import blocks, html_diff, sequences
from text.comparing.sequences import ComparisonBudget, Step, steps
from text.foreign.posts import clean_foreign_html
from text.sanitize import sanitize

FOLDED = '<details class="diff-unchanged"><summary>{}</summary>'
SAMPLE = """
<p>Intro with <em>some <strong>nested</strong> words</em>, a <a href="https://example.org/a">link
of words</a>, un<em>believ</em>able.<br>And <code>code(x)</code> and
<sup><a href="#v1-1-fn1" id="v1-1-ref1">[1]</a></sup> <ins>own</ins> <del>marks</del> 日本語.</p>
<h3>Heading</h3><ul><li>One thing</li><li>Two things<ul><li>inner</li></ul></li></ul>
<blockquote><p>Quoted words stand here.</p></blockquote><hr>
<div class="table-scroll"><table><caption>Words</caption><thead><tr><th>a</th><th>b</th></tr>
</thead><tbody><tr><td>1</td><td>two words</td></tr>
<tr><td>3</td><td><p>in</p><p>blocks</p></td></tr></tbody>
</table></div><pre><code class="language-python">def f(x):
    return  x + 1
</code></pre><math display="block"><semantics><mi>a</mi><annotation encoding="application/x-tex">a
</annotation></semantics></math><details><summary>Spoiler</summary><p>Hidden words</p></details>
<p>x <math><mi>b</mi></math> y</p><dl><dt>t</dt><dd>d</dd></dl>
<ol class="footnotes-list"><li id="v1-1-fn1"><p>Note. <a href="#v1-1-ref1">back</a></p></li></ol>
"""


def diff(old: str, new: str) -> str:
    return re.sub(r"\n(?=<|$)", "", html_diff(old, new).html)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a b c", "a x c", "a <del>b</del> <ins>x</ins> c"),
        ("<p>a b</p>", "<p>a b c</p>", "<p>a b <ins>c</ins></p>"),
        ("<p>a b c.</p>", "<p>a b</p>", "<p>a b <del>c.</del></p>"),
        ("<p>is big, so to say.</p>", "<p>is big enough.</p>",
         "<p>is big<del>, so to say</del><ins> enough</ins>.</p>"),
        ("<p>the old words</p>", "<p>the old</p><p>words</p>",
         '<p>the old <del>words</del></p><p class="diff-added"><ins>words</ins></p>'),
        ("<p>a b c</p>", "<p>a c</p>", "<p>a <del>b</del> c</p>"),
        ("<p>see (a)</p>", "<p>see (b)</p>", "<p>see (<del>a</del><ins>b</ins>)</p>"),
        ("<p>f(a c</p>", "<p>f b (a c</p>", "<p>f<ins> b </ins>(a c</p>"),
        ("<p>One. Two.</p>", "<p>One. Six. Two.</p>", "<p>One. <ins>Six.</ins> Two.</p>"),
        ("<p>One. Six. Two.</p>", "<p>One. Two.</p>", "<p>One. <del>Six.</del> Two.</p>"),
        ("<p>a &lt;b&gt; c</p>", "<p>a &lt;i&gt; c</p>",
         "<p>a &lt;<del>b</del><ins>i</ins>&gt; c</p>"),
        ("<p>a <em>b c d</em> e</p>", "<p>a <em>b x d</em> e</p>",
         "<p>a <em>b <del>c</del> <ins>x</ins> d</em> e</p>"),
        ("<p>日本語は</p>", "<p>日本国は</p>", "<p>日本<del>語</del><ins>国</ins>は</p>"),
        ("<p>a b</p>", "<h3>a b</h3>", '<h3 class="diff-restyled">a b</h3>'),
        ("<p>a <b>b</b> c</p>", "<p>a b c</p>", '<p>a <span class="diff-restyled">b</span> c</p>'),
    ],
)  # fmt: skip
def test_changed_words_are_marked_within_their_block(old, new, expected):
    assert diff(old, new) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (None, "<p>see x&lt;<del>b&amp;y </del><ins>img&gt;</ins> now</p>"),
        (r"(\S+)(\s*)", "<p>see <del>x&lt;b&amp;y</del> <ins>x&lt;img&gt;</ins> now</p>"),
    ],
    ids=["words as they are", "words with every sign"],
)
def test_a_word_is_escaped_whatever_it_may_consist_of(monkeypatch, words, expected):
    if words:
        monkeypatch.setattr(blocks, "_IN_PROSE", re.compile(words))
    old, new = "<p>see x&lt;b&amp;y now</p>", "<p>see x&lt;img&gt; now</p>"
    assert diff(old, new) == expected
    assert_holds_both(old, new)


def test_equal_texts_have_no_difference_to_show():
    assert html_diff(SAMPLE, SAMPLE) == html_diff("", "")
    assert html_diff(SAMPLE, SAMPLE).html == ""


def test_ids_and_links_within_the_page_are_no_difference():
    assert html_diff(SAMPLE, SAMPLE.replace("v1-1-", "v1-2-")).html == ""


def test_words_are_counted_without_marks():
    found = html_diff("<p>One, two.</p><p>Gone away.</p>", "<p>One; 2 three!</p>")
    assert (found.words_added, found.words_removed) == (2, 3)


def test_a_formula_is_one_word():
    old = "<p>is <math><semantics><mrow><mi>a</mi><mn>2</mn></mrow></semantics></math> so</p>"
    new = old.replace("<mn>2</mn>", "<mn>3</mn>")
    formulas = [re.search("<math.*</math>", html)[0] for html in (old, new)]
    assert diff(old, new) == f"<p>is <del>{formulas[0]}</del> <ins>{formulas[1]}</ins> so</p>"
    assert html_diff(old, new).words_added == 1


def test_a_formula_drawn_otherwise_is_the_same():
    tex = '<annotation encoding="application/x-tex">a^2</annotation>'
    old = f"<p><math><semantics><mi>a</mi>{tex}</semantics></math></p>"
    assert html_diff(old, old.replace("<mi>a</mi>", "<mrow><mi>a</mi></mrow>")).html == ""


def test_where_a_link_led_is_shown():
    old = '<p>see <a href="https://example.org/a">this page</a>.</p>'
    changed = diff(old, old.replace("org/a", "org/b"))
    assert '<a href="https://example.org/b" rel="nofollow noopener ugc">' in changed
    assert " [link changed, before: <a" in changed
    assert ">https://example.org/a</a>]</span>.</p>" in changed
    assert "[link removed, before: <a" in diff(old, "<p>see this page.</p>")
    assert "[link added]" in diff("<p>see this page.</p>", old)
    assert "<ins>" not in changed


def test_blocks_are_shown_whole_where_they_are_new_or_gone():
    assert diff("<p>a b c</p><p>x y z</p>", "<p>x y z</p><hr>") == (
        '<p class="diff-removed"><del>a b c</del></p><p>x y z</p><hr class="diff-added">'
    )


def test_what_is_new_in_a_list_is_marked_inside_its_items():
    assert diff("<ul><li>a</li></ul>", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>") == (
        '<ul><li>a</li><li class="diff-added"><ins>b</ins><ul><li><ins>c</ins></li></ul></li></ul>'
    )


def test_a_paragraph_written_anew_stands_after_the_old_one():
    assert diff("<p>All these words go.</p>", "<p>Others came instead entirely.</p>") == (
        '<p class="diff-removed"><del>All these words go.</del></p>'
        '<p class="diff-added"><ins>Others came instead entirely.</ins></p>'
    )


def test_few_words_in_common_do_not_break_a_change_in_two():
    assert diff(
        "<p>Yes: one two three of four five six, said she to us all.</p>",
        "<p>Yes: un deux trois of quatre cinq six-sept, said she to us all.</p>",
    ) == (
        "<p>Yes: <del>one two three of four five six</del>"
        "<ins>un deux trois of quatre cinq six-sept</ins>, said she to us all.</p>"
    )


def test_cells_are_compared_in_their_places():
    row = "<table><tbody><tr><td>{}</td><td>{}</td></tr></tbody></table>"
    assert diff(row.format("same", "old"), row.format("same", "new")) == (
        row.format("same", "<del>old</del> <ins>new</ins>")
    )


def test_a_row_with_another_number_of_cells_is_shown_twice():
    row = "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    marked = diff(row, row.replace("</tr>", "<td>c</td></tr>"))
    assert marked.count("<tr") == 2
    assert '<tr class="diff-removed"><td><del>a</del></td><td><del>b</del></td></tr>' in marked


def test_the_space_in_code_counts():
    old = "<pre><code>if x:\n    y\n    z</code></pre>"
    assert html_diff(old, old.replace("    z", "z")).html == (
        "<pre><code>if x:\n    y\n<del>    </del>z</code></pre>\n"
    )


def test_long_unchanged_stretches_are_folded_but_for_what_stands_next_to_a_change():
    paragraphs = [f"<p>Paragraph {number}</p>" for number in range(12)]
    changed = [*paragraphs[:6], "<p>Put in.</p>", *paragraphs[6:]]
    assert diff("".join(paragraphs), "".join(changed)) == (
        FOLDED.format("5 unchanged paragraphs")
        + "".join(paragraphs[:5])
        + f'</details>{paragraphs[5]}<p class="diff-added"><ins>Put in.</ins></p>{paragraphs[6]}'
        + FOLDED.format("5 unchanged paragraphs")
        + "".join(paragraphs[7:])
        + "</details>"
    )


def test_what_changed_behind_a_fold_of_the_text_is_open():
    old = "<details><summary>Spoiler</summary><p>It was the cook who did it.</p></details>"
    assert diff(old, old.replace("cook", "crow")).startswith('<details open="">')


def test_a_texts_own_marks_are_not_taken_for_ours():
    marked = diff("<p>a <ins>b</ins> <del>c</del> d</p>", "<p>a <ins>b</ins> <del>c</del> e</p>")
    assert marked == "<p>a <u>b</u> <s>c</s> <del>d</del> <ins>e</ins></p>"


def test_a_footnote_leads_to_its_note_and_no_id_is_there_twice():
    new = SAMPLE.replace("v1-1-", "v1-2-").replace("Note.", "Other note.").replace("Intro", "So")
    marked = html_diff(SAMPLE, new).html
    ids = re.findall(r' id="([^"]*)"', marked)
    assert sorted(ids) == ["v1-2-fn1", "v1-2-ref1"]
    assert 'href="#v1-2-fn1"' in marked
    assert "v1-1-" not in marked


def test_an_empty_block_stays_empty():
    old = "<p></p>words<ul><li></li></ul><p>a b</p>"
    assert diff(old, old.replace("a b", "a c")) == (
        "<p></p>words<ul><li></li></ul><p>a <del>b</del> <ins>c</ins></p>"
    )


def test_an_element_broken_by_a_change_has_its_id_once():
    old = '<p>a <em id="v1-1-x">b c d</em> e f g</p>'
    new = '<p>a <em id="v1-2-x">b x d</em> e f g</p>'
    assert re.findall(r' id="([^"]*)"', diff(old, new)) == ["v1-2-x"]


def assert_holds_both(old: str, new: str) -> None:
    found = html_diff(old, new)
    shown = found.html or _without_own_marks(new)
    assert sanitize(found.html) == found.html
    assert html_of(tree(found.html)).strip() == found.html.strip(), "the nesting is broken"
    assert old_text(shown) == plain(_without_own_marks(old))
    assert new_text(shown) == plain(_without_own_marks(new))
    ids = re.findall(r' id="([^"]*)"', found.html)
    assert len(ids) == len(set(ids))


def _without_own_marks(html: str) -> str:
    return re.sub(r"<(/?)(ins|del)>", r"<\1u>", html)


@pytest.mark.parametrize("seed", range(60))
def test_a_comparison_holds_both_texts_of_a_sample(seed):
    sample = sanitize(SAMPLE)
    once = edited(sample, seed=seed, edits=1 + seed % 12)
    assert_holds_both(sample, once)
    assert_holds_both(edited(sample, seed=seed + 1_000, edits=5), once)


@pytest.mark.parametrize("seed", range(3))
def test_a_comparison_holds_both_texts_of_a_generated_post(seed):
    post = sanitize("\n".join(Author(seed).blocks(3_000)))
    assert_holds_both(post, edited(post, seed=seed, edits=40))


def assert_edits_keep_both_texts(source: str) -> None:
    """Of a foreign post and ever more edits of it."""
    old, new = (
        clean_foreign_html(source, base_url="https://example.org/", id_prefix=f"v1-{number}-").html
        for number in (1, 2)
    )
    assert html_diff(old, new).html == ""
    for seed, edits in enumerate((1, 10, 60, 300)):
        assert_holds_both(old, edited(new, seed=seed, edits=edits))


def test_a_comparison_holds_both_texts_of_a_foreign_post():
    assert_edits_keep_both_texts(SAMPLE)


def test_a_comparison_holds_both_texts_of_hard_pairs(monkeypatch):
    words = 8_000  # more than are compared at once, as 33,000 are without this
    monkeypatch.setattr(sequences, "_MOST_CELLS", words**2 * 9 // 10)
    monkeypatch.setattr(sequences, "_WINDOW", words * 6 // 10)
    monkeypatch.setattr(ComparisonBudget.__init__, "__defaults__", (words**2 * 11,))
    for old, new in [make_pair(words), *make_hard_pairs(words).values()]:
        found = html_diff(sanitize(old), sanitize(new)).html
        assert old_text(found) == plain(old)
        assert new_text(found) == plain(new)


def test_very_deep_blocks_are_compared_as_words():
    deep = "<blockquote>" * 120 + "<p>one two three</p>" + "</blockquote>" * 120
    marked = html_diff(deep, deep.replace("two", "2")).html
    assert "one <del>two</del> <ins>2</ins> three" in marked


def test_what_is_too_long_is_compared_in_pieces_of_both(monkeypatch):
    monkeypatch.setattr(sequences, "_MOST_CELLS", 30)
    monkeypatch.setattr(sequences, "_WINDOW", 6)
    old = [*(9, 1, 2, 3, 9, 9), *(9, 2, 9, 3, 1, 9), *(9, 9, 9, 9, 9, 9), *(1, 2, 9, 9, 9, 9)]
    new = [*(8, 1, 2, 3), *(8, 2, 3, 1), *(8, 8, 1, 2), *(8, 8, 8, 8)]
    assert steps(old, new, ComparisonBudget()) == [
        Step(False, 0, 1, 0, 1),
        Step(True, 1, 4, 1, 4),
        Step(False, 4, 7, 4, 5),
        Step(True, 7, 8, 5, 6),
        Step(False, 8, 9, 6, 6),
        Step(True, 9, 11, 6, 8),
        Step(False, 11, 24, 8, 16),  # 1 and 2 stand in the third piece here, there in the fourth
    ]


def test_what_is_too_long_is_parted_at_the_items_that_stand_once_on_either_side(monkeypatch):
    monkeypatch.setattr(sequences, "_MOST_CELLS", 30)
    old = [9, 4, 9, 5, 9, 6, 9, 7, 9, 9]
    new = [8, 5, 8, 6, 8, 7, 8, 4, 8]  # of the four, 4 is the one out of order
    assert steps(old, new, ComparisonBudget()) == [
        Step(False, 0, 3, 0, 1),
        Step(True, 3, 4, 1, 2),
        Step(False, 4, 5, 2, 3),
        Step(True, 5, 6, 3, 4),
        Step(False, 6, 7, 4, 5),
        Step(True, 7, 8, 5, 6),
        Step(False, 8, 10, 6, 9),
    ]


def test_without_any_work_left_all_counts_as_replaced():
    found = steps([1, 2, 3, 4, 5], [1, 9, 3, 8, 5], ComparisonBudget(cells=5))
    assert [(step.is_same, step.old_from, step.old_to) for step in found] == [
        (True, 0, 1),
        (False, 1, 4),
        (True, 4, 5),
    ]
