"""Inputs of others that came out wrong once, each with its right value (tests/cases/README.md)."""

import csv
from pathlib import Path

import orjson
import pytest

from ingest.errors import UnexpectedAnswer
from ingest.models import ScheduledFetch
from ingest.services import links
from ingest.sources import datacite, zenodo
from ingest.sources.arxiv.names import author_named
from ingest.sources.arxiv.xml import says_withdrawn
from ingest.sources.crossref import parse_crossref
from preprints.models import Preprint
from preprints.rendering import render
from preprints.services import store_record
from tests.factories.preprints import PreprintFactory
from tests.factories.times import NOW
from tests.ingest.feed_pages import page_of
from tests.ingest.web_pages import parse as parse_page

CASES = Path(__file__).parent.parent / "cases"
WITHDRAWN = list(
    csv.DictReader((CASES / "09-arxiv-withdrawn.tsv").read_text().splitlines(), delimiter="\t")
)


@pytest.mark.parametrize("row", WITHDRAWN, ids=lambda row: row["comment"][:40])
def test_case_09_a_comment_says_whether_the_work_is_withdrawn(row):
    assert says_withdrawn("", row["comment"]) is (row["withdrawn"] == "yes")
    assert says_withdrawn(row["comment"], "") is (row["withdrawn"] == "yes")


def test_case_05_names_and_tags_of_a_feed_are_free_of_references():
    one, two = page_of((CASES / "05-feed-author-entities.xml").read_text()).records
    assert [author.name for author in (*one.authors, *two.authors)] == [
        "Renée O’Neil",
        "Doe & Roe Labs",
    ]
    assert (*one.categories, *two.categories) == ("R&D", "Science & Society")


def test_case_07_accents_need_no_braces_and_may_stand_on_a_dotless_i():
    lines = (CASES / "07-names-dotless-i.txt").read_text().splitlines()
    assert [author_named(line).name for line in lines] == [
        "Agustín Valdez",
        "María García",
        "Raúl Martínez",
        "Karaçamı",
        "Işık Özgür",
        "Nguyễn Van A",
    ]


def test_case_13_a_title_that_says_there_is_none_is_none():
    content = (CASES / "13-datacite-title-unav.json").read_bytes()
    with pytest.raises(UnexpectedAnswer, match="a work without a title"):
        datacite.parse_datacite(content)
    titled = content.replace(b":unav", b"On lagoons")
    assert datacite.parse_datacite(titled).title == "On lagoons"


def test_case_15_the_name_of_a_body_keeps_its_comma():
    record = zenodo.parse_record((CASES / "15-zenodo-body-with-comma.json").read_bytes())
    assert [author.name for author in record.authors] == [
        "Birkbeck, University of London",
        "European Commission, Joint Research Centre",
        "Jane Doe",
    ]


def test_case_17_an_entry_of_the_year_one_has_no_date():
    page = page_of((CASES / "17-feed-year-one.xml").read_text())
    assert page.records == ()
    assert [rejected.reason for rejected in page.rejected] == ["the entry has no date"]


VERSIONS = orjson.loads((CASES / "11-crossref-versions-slash.json").read_bytes())


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["first to last", "last to first"])
@pytest.mark.parametrize("says", ["both", "neither"])
def test_case_11_versions_with_dois_of_their_own_are_one_work(order, says):
    bystander = PreprintFactory()
    answers = [VERSIONS[number] for number in order]
    if says == "neither":
        answers = [one | {"message": one["message"] | {"relation": {}}} for one in answers]
    for answer in answers:
        store_record(parse_crossref(orjson.dumps(answer)), now=NOW)
    (work,) = Preprint.objects.exclude(pk=bystander.pk)
    versions = work.versions.order_by("posted_at")
    assert [(one.number, one.source_version) for one in versions] == [(1, "v1"), (2, "v2")]
    assert work.current_version.source_version == "v2"
    for end in ("v1", "v2"):
        assert work.locations.filter(external_id=f"10.21203/rs.3.rs-9999999/{end}").exists()
    assert bystander.versions.count() == 1


@pytest.mark.django_db
def test_case_11_the_version_that_only_another_one_names_is_asked_for():
    first, second = (parse_crossref(orjson.dumps(answer)) for answer in VERSIONS)
    assert [place.external_id for place in first.other_locations] == [second.location.external_id]
    links.list_work(first, now=NOW)
    scheduled = ScheduledFetch.objects.get(source="doi", external_id=second.location.external_id)
    assert scheduled.why == "version"
    ref = links.recognise(f"https://doi.org/{second.location.external_id}")
    assert links.find_fetched(ref) is None
    work = links.list_work(second, now=NOW).preprint
    assert links.find_fetched(ref) == work == Preprint.objects.get()


def test_case_20_of_several_rights_the_licence_is_taken():
    record = parse_page((CASES / "20-page-ojs-licence.html").read_bytes())
    assert record.licence == "https://creativecommons.org/licenses/by/4.0"


def test_case_22_a_relation_by_its_address_in_the_registry_is_understood():
    page = page_of((CASES / "22-atom-iana-rel.xml").read_text())
    assert [record.location.url for record in page.records] == ["https://blog.example.org/p/1"]


def test_case_24_links_start_from_the_nearest_base():
    (record,) = page_of((CASES / "24-atom-xml-base.xml").read_text()).records
    assert record.location.url == "https://blog.example.org/sub/p/3"
    assert (
        'href="https://cdn.example.org/posts/3/other.html"' in render(record).columns["body_html"]
    )


BOOK_ADDRESSES = (CASES / "46-forum-book-addresses.txt").read_text().split()
SLUGS = ["an-example-essay", "an-example-essay", "an-example-chapter"]


@pytest.mark.parametrize(("address", "slug"), list(zip(BOOK_ADDRESSES, SLUGS, strict=True)))
def test_case_46_a_post_in_a_book_of_the_forum_is_known_by_its_slug(address, slug):
    ref = links.recognise(address)
    assert (ref.source, ref.external_id) == ("lesswrong", f"slug:{slug}")
