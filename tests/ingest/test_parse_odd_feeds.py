"""Feeds that are broken, hostile, or merely odd."""

import json

import pytest

from ingest.errors import UnexpectedAnswer
from ingest.sources.feed import read_feed
from tests.ingest.feed_pages import BASE, ODD, item, only_pages, page_of, reasons, rss, sample
from tests.ingest.mutations import with_odd_fields
from tests.replay.web import SYNTHETIC


def test_a_feed_that_breaks_off_loses_only_its_last_entry():
    whole = rss(
        item(link="https://blog.example/1")
        + item("<description>All of it.</description>", link="https://arxiv.org/abs/2310.01405")
    )
    page = page_of(whole[: whole.index(" of it.")])
    assert [record.location.external_id for record in page.records] == ["blog.example/1"]
    assert page.refs == ()
    assert reasons(page) == ["the feed breaks off in this entry"]


def test_a_feed_that_breaks_off_before_its_first_entry_is_refused():
    with pytest.raises(UnexpectedAnswer, match="broken"):
        page_of('<rss version="2.0"><channel><title>Example</title>')


def test_faults_within_a_whole_feed_do_no_harm():
    page = page_of(rss(item("<description>x & <b>&nbsp;y</description><x:y/>")) + "<script/>")
    assert [record.abstract for record in page.records] == ["x & y"]
    assert page.rejected == ()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "plain words",
        "<",
        "<!DOCTYPE html><html><body>No feed</body></html>",
        "<html><head></head></html>",
        "<x/>",
        "{",
        "{}",
        "[]",
        "[1]",
        '{"items": {}}',
        '{"version": "https://jsonfeed.org/version/1"}',
        "[" * 100_000,
        "\x00" * 100,
    ],
)
def test_an_answer_that_is_no_feed_is_refused(content):
    with pytest.raises(UnexpectedAnswer):
        page_of(content)


def test_a_page_for_people_is_named():
    with pytest.raises(UnexpectedAnswer) as caught:
        page_of("<!doctype html>\n<html><title>Blog</title></html>")
    assert "not a feed" in str(caught.value.message)


def test_an_entity_bomb_is_refused():
    with pytest.raises(UnexpectedAnswer, match="entities"):
        sample("entity_bomb.rss")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_entities_are_found_in_any_encoding(encoding):
    bomb = (SYNTHETIC / "feeds" / "entity_bomb.rss").read_text()
    with pytest.raises(UnexpectedAnswer, match="entities"):
        page_of(bomb.encode(encoding))


def test_entities_are_found_in_pythons_own_encodings():
    hidden = (
        r'<?xml version="1.0" encoding="unicode_escape"?><rss version="2.0"><channel>\x3citem/>'
    )
    assert page_of(hidden + "</channel></rss>").total == 0


def test_a_text_about_entities_is_no_bomb():
    text = "<description><![CDATA[<pre>&lt;!ENTITY</pre> <!ENTITY x>]]></description>"
    assert len(page_of(rss(item(text))).records) == 1


def test_a_document_type_without_entities_is_passed_over():
    old = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://x.invalid">'
    assert len(page_of(old + rss(item())).records) == 1


def test_bytes_that_look_like_a_file_name_open_no_file():
    with pytest.raises(UnexpectedAnswer):
        page_of(__file__)


def test_a_feed_over_ten_megabytes_is_refused():
    with pytest.raises(UnexpectedAnswer, match="bytes"):
        page_of(b"<rss>" + b" " * 10_000_000)


def test_control_characters_and_lone_surrogates_do_no_harm():
    content = rss(item(title="Cold\x00 \x0bSamples&#0;"), channel="<title>E\x01</title>")
    (record,) = page_of(content).records
    assert record.title == "Cold Samples"
    page = page_of('{"items": [{"title": "\\ud800", "url": "https://blog.example/1"}]}')
    assert len(page.rejected) == 1
    assert page.rejected[0].content


ODD_VALUES = [None, 0, -1.5, 1e400, True, "", "0", "\x00", [], {}, [None], ["x"], [{}], {"x": 1}]


@pytest.mark.parametrize("name", ["json_feed", "rogue_scholar_blog", "rogue_scholar_post"])
def test_any_field_of_a_json_feed_may_hold_anything(name):
    feed = json.loads((SYNTHETIC / "feeds" / f"{name}.json").read_bytes())
    count = 0
    for content in with_odd_fields(feed, ODD_VALUES):
        try:
            page = page_of(content, by=only_pages)
        except UnexpectedAnswer:
            continue
        count += len(page.records)
        assert all(record.title and record.authors for record in page.records)
        assert all(rejected.content for rejected in page.rejected)
    assert count > 100


# Odd feeds

EMPTY = ()
NO_LINK = "the entry has no link to a page on the web"
WITH_A_LINK = "the entry has no title"


@pytest.mark.parametrize(
    "name",
    [
        "encoding__bozo_bogus_encoding",
        "encoding__http_application_xml_charset_overrides_encoding",
        "encoding__http_text_xml_bogus_charset",
        "illformed__always_strip_doctype",
        "illformed__chardet__big5",
        "illformed__undeclared_namespace",
    ],
)
def test_an_odd_feed_without_entries_is_an_empty_feed(name):
    page = page_of((ODD / f"{name}.xml").read_bytes())
    assert (page.records, page.refs, page.rejected, page.total) == ((), (), (), 0)


@pytest.mark.parametrize(
    ("name", "detail"),
    {
        "illformed__aaa_illformed": "unclosed token",
        "illformed__rss_empty_document": "no element found",
    }.items(),
)
def test_an_odd_feed_without_a_feed_is_refused(name, detail):
    with pytest.raises(UnexpectedAnswer, match=detail):
        page_of((ODD / f"{name}.xml").read_bytes())


ENTRIES = {
    "encoding__bozo_linenoise": ("", "’<>”�", ""),
    "encoding__demoronize-1": ("", "don’t", ""),
    "encoding__double-encoded-html": ("", "…", ""),
    "encoding__euc-kr-item": ("", "년", ""),
    "wellformed__sgml__charref_uppercase_x": ("", "a", ""),
    "wellformed__sanitize__blogger_dollar_sign_in_attribute": ("", "", "<img "),
    "wellformed__sanitize__entry_content_crazy": ("", "", "<!DOCTYPE html"),
    "wellformed__sanitize__entry_content_onclick": ("", "", "<img "),
    "wellformed__sanitize__entry_content_style_tag": ("", "", "safe<style>"),
    "wellformed__sanitize__entry_summary_script_base64": ("", "safe description", ""),
    "wellformed__sanitize__entry_summary_script_inline": ("", "safe description", ""),
    "wellformed__sanitize__entry_title_script": ("safe description", "", ""),
    # Nobody says in what charset these are; they come out as Windows-1252.
    "illformed__chardet__eucjp": ("¥²¡¼¥à»°Ëæ¤ÊÀµ·î", "¡ØSD¥¬", ""),
    "illformed__chardet__gb2312": ("²»¹éÒÆÃñÂþ»", "", ""),
    "illformed__chardet__koi8r": ("ëÁË ÐÅÒÅÖÉÔØ", "îÁ×ÅÒÎÏÅ", ""),
    "illformed__chardet__shiftjis": ("DrecomRSS", "", ""),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_of_an_odd_feed_is_read_as_far_as_it_goes(name):
    content = (ODD / f"{name}.xml").read_bytes()
    (entry,) = read_feed(content, base_url=BASE).entries
    title, summary, body = ENTRIES[name]
    assert entry.title.line().startswith(title)
    assert entry.summary.paragraphs().startswith(summary)
    assert entry.content.value.startswith(body)
    assert bool(entry.title.value) == bool(title)
    assert bool(entry.content.value) == bool(body)
    assert reasons(page_of(content)) == [NO_LINK]


def test_an_odd_feed_that_breaks_off_says_so():
    page = page_of((ODD / "illformed__rss_incomplete_cdata.xml").read_bytes())
    assert reasons(page) == ["the feed breaks off in this entry"]


def test_ampersands_in_an_odd_feeds_link_are_kept():
    content = (ODD / "illformed__rss_item_link_corrupted_ampersands.xml").read_bytes()
    (entry,) = read_feed(content, base_url=BASE).entries
    assert entry.identifiers == ("http://link/get?a=1&b=2",)
    assert reasons(page_of(content)) == ["the feed breaks off in this entry"]


def test_every_odd_feed_is_looked_at():
    names = {path.stem for path in ODD.glob("*.xml")}
    assert len(names) == 26
    assert len(names - set(ENTRIES)) == 10
