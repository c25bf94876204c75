"""What is expected here was read in the feeds' sources by eye, not by our parser."""

from datetime import UTC, datetime

import pytest

from ingest.errors import UnexpectedAnswer
from ingest.sources.base import Window
from ingest.sources.feed import FeedAdapter, read_feed
from ingest.sources.recognise import recognise
from preprints.record import RecordAuthor
from tests.ingest.feed_pages import (
    BASE,
    CC_BY,
    item,
    moment,
    only_pages,
    page_of,
    reasons,
    rss,
    sample,
)
from tests.replay.web import SYNTHETIC

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
    feed = FeedAdapter("example", "Example Feed", BASE, recognise)
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
        FeedAdapter("example", "Example Feed", BASE, recognise).reread(content)
