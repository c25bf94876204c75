"""Inputs of others that came out wrong once, each with its right value (tests/cases/README.md)."""

import csv
from pathlib import Path

import pytest

from ingest.errors import UnexpectedAnswer
from ingest.sources import datacite, zenodo
from ingest.sources.arxiv.names import author_named
from ingest.sources.arxiv.xml import says_withdrawn
from tests.ingest.feed_pages import page_of

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
