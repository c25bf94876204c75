"""What is expected here was read in the recorded files by eye, not by our parser."""

import re
from datetime import UTC, datetime

import pytest

from ingest.sources.arxiv import parse_feed
from preprints.record import RecordAuthor, RecordLocation
from tests.replay.arxiv import RECORDINGS

FOLDER = RECORDINGS / "arxiv_api"
FILES = sorted(FOLDER.glob("*.xml"))


def records_of(name):
    return parse_feed((FOLDER / name).read_bytes())


def test_a_paper_asked_for_by_its_id_has_all_its_fields():
    (record,) = records_of("id_1605.08386.xml")
    assert record.location == RecordLocation(
        "arxiv", "1605.08386", "https://arxiv.org/abs/1605.08386"
    )
    assert record.title == "Heat-bath random walks with Markov bases"
    assert record.authors == (RecordAuthor("Caprice Stanley"), RecordAuthor("Tobias Windisch"))
    assert record.abstract.startswith("Graphs on lattice points are studied whose edges come")
    assert record.abstract.endswith("is an expander in fixed dimension.")
    assert record.source_version == "v1"
    assert record.posted_at == datetime(2016, 5, 26, 17, 59, 46, tzinfo=UTC)
    assert record.first_posted_at == record.posted_at
    assert record.categories == ("math.CO", "math.ST")
    assert record.comment == "20 pages, 3 figures"
    assert (record.licence, record.body_html, record.other_locations) == ("", "", ())
    assert record.is_withdrawn is False


def test_the_authors_of_proceedings_keep_their_order():
    (record,) = records_of("id_1707.08567.xml")
    names = [author.name for author in record.authors]
    assert len(names) == 34
    assert names[0] == "Kees A. Schouhamer Immink"
    assert names[4] == "Peter H. N. de With"
    assert names[-2:] == ["Dirk Wübben", "Hirosuke Yamamoto"]
    assert record.comment.endswith("editors for the proceedings: Yanling Chen and A. J. Han Vinck")


def test_a_title_that_is_zero_is_a_title():
    (record,) = records_of("id_2104.12255v1_title_is_0.xml")
    assert record.title == "0"
    assert record.location.external_id == "2104.12255"
    assert record.authors == (RecordAuthor("Quan Thoi Minh Nguyen"),)
    assert record.comment == ""
    assert "$35,000 in total" in record.abstract


def test_a_third_version_says_when_it_and_the_first_were_posted():
    record = records_of("query_abs_codon_model_2026-08.xml")[2]
    assert (record.location.external_id, record.source_version) == ("1804.11249", "v3")
    assert record.posted_at == datetime(2020, 8, 6, 0, 54, 5, tzinfo=UTC)
    assert record.first_posted_at == datetime(2018, 4, 26, 0, 43, 18, tzinfo=UTC)
    assert record.categories == ("q-bio.PE", "math.RA", "math.ST")
    assert "$ [A, B] = AB-BA $" in record.abstract
    assert "$ ω$" in record.abstract


def test_a_paragraph_of_an_abstract_stays_one():
    records = {
        record.location.external_id: record
        for name in ("query_abs_codon_model_2026-08.xml", "query_testing_start0_max10.xml")
        for record in records_of(name)
    }
    first, second = records["1709.05079"].abstract.split("\n\n")
    assert first.startswith("Models of codon evolution are commonly used")
    assert second.startswith("Codon models are typically constructed")
    starts = [text.split()[0] for text in records["1812.11470"].abstract.split("\n\n")]
    assert starts == ["Context.", "Objective.", "Results.", "Conclusion."]


def test_an_escaped_ampersand_is_read_as_one():
    titles = [record.title for record in records_of("query_testing_start0_max10.xml")]
    assert "ChatGPT and Software Testing Education: Promises & Perils" in titles


def test_a_greek_letter_in_a_title_stays():
    titles = [record.title for record in records_of("query_testing_start20_max10.xml")]
    assert "$ω$Test: WebView-Oriented Testing for Android Applications" in titles


def test_an_affiliation_belongs_to_its_author():
    authors = {
        author.name: author.affiliation
        for record in records_of("query_testing_start0_max100.xml")
        for author in record.authors
    }
    assert {name: place for name, place in authors.items() if place} == {
        "Marie-Claude Gaudel": "LRI",
        "Pascale Le Gall": "IBISC",
    }


@pytest.mark.parametrize(
    ("name", "ids"),
    {
        "query_abs_codon_model_2026-08.xml": "2606.27607v1 2303.04390v1 1804.11249v3 1709.05079v1",
        "query_testing_start0_max10.xml": "2202.12139v1 2405.13786v1 2005.14124v2 2204.08348v3 "
        "2302.03287v3 1202.4527v1 2503.05378v2 1205.1866v1 2502.07719v2 1812.11470v1",
        "query_testing_start10_max10.xml": "2403.16981v2 2004.03322v1 1912.09881v1 2406.19956v3 "
        "1912.04900v1 2301.05651v1 1605.01097v1 2301.13615v1 2407.18756v1 2202.06271v1",
        "query_testing_start20_max10.xml": "2008.01944v1 2005.06826v1 2306.03845v1 1908.03707v1 "
        "2109.07960v2 2409.05654v9 2104.11069v1 2106.13414v2 2007.10224v1 2602.15552v1",
        "query_testing_start30_max10.xml": "2101.12036v1 2504.04921v1 1809.08100v1 2509.24242v1 "
        "1904.08007v1 2312.06056v1 2412.16620v1 2501.07954v1 1509.08401v1 2501.09657v1",
        "query_testing_start40_max10.xml": "1704.08347v1 2202.09076v1 2505.05162v2 2502.09460v1 "
        "2306.07400v2 2507.10541v2 2007.09895v2 1601.06222v1 1706.00679v3 2107.07364v1",
        "query_testing_start9_max15_overlap.xml": "1812.11470v1 2403.16981v2 2004.03322v1 "
        "1912.09881v1 2406.19956v3 1912.04900v1 2301.05651v1 1605.01097v1 2301.13615v1 "
        "2407.18756v1 2202.06271v1 2008.01944v1 2005.06826v1 2306.03845v1 1908.03707v1",
    }.items(),
)
def test_a_page_of_a_search_holds_its_papers_in_order(name, ids):
    found = [r.location.external_id + r.source_version for r in records_of(name)]
    assert found == ids.split()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_paper_of_a_recorded_file_is_read_correctly(path):
    content = path.read_text()
    records = parse_feed(path.read_bytes())
    assert len(records) == content.count("<entry>") > 0
    for record, entry in zip(records, content.split("<entry>")[1:], strict=True):
        assert f"/abs/{record.location.external_id}{record.source_version}</id>" in entry
        assert len(record.authors) == entry.count("<author>")
        assert f'primary_category term="{record.categories[0]}"' in entry
        assert record.first_posted_at <= record.posted_at
        assert not re.search(r"  |\t|^\s|\s$", record.title + record.comment)
        assert len(record.abstract) > 100
        assert record.is_withdrawn is False


def test_every_recorded_file_is_looked_at():
    assert len(FILES) == 11
