"""What is expected here was read in the feeds' sources by eye, not by our parser."""

import json
from datetime import UTC, datetime

import pytest

from ingest.errors import UnexpectedAnswer
from ingest.links import recognise
from ingest.sources.base import Window
from ingest.sources.feed import Feed, read_feed
from preprints.record import RecordAuthor
from tests.ingest.test_mutated_answers import places, replaced
from tests.recorded import recorded
from tests.replay.web import SYNTHETIC

ODD = SYNTHETIC.parent / "feeds_odd"
BASE = "https://blog.example/feed"
ALL_DAYS = Window()
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


def only_pages(text):
    """The recogniser of a journal that knows no other source than the web."""
    ref = recognise(text)
    return ref if ref and ref.source == "web" else None


def page_of(content, window=ALL_DAYS, by=recognise, name="Example Feed"):
    content = content if isinstance(content, bytes) else content.encode()
    return Feed("example", name, BASE, by).page_of(read_feed(content, base_url=BASE), window, {})


def sample(name, **options):
    return page_of((SYNTHETIC / "feeds" / name).read_bytes(), **options)


def rss(items, channel="<title>Example</title>"):
    return f'<rss version="2.0"><channel>{channel}{items}</channel></rss>'


def item(inner="", link="https://blog.example/1", title="T"):
    date = "<pubDate>Mon, 06 May 2024 12:00:00 GMT</pubDate>"
    return f"<item><title>{title}</title><link>{link}</link>{date}{inner}</item>"


def reasons(page):
    return [rejected.reason for rejected in page.rejected]


def moment(*parts):
    return datetime(*parts, tzinfo=UTC)


# One sample for each dialect


def test_rss():
    page = sample("rss.rss")
    record, plain = page.records
    assert record.title == "How We Test & Measure"
    assert record.authors == (RecordAuthor("Ada Example"), RecordAuthor("Bo Sample"))
    assert record.location.source == "web"
    assert record.location.external_id == "blog.example/how/?id=2"
    assert record.location.url == "https://blog.example/how/?id=2"
    assert record.posted_at == record.first_posted_at == moment(2024, 5, 6, 10)
    assert record.abstract == "We test by example.\n\nIt works."
    assert record.body_html.startswith('<p>We test by example, <a href="/more">and more</a>.</p>')
    assert record.categories == ("testing", "examples")
    assert record.licence == CC_BY
    assert record.source_version == ""
    assert plain.location.external_id == "blog.example/plain"
    assert plain.authors == (RecordAuthor("Example Blog & Notes"),)
    assert (plain.abstract, plain.body_html) == ("Plain.", "")


def test_a_work_of_another_source_is_only_announced():
    (ref,) = sample("rss.rss").refs
    assert (ref.source, ref.external_id, ref.version) == ("arxiv", "2310.01405", 2)


def test_entries_that_lack_something_are_rejected_with_the_reason():
    page = sample("rss.rss")
    assert [(rejected.external_id, rejected.reason) for rejected in page.rejected] == [
        ("", "the entry has no link to a page on the web"),
        ("https://blog.example/undated", "the entry has no date"),
        ("https://blog.example/untitled", "the entry has no title"),
    ]
    assert (page.total, page.done) == (7, 7)


def test_of_two_entries_for_one_address_the_first_counts():
    assert "Before" not in "".join(record.title for record in sample("rss.rss").records)


def test_atom():
    record, plain = sample("atom.atom").records
    assert record.title == "Is A < B? A Test"
    assert record.authors == (
        RecordAuthor("Ada Example", "0000-0002-1825-0097"),
        RecordAuthor("Bo Sample"),
    )
    assert record.location.url == "https://blog.example/posts/1"
    assert record.first_posted_at == moment(2024, 5, 6, 8)
    assert record.posted_at == moment(2024, 5, 7)
    assert record.abstract == "An excerpt with 2 < 3."
    assert record.body_html == "<p>The whole text, <b>bold</b>.</p>"
    assert record.categories == ("Testing",)
    assert record.licence == CC_BY
    assert plain.authors == (RecordAuthor("Example Group"),)
    assert plain.location.url == "https://group.example/posts/0"
    assert plain.body_html == "<p>One &lt;paragraph&gt;.</p><p>And another.</p>"
    assert plain.abstract == ""


def test_rdf():
    page = sample("rdf.rdf")
    (record,) = page.records
    assert record.title == "On Samples"
    assert record.authors == (RecordAuthor("Ada Example"),)
    assert record.posted_at == moment(2024, 5, 6)
    assert record.abstract == "About samples."
    assert [(ref.source, ref.external_id) for ref in page.refs] == [("doi", "10.5555/samples.2")]


def test_json_feed():
    page = sample("json_feed.json")
    record, plain = page.records
    assert record.title == "Notes on Tests, x<y"
    assert record.authors == (RecordAuthor("Ada Example", "0000-0002-1825-0097"),)
    assert record.first_posted_at == moment(2024, 5, 6, 8)
    assert record.posted_at == moment(2024, 5, 7)
    assert (record.abstract, record.body_html) == ("Some of it.", "<p>All of it.</p>")
    assert record.categories == ("testing",)
    assert plain.location.url == "https://blog.example/1"
    assert plain.authors == (RecordAuthor("Zoë Sample"),)
    assert plain.body_html == "<p>One &lt;line&gt;.</p><p>Another.</p>"
    assert reasons(page) == ["the entry has no date", "the entry has no link to a page on the web"]


def test_a_blog_at_rogue_scholar():
    assert [ref.external_id for ref in sample("rogue_scholar_blog.json").refs] == ["10.5555/post-1"]
    (record,) = sample("rogue_scholar_blog.json", by=only_pages).records
    assert record.title == "On Posts"
    assert record.authors == (RecordAuthor("Ada Example", "0000-0002-1825-0097"),)
    assert record.first_posted_at == moment(2024, 5, 6, 10)
    assert record.posted_at == moment(2024, 5, 7)
    assert record.abstract == "A post about posts."
    assert record.licence == CC_BY


def test_one_post_at_rogue_scholar():
    (record,) = sample("rogue_scholar_post.json", by=only_pages).records
    assert record.title == "On Whole Posts"
    assert record.authors == (
        RecordAuthor("Ada Example", "0000-0002-1825-0097", "Example Press"),
        RecordAuthor("Example Works"),
    )
    assert record.body_html == "<p>The whole post.</p>"
    assert record.categories == ("posts",)


# What feeds do


def test_where_nobody_is_named_the_feed_is_the_author():
    (record,) = page_of(rss(item(), channel="")).records
    assert record.authors == (RecordAuthor("Example Feed"),)


@pytest.mark.parametrize(
    ("author", "name"),
    {
        "ada@blog.example (Ada Example)": "Ada Example",
        "Ada Example &lt;ada@blog.example&gt;": "Ada Example",
        "ada@blog.org": "Example",
        "ada@blog.example": "Example",
        "Ada Example": "Ada Example",
    }.items(),
)
def test_a_mail_address_is_no_name(author, name):
    (record,) = page_of(rss(item(f"<author>{author}</author>"))).records
    assert record.authors == (RecordAuthor(name),)


def test_a_dois_work_is_announced_though_its_page_is_linked():
    namespace = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    page = page_of(rss(item(f"<dc:identifier {namespace}>doi:10.5555/X</dc:identifier>")))
    assert [ref.external_id for ref in page.refs] == ["10.5555/x"]


def test_a_number_for_an_id_is_no_arxiv_identifier():
    page = page_of(rss(item('<guid isPermaLink="false">2310.01405</guid>')))
    assert len(page.records) == 1


@pytest.mark.parametrize(
    "link",
    [
        "",
        "http://127.0.0.1/",
        "http://localhost/1",
        "ftp://blog.example/1",
        "javascript:alert(1)",
        "mailto:ada@blog.example",
        "http://[",
        "https://arxiv.org/list/cs.LG/recent",
    ],
)
def test_an_entry_without_a_page_of_its_own_is_rejected(link):
    page = page_of(rss(item(link=link)))
    assert reasons(page) == ["the entry has no link to a page on the web"]


def test_entries_outside_the_days_asked_for_are_left_out():
    days = {6: 1, 5: 0, 7: 0}
    for day, count in days.items():
        date = datetime(2024, 5, day, tzinfo=UTC).date()
        window = Window(since=date, until=date)
        assert len(page_of(rss(item()), window).records) == count


def test_a_feed_with_too_many_entries_is_read_in_part_and_says_so():
    items = "".join(item(link=f"https://blog.example/{number}") for number in range(2003))
    page = page_of(rss(items))
    assert len(page.records) == 2000
    assert reasons(page) == ["the feed has 2003 entries; the rest was not read"]


def test_a_feed_of_no_entries_is_no_fault():
    page = page_of(rss(""))
    assert (page.records, page.rejected, page.total) == ((), (), 0)


def test_a_very_long_title_is_rejected_not_the_feed():
    page = page_of(rss(item(title="x" * 2001) + item(link="https://blog.example/2")))
    assert len(page.records) == 1
    assert "title is too long" in reasons(page)[0]


def test_a_record_can_be_read_again_from_what_was_kept():
    feed = Feed("example", "Example Feed", BASE, recognise)
    contents = read_feed((SYNTHETIC / "feeds" / "rss.rss").read_bytes(), base_url=BASE)
    page = feed.page_of(contents, Window(), {})
    assert feed.reread(contents.entries[0].to_bytes()) == page.records[0]
    for rejected in page.rejected:
        with pytest.raises(UnexpectedAnswer, match=rejected.reason):
            feed.reread(rejected.content)
    with pytest.raises(UnexpectedAnswer, match="its own source"):
        feed.reread(contents.entries[1].to_bytes())


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"title": 1}', b"\xff", b'{"x": 1}'])
def test_what_is_no_kept_entry_is_refused(content):
    with pytest.raises(UnexpectedAnswer):
        Feed("example", "Example Feed", BASE, recognise).reread(content)


# Faults


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
def test_what_is_no_feed_is_refused(content):
    with pytest.raises(UnexpectedAnswer):
        page_of(content)


def test_a_page_for_people_is_named():
    with pytest.raises(UnexpectedAnswer) as caught:
        page_of("<!doctype html>\n<html><title>Blog</title></html>")
    assert "not a feed" in str(caught.value.message)


def test_an_entity_bomb_does_not_go_off():
    with pytest.raises(UnexpectedAnswer, match="entities"):
        sample("entity_bomb.rss")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_entities_are_found_in_any_encoding(encoding):
    bomb = (SYNTHETIC / "feeds" / "entity_bomb.rss").read_text()
    with pytest.raises(UnexpectedAnswer, match="entities"):
        page_of(bomb.encode(encoding))


def test_an_encoding_of_pythons_hides_nothing():
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


def test_bytes_that_name_a_file_open_no_file():
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
    for path in list(places(feed)):
        for value in ODD_VALUES:
            try:
                page = page_of(json.dumps(replaced(feed, path, value)), by=only_pages)
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


# Recorded answers of Rogue Scholar, which may not be copied


def test_a_recorded_blog():
    for path in filter(None, [recorded("jsonfeed/blog_front_matter.json")]):
        page = page_of(path.read_bytes(), by=only_pages)
        assert (len(page.records), page.rejected) == (50, ())
        record = page.records[0]
        assert record.title == "Announcing the commonmeta schema 1.0 release candidate"
        assert record.authors == (RecordAuthor("Martin Fenner", "0000-0003-1419-2405"),)
        url = "https://blog.front-matter.de/posts/announcing-commonmeta-schema-1-0rc/"
        assert record.location.url == url
        assert record.first_posted_at == moment(2026, 7, 15)
        assert record.posted_at == moment(2026, 7, 19, 17, 59, 49)
        assert record.abstract.startswith("Commonmeta is a set of libraries to convert scholarly")
        assert record.licence == CC_BY
        refs = page_of(path.read_bytes()).refs
        assert len(refs) == 50
        assert refs[0].external_id == "10.53731/kdqkf-nf052"


def test_a_recorded_post():
    for path in filter(None, [recorded("jsonfeed/item_hzfr4-z0881.json")]):
        (record,) = page_of(path.read_bytes(), by=only_pages).records
        assert record.title == "And it's goodbye from me"
        assert record.authors == (
            RecordAuthor("Scott Edmunds", "0000-0001-6444-1436", "GigaScience Press"),
        )
        assert record.first_posted_at == moment(2025, 9, 17)
        assert record.body_html.startswith("<p><em>A new era is starting at GigaScience")
        assert record.abstract.startswith("A new era is starting at GigaScience")
        assert record.categories[0] == "Publishing"


def test_a_recorded_post_of_an_institution():
    for path in filter(None, [recorded("jsonfeed/item_organizational_author.json")]):
        (record,) = page_of(path.read_bytes(), by=only_pages).records
        assert record.authors == (RecordAuthor("OA.Works"),)
        assert record.title.endswith("putting OA policy into practice!")
        assert record.first_posted_at == moment(2023, 1, 24)
        assert record.location.external_id.startswith("blog.oa.works/nature-features")
