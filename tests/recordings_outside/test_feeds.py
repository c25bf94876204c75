"""Answers of Rogue Scholar.

With samples of ours: tests/ingest/test_parse_feed_sources.py.
"""

from preprints.record import RecordAuthor
from tests.ingest.feed_pages import CC_BY, moment, only_pages, page_of
from tests.recordings_outside.recordings import recorded


def test_a_recorded_blog():
    path = recorded("jsonfeed/blog_front_matter.json")
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
    path = recorded("jsonfeed/item_hzfr4-z0881.json")
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
    path = recorded("jsonfeed/item_organizational_author.json")
    (record,) = page_of(path.read_bytes(), by=only_pages).records
    assert record.authors == (RecordAuthor("OA.Works"),)
    assert record.title.endswith("putting OA policy into practice!")
    assert record.first_posted_at == moment(2023, 1, 24)
    assert record.location.external_id.startswith("blog.oa.works/nature-features")
