"""What is expected of the recorded page was read in it by eye, not by our parser."""

import json
from datetime import UTC, datetime

import pytest

from ingest.errors import ChallengePage, SourceUnavailable, UnexpectedAnswer
from ingest.sources.biorxiv import BIORXIV, parse_row, parse_versions
from preprints.record import DeclaredVersion, RecordAuthor, RecordLocation, RecordRelation
from tests.replay.biorxiv import NOTHING_FOUND, SAMPLES
from tests.replay.samples import RECORDINGS, load

RECORDED = RECORDINGS / "biorxiv" / "details_biorxiv_2026-08.json"
START = {"from": "2026-08-01", "until": "2026-08-05", "at": 0}
PLAIN = load(SAMPLES / "on_medrxiv.json")["collection"][0]


def versions(name):
    return parse_versions((SAMPLES / f"{name}.json").read_bytes())


def day(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_recorded_page_is_read():
    page = BIORXIV.parse_page(RECORDED.read_bytes(), START)
    assert (page.total, page.done, page.rejected) == (873, 10, ())
    assert page.cursor == {**START, "at": 10}  # what was received, not the count of 30
    assert [(r.location.external_id, r.source_version) for r in page.records] == [
        ("10.64898/2026.07.31.741992", "v1"),
        ("10.64898/2026.07.31.741971", "v1"),
        ("10.1101/2025.04.11.648403", "v2"),
        ("10.64898/2026.07.31.740148", "v1"),
        ("10.64898/2026.07.31.742126", "v1"),
        ("10.64898/2026.07.31.742105", "v1"),
        ("10.64898/2026.04.24.720349", "v2"),
        ("10.64898/2026.07.22.739964", "v2"),
        ("10.1101/2025.11.17.688895", "v2"),
        ("10.64898/2026.01.17.700041", "v2"),
    ]
    assert {record.posted_at for record in page.records} == {day("2026-08-01")}


def test_a_recorded_row_has_all_its_fields():
    record = BIORXIV.parse_page(RECORDED.read_bytes(), START).records[0]
    doi = "10.64898/2026.07.31.741992"
    assert record.location == RecordLocation(
        "biorxiv", doi, f"https://www.biorxiv.org/content/{doi}"
    )
    assert record.other_locations == (RecordLocation("doi", doi, f"https://doi.org/{doi}"),)
    assert record.title.startswith("Sound-shape correspondences in macaques reveal")
    assert [author.name for author in record.authors] == [
        "M. Loconsole",
        "C. Xue",
        "E. Garcia-Pelegrin",
    ]
    assert record.abstract.startswith("Humans reliably associate certain speech-like sounds")
    assert record.licence == "https://creativecommons.org/licenses/by-nc-nd/4.0/"
    assert record.categories == ("animal behavior and cognition",)
    assert (record.comment, record.body_html, record.relations, record.history) == ("", "", (), ())
    assert record.first_posted_at == record.posted_at
    assert record.is_withdrawn is False


def test_paragraphs_stay_and_marks_of_small_capitals_go():
    abstract = BIORXIV.parse_page(RECORDED.read_bytes(), START).records[1].abstract
    parts = abstract.split("\n\n")
    assert len(parts) == 4
    assert parts[0].startswith("Purpose: We introduce GRANPA, standing for")
    assert "Source code of GRANPA is available here https://forge.ird.fr" in parts[2]


def test_a_later_version_seen_alone_was_first_posted_about_the_day_in_its_doi():
    records = BIORXIV.parse_page(RECORDED.read_bytes(), START).records
    assert records[2].first_posted_at == day("2025-04-11")
    assert parse_row(PLAIN | {"version": "2", "doi": "10.1101/900001"}).first_posted_at == day(
        "2023-03-02"
    )
    assert parse_row(PLAIN | {"version": "2"}).first_posted_at == day("2023-03-02")  # 30 February


def test_all_versions_of_a_work_are_read_oldest_first():
    records = versions("three_versions")
    assert [record.source_version for record in records] == ["v1", "v2", "v10"]
    assert records[0].history == (
        DeclaredVersion("v1", day("2023-03-02")),
        DeclaredVersion("v2", day("2023-05-04")),
        DeclaredVersion("v10", day("2023-09-08")),
    )
    assert {record.history for record in records} == {records[0].history}
    assert {record.first_posted_at for record in records} == {day("2023-03-02")}
    assert records[2].posted_at == day("2023-09-08")


def test_authors_with_a_suffix_and_groups_are_named_as_they_are_spoken():
    assert versions("three_versions")[2].authors == (
        RecordAuthor("A. B. Example Jr."),
        RecordAuthor("C. Sample"),
        RecordAuthor("The Example Consortium"),
    )


def test_headings_and_lists_in_an_abstract_are_separate_paragraphs():
    assert versions("three_versions")[2].abstract == (
        "Background: We made GRANPA up.\n\nFirst.\n\nSecond."
    )


def test_the_journals_version_is_a_relation_and_no_location():
    first, second, _third = versions("three_versions")
    assert first.relations == ()  # "NA"
    doi = "10.9999/example.2023.1"
    assert second.relations == (
        RecordRelation("published-as", "doi", doi, f"https://doi.org/{doi}"),
    )
    assert doi not in [place.external_id for place in second.other_locations]


def test_the_server_in_the_row_is_where_the_work_is():
    (record,) = versions("on_medrxiv")
    assert record.location.source == "medrxiv"
    assert record.location.url.startswith("https://www.medrxiv.org/content/10.1101/2023.02.30.2")
    assert record.licence == ""


def test_a_withdrawn_version_is_marked_and_may_lack_authors():
    first, second = versions("withdrawn")
    assert (first.is_withdrawn, second.is_withdrawn) == (False, True)
    assert [version.is_withdrawn for version in first.history] == [False, True]
    assert second.authors == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "withdrawn"},
        {"type": "Withdrawn Article"},
        {"title": "WITHDRAWN: A Claim"},
        {"title": "[WITHDRAWN] A Claim"},
        {"abstract": "This manuscript has been withdrawn by the authors."},
        {"abstract": "The author has withdrawn this preprint because of an error."},
    ],
)
def test_the_servers_words_for_a_withdrawal_are_known(fields):
    assert parse_row(PLAIN | fields).is_withdrawn is True


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Withdrawn behaviour in mice"},
        {"title": "Why 10 papers were WITHDRAWN"},
        {"abstract": "We study whether this paper has been withdrawn."},
        {"abstract": "The authors have withdrawn blood from volunteers."},
        {"type": "new results"},
    ],
)
def test_a_text_about_withdrawals_is_not_withdrawn(fields):
    assert parse_row(PLAIN | fields).is_withdrawn is False


def test_an_unknown_doi_has_no_versions():
    assert versions("nothing_found") == ()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"<!DOCTYPE html><title>Just a moment...</title>", ChallengePage),
        (b"Error : (1040) Too many connections", UnexpectedAnswer),
        (b"", UnexpectedAnswer),
        (b"[]", UnexpectedAnswer),
        (b"{}", UnexpectedAnswer),
        (b'{"messages": [{"status": "error"}], "collection": []}', UnexpectedAnswer),
        (b'{"messages": "no", "collection": []}', UnexpectedAnswer),
        (b'{"messages": [], "collection": {}}', UnexpectedAnswer),
    ],
)
def test_an_answer_of_another_shape_is_refused(content, error):
    with pytest.raises(error):
        parse_versions(content)
    with pytest.raises(error):
        BIORXIV.parse_page(content, START)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": None},
        {"title": " \x00"},
        {"authors": ""},
        {"authors": " ; ,"},
        {"doi": "10.1101/gr.123456.111"},
        {"doi": None},
        {"version": "two"},
        {"version": None},
        {"version": -1},
        {"server": "chemRxiv"},
        {"date": "yesterday"},
        {"date": None},
        {"title": "x" * 2001},
        {"abstract": "x" * 100_001},
    ],
    ids=str,
)
def test_a_row_that_cannot_be_stored_is_refused(fields):
    with pytest.raises(UnexpectedAnswer):
        parse_row(PLAIN | fields)


def test_rows_of_several_works_are_not_taken_for_versions_of_one():
    other = PLAIN | {"doi": "10.1101/900009"}
    content = json.dumps({"messages": [{"status": "ok"}], "collection": [PLAIN, other]}).encode()
    with pytest.raises(UnexpectedAnswer, match="several works"):
        parse_versions(content)


def test_a_malformed_row_is_rejected_with_its_bytes():
    bad, odd = PLAIN | {"title": None}, "text"
    rows = [PLAIN, bad, odd, PLAIN | {"version": "2"}]
    message = {"status": "ok", "count": 4, "total": "4"}
    page = BIORXIV.parse_page(
        json.dumps({"messages": [message], "collection": rows}).encode(), START
    )
    assert [record.source_version for record in page.records] == ["v1", "v2"]
    assert [rejected.external_id for rejected in page.rejected] == [PLAIN["doi"], ""]
    assert [json.loads(rejected.content) for rejected in page.rejected] == [bad, odd]
    assert [rejected.reason for rejected in page.rejected] == [
        "a work without a title",
        "a row is str",
    ]
    assert (page.done, page.cursor["at"]) == (4, 4)


def test_a_rejected_row_can_be_read_again():
    content = json.dumps(PLAIN).encode()
    assert BIORXIV.reread(content) == parse_row(PLAIN)
    with pytest.raises(UnexpectedAnswer):
        BIORXIV.reread(json.dumps(PLAIN | {"title": None}).encode())
    with pytest.raises(UnexpectedAnswer):
        BIORXIV.reread(b'"text"')


def test_an_empty_page_is_the_end_only_where_all_rows_came():
    nothing = json.dumps(NOTHING_FOUND).encode()
    assert BIORXIV.parse_page(nothing, START).done == 0
    empty = {"messages": [{"status": "ok", "count": 0, "total": "873"}], "collection": []}
    with pytest.raises(SourceUnavailable):
        BIORXIV.parse_page(json.dumps(empty).encode(), {**START, "at": 30})
    assert BIORXIV.parse_page(json.dumps(empty).encode(), {**START, "at": 873}).done == 0


def test_a_page_that_does_not_say_how_many_rows_there_are_is_refused():
    content = json.dumps({"messages": [{"status": "ok"}], "collection": [PLAIN]}).encode()
    with pytest.raises(UnexpectedAnswer, match="how many"):
        BIORXIV.parse_page(content, START)
