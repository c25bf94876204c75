"""A long row of combining marks takes the time of its length, and what people type stays whole."""

import sys
import time
import unicodedata

import pytest

from bench.hostile import ROWS_OF_MARKS, run_of
from ingest.parsing.markup import plain_paragraphs
from ingest.sources.feed.syndication import read_xml_feed
from ingest.sources.recognise import recognise
from text.comparing import html_diff
from text.foreign.posts import clean_foreign_html
from text.markdown.render import plain_markdown, render_markdown
from text.marks import MOST_IN_A_ROW, normalize, without_long_rows
from text.plain import clean_characters, clean_text, tex_to_plain
from text.sanitize import sanitize

CPU_SECONDS = 3.0  # what grows with the square takes four times as long
LENGTH = 120_000
FEED = """<rss version="2.0"><channel><title>Posts</title><link>https://example.org/</link><item>
<title>Post</title><link>{}</link><description>{}</description></item></channel></rss>"""


def foreign(html):
    return clean_foreign_html(html, base_url="https://example.org/", id_prefix="x-").html


def referenced(text):
    """As HTML may write it, so that only its parser reads the characters."""
    return "".join(f"&#x{ord(char):x};" for char in text)


READERS = {
    "plain text": clean_text,
    "characters": clean_characters,
    "TeX": tex_to_plain,
    "HTML": sanitize,
    "references": lambda row: sanitize(referenced(row)),
    "link recognised": recognise,
    "abstract": plain_paragraphs,
    "abstract in HTML": lambda row: plain_paragraphs(f"<p>{row}</p>\n<p>{referenced(row)}</p>"),
    "Markdown": render_markdown,
    "Markdown's words": plain_markdown,
    "Markdown's link": lambda row: render_markdown(f"[a](https://{row}.org) https://{row}.org/b"),
    "Markdown's label": lambda row: render_markdown(f"[{row}]\n\n[{row}]: https://example.org\n"),
    "formula": lambda row: render_markdown(f"${row}$"),
    "post": foreign,
    "post's link": lambda row: foreign(f'<a href="https://{row}.org/">a</a>'),
    "post's link in references": lambda row: foreign(f'<a href="//{referenced(row)}.org">a</a>'),
    "post's image": lambda row: foreign(f'<img alt="a" src="//{referenced(row)}.org/latex.php">'),
    "comparison": lambda row: html_diff(sanitize(f"<p>{row} a</p>"), sanitize(f"<p>b {row}</p>")),
    "feed's link": lambda row: read_xml_feed(
        FEED.format(f"https://{row}.org/", "Words"), base_url="https://example.org/"
    ),
    "feed's text": lambda row: read_xml_feed(
        FEED.format("/a", f'&lt;img src="/a"&gt;&lt;a href="//{row}.org"&gt;a&lt;/a&gt;'),
        base_url="https://example.org/",
    ),
}


@pytest.mark.parametrize("unit", ROWS_OF_MARKS, ids=ascii)
@pytest.mark.parametrize("name", READERS)
def test_a_long_row_of_marks_takes_linear_time(name, unit):
    row = f"{name}{run_of(unit, LENGTH)}".replace(" ", "").replace("'", "")
    started = time.process_time()
    READERS[name](row)
    assert time.process_time() - started < CPU_SECONDS


@pytest.mark.parametrize(
    "text",
    [
        "بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ",
        "بְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים אֵ֥ת הַשָּׁמַ֖יִם",
        "Nguyễn Thị Ngọc Ánh, tiếng Việt",
        "ที่นี่มีน้ำใจ กตัญญู",
        "བསྒྲུབས་ཧཱུྃ",
        "क्षत्रियाणां धर्मः",
        "한국어 텍스트",
        "ﾊﾞﾝﾄﾞ",
        "👩🏽‍🔬 👨‍👩‍👧‍👦 ❤️ 1️⃣ 🏳️‍🌈",
        "α̂ᵢ x⃗ ã̲ ⟨ψ|φ⟩",
    ],
)
def test_no_text_of_people_is_cut(text):
    long = " ".join([text] * 200)
    assert without_long_rows(long) == long
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert normalize(form, long) == unicodedata.normalize(form, long)
    assert without_long_rows(unicodedata.normalize("NFD", long)) == unicodedata.normalize(
        "NFD", long
    )


@pytest.mark.parametrize("text", ["هَٰذَا مِنَ ٱللَّٰهِ", "שִׁבֹּ֫לֶת", "Nguyễn Thị Ánh", "น้ำที่นี่", "👩🏽‍🔬 ❤️"])
def test_what_people_type_is_stored_as_it_was(text):
    assert clean_characters(text) == text
    assert clean_text(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("mark", ["\u064b", "\u05b0", "\u0e48", "\u0f73", "\uff9e", "\u0301"])
def test_of_a_row_the_first_marks_stay_wherever_it_begins(mark):
    for before in range(2 * MOST_IN_A_ROW + 5):
        most = "a" * before + mark * MOST_IN_A_ROW + "b"
        assert without_long_rows(most) == most
        assert without_long_rows("a" * before + mark * (MOST_IN_A_ROW + 1) + "b") == most
        assert without_long_rows("a" * before + mark * (MOST_IN_A_ROW + 99) + "b") == most


@pytest.mark.parametrize("also", ["", "\u200b", "\u0304"])
def test_html_is_stored_without_a_long_row_so_whatever_reads_it_next_is_quick(also):
    row = "\u064b" * (MOST_IN_A_ROW + 5)
    cut = f"<b>e{row[:MOST_IN_A_ROW]}</b>"
    assert clean_characters(f"<b>e{row}</b>{also}").removesuffix("\u0304") == cut
    assert sanitize(f"<b>e{referenced(row)}</b>{also}").removesuffix("\u0304") == cut


def test_every_character_that_is_put_in_order_counts_as_a_mark():
    sorted_ones = [
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if unicodedata.combining(unicodedata.normalize("NFKD", char)[0])
    ]
    assert len(sorted_ones) > 800
    kept = without_long_rows("a" + "".join(sorted_ones))
    assert kept == "a" + "".join(sorted_ones[:MOST_IN_A_ROW])
