"""Posts of forums, cleaned.

With samples of ours: tests/text/test_long_posts.py, tests/text/test_foreign_html.py,
tests/text/test_foreign_formulas.py, tests/text/test_mathjax_glyphs.py.
"""

import json
import re
import time
from collections import Counter

from tests.recordings_outside.recordings import recorded
from text.foreign.posts import CleanedHtml, clean_foreign_html

URL = "https://www.lesswrong.com/posts/abc/title"
MATHJAX_2 = re.compile(r'<span[^>]*class="mjx-math"[^>]*aria-label="(?!")')
WORDS_OF_TEXT = {
    "coherent_decisions_math.xhtml": 8_000,
    "seeking_power_code_table.xhtml": 4_800,
    "ground_of_optimization_code_math.xhtml": 8_000,
    "challenges_capability_amplification_styles.xhtml": 6_900,
    "discontinuous_progress_footnotes.xhtml": 7_000,
    "some_ai_research_areas_tables.xhtml": 13_000,
}


def source_of(name: str) -> str:
    return recorded(name).read_text()


def clean(html: str) -> CleanedHtml:
    return clean_foreign_html(html, base_url=URL, id_prefix="p1-")


def test_recorded_posts_keep_their_words_and_formulas_and_take_little_time():
    for name, words in WORDS_OF_TEXT.items():
        source = source_of(f"forummagnum_html/{name}")
        started = time.process_time()
        cleaned = clean(source)
        assert time.process_time() - started < 2, name
        assert words < cleaned.word_count < words * 1.1, name
        assert cleaned.html.count("<math") == len(MATHJAX_2.findall(source)), name
        assert cleaned.notes == (), name
        assert not re.search(r"mjx-| style=|<img|<script", cleaned.html), name


def test_recorded_posts_keep_each_table_figure_list_and_note():
    kept = ["table", "th", "td", "pre", "code", "figure", "figcaption", "sup", "sub", "li"]
    counted: Counter[str] = Counter()
    for name in WORDS_OF_TEXT:
        source = source_of(f"forummagnum_html/{name}")
        cleaned = clean(source).html
        found, wanted = (
            {tag: len(re.findall(rf"<{tag}[ />]", html)) for tag in kept}
            for html in (cleaned, source)
        )
        assert found == wanted, name
        counted.update(found)
    assert all(counted[tag] for tag in kept), "each is in one of them"


def test_recorded_tables_scroll():
    source = source_of("forummagnum_html/some_ai_research_areas_tables.xhtml")
    assert clean(source).html.count('<div class="table-scroll"') == 11


def test_recorded_mathjax_3_drawings_are_read():
    for name, html in json.loads(source_of("forummagnum_html/mathjax3_chtml_samples.json")).items():
        cleaned = clean(html)
        assert "maths-lost" not in cleaned.html, name
        assert "<math" in cleaned.html, name


def test_recorded_katex_is_drawn_once():
    source = source_of("forummagnum_html/katex_centraliser.html")
    cleaned = clean(source)
    assert cleaned.html.count("<math") == source.count('class="katex"') == 28
    assert "tex-error" not in cleaned.html


def test_a_recorded_answer_of_the_forum_is_cleaned():
    source = source_of("forummagnum/graphql_post_by_id_agi_ruin.json")
    post = json.loads(source)["data"]["post"]["result"]
    cleaned = clean(post["htmlBody"])
    assert 0.95 < cleaned.word_count / post["contents"]["wordCount"] < 1.05
    assert cleaned.notes == ()
