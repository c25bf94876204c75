"""What is expected of the recorded files was read in them by eye, not by our parser."""

import json
from datetime import UTC, datetime

import pytest

from ingest.errors import ChallengePage, NotAWork, UnexpectedAnswer, WorkNotPublic
from ingest.sources.zenodo import parse_record
from preprints.record import RecordAuthor, RecordLocation, RecordRelation
from tests.replay.samples import RECORDINGS, load
from tests.replay.zenodo import SAMPLES

FOLDER = RECORDINGS / "zenodo"


def recording(name):
    return parse_record((FOLDER / f"record_{name}.json").read_bytes())


def sample(name):
    return parse_record((SAMPLES / f"{name}.json").read_bytes())


def changed(**metadata):
    deposit = load(SAMPLES / "second_version.json")
    deposit["metadata"] |= metadata
    return parse_record(json.dumps(deposit).encode())


def doi(number):
    name = f"10.5281/zenodo.{number}"
    return RecordLocation("doi", name, f"https://doi.org/{name}")


def test_the_recorded_preprint_has_all_its_fields():
    record = recording("8120771_preprint")
    assert record.location == RecordLocation(
        "zenodo", "8120770", "https://zenodo.org/records/8120770"
    )
    assert record.other_locations == (doi(8120770), doi(8120771))
    assert record.title == (
        "A SYSTEMATIC REVIEW OF AUTOPSY FINDINGS IN DEATHS AFTER COVID-19 VACCINATION"
    )
    assert [author.name for author in record.authors] == [
        "Nicolas Hulscher",
        "Paul E. Alexander",
        "Richard Amerling",
        "Heather Gessling",
        "Roger Hodkinson",
        "William Makis",
        "Harvey A. Risch",
        "Mark Trozzi",
        "Peter A. McCullough",
    ]
    assert record.authors[5].affiliation == "Cross Cancer Institute"
    assert record.source_version == "v1"
    moment = datetime(2023, 7, 6, 14, 48, 55, 501554, tzinfo=UTC)
    assert (record.posted_at, record.first_posted_at) == (moment, moment)
    assert record.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert record.categories[:3] == ("autopsy", "necropsy", "COVID-19")
    assert len(record.categories) == 10
    assert (record.comment, record.body_html, record.relations, record.history) == ("", "", (), ())


def test_the_abstract_of_the_recorded_preprint_is_plain_text_in_paragraphs():
    parts = recording("8120771_preprint").abstract.split("\n\n")
    assert [part.split()[0] for part in parts] == [
        "Background:",
        "Methods:",
        "Findings:",
        "Interpretation:",
    ]
    assert "up until May 18th, 2023." in parts[1]
    assert not [part for part in parts if "<" in part or "&" in part]


def test_the_recorded_article_is_the_fourth_version_of_its_concept():
    record = recording("5244404_publication")
    assert record.location.external_id == "5075887"
    assert record.other_locations == (doi(5075887), doi(5244404))
    assert record.source_version == "v4"  # its depositor calls it "Authors' final version"
    assert record.posted_at == datetime(2021, 8, 24, 13, 7, 25, 333473, tzinfo=UTC)
    assert record.first_posted_at == datetime(2021, 8, 18, tzinfo=UTC)
    assert len(record.authors) == 21
    assert record.authors[0].name == "Edward C Holmes"
    assert record.authors[14] == RecordAuthor(
        "Stuart J D Neil",
        affiliation="Department of Infectious Diseases, King's College London, Guy's Hospital, "
        "London SE1 9RT, UK",
    )
    assert record.licence == "https://creativecommons.org/licenses/by-nc-nd/4.0/"
    assert "a “laboratory escape” scenario" in record.abstract
    assert record.comment.startswith("Authors' final peer-reviewed version. Published as: ")


@pytest.mark.parametrize(
    ("name", "words"),
    [("7834392_dataset", "data set"), ("8173303_presentation", "slides")],
)
def test_a_recorded_thing_that_is_no_text_is_refused_with_words(name, words):
    with pytest.raises(NotAWork) as caught:
        recording(name)
    assert words in str(caught.value.message)
    assert caught.value.is_temporary is False


def test_every_recorded_file_is_looked_at():
    assert len(list(FOLDER.glob("*.json"))) == 4


def test_a_second_version_keeps_the_day_of_its_deposit():
    record = sample("second_version")
    assert record.source_version == "v2"
    moment = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert (record.posted_at, record.first_posted_at) == (moment, moment)
    assert record.authors == (
        RecordAuthor("Ada B. Example", "0000-0002-1694-233X", "Example University"),
        RecordAuthor("The Example Collaboration"),
    )
    assert record.abstract == "We deposited nothing & said so."


@pytest.mark.parametrize(
    ("publication_date", "first_day"),
    [
        ("2019-02-28", "2019-02-28"),
        ("2019-02-30", "2024-05-06"),  # no day
        ("2019-02", "2024-05-06"),
        ("2019/2021", "2024-05-06"),
        ("2030-01-01", "2024-05-06"),
        ("", "2024-05-06"),
    ],
)
def test_an_earlier_day_of_publication_counts(publication_date, first_day):
    record = changed(publication_date=publication_date)
    assert str(record.first_posted_at.date()) == first_day
    assert str(record.posted_at.date()) == "2024-05-06"


def test_a_poster_and_a_thesis_are_refused():
    with pytest.raises(NotAWork) as caught:
        sample("poster")
    assert "poster" in str(caught.value.message)
    with pytest.raises(NotAWork):
        sample("thesis")


@pytest.mark.parametrize(
    "kind",
    ["preprint", "article", "workingpaper", "conferencepaper", "technicalnote", "report"],
)
def test_kinds_of_text_are_taken(kind):
    assert changed(resource_type={"type": "publication", "subtype": kind}).title


@pytest.mark.parametrize(
    "resource_type",
    [
        {"type": "software"},
        {"type": "image", "subtype": "figure"},
        {"type": "video"},
        {"type": "lesson"},
        {"type": "publication"},
        {"type": "publication", "subtype": "book"},
        {"type": "preprint"},
        {},
        None,
    ],
)
def test_other_kinds_are_refused(resource_type):
    with pytest.raises(NotAWork):
        changed(resource_type=resource_type)


@pytest.mark.parametrize("access", ["embargoed", "restricted", "closed"])
def test_a_record_whose_files_are_not_open_is_refused(access):
    with pytest.raises(WorkNotPublic) as caught:
        changed(access_right=access)
    assert "not open" in str(caught.value.message)


def test_the_doi_of_a_journal_is_a_relation():
    record = sample("doi_of_a_journal")
    name = "10.9999/example.5"
    assert record.other_locations == ()
    assert record.relations == (
        RecordRelation("published-as", "doi", name, f"https://doi.org/{name}"),
    )
    assert record.location.external_id == "900000000050"


def test_a_record_without_a_concept_stands_for_itself():
    record = sample("without_a_concept")
    assert record.location.external_id == "900000000061"
    assert record.source_version == "1.0.2"
    assert record.other_locations == (doi(900000000061),)
    assert record.licence == ""


def test_another_record_than_the_one_asked_for_is_not_taken():
    content = (SAMPLES / "second_version.json").read_bytes()
    assert parse_record(content, asked_for="900000000012") == parse_record(
        content, asked_for="900000000010"
    )
    with pytest.raises(UnexpectedAnswer, match="asked for 900000000011"):
        parse_record(content, asked_for="900000000011")


@pytest.mark.parametrize(
    "metadata",
    [
        {"title": ""},
        {"title": None},
        {"title": 5},
        {"title": "x" * 2001},
        {"creators": []},
        {"creators": [{"name": " , "}]},
        {"creators": "Example, Ada"},
        {"creators": [{"name": f"A{n} B"} for n in range(10_001)]},
        {"relations": {"version": [{"index": "second"}]}},
    ],
    ids=lambda metadata: str(metadata)[:40],
)
def test_a_record_that_cannot_be_stored_is_refused(metadata):
    with pytest.raises(UnexpectedAnswer):
        changed(**metadata)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"null", b"{}", b'{"id": "x"}', b'{"id": []}', b"\xff", b"[" * 100_000]
)
def test_an_answer_that_is_no_record_is_refused(content):
    with pytest.raises(UnexpectedAnswer):
        parse_record(content)


def test_a_page_for_people_is_a_challenge():
    with pytest.raises(ChallengePage):
        parse_record(b"<!DOCTYPE html><title>Just a moment...</title>")


def test_a_concept_that_only_a_relation_names_is_a_place_of_the_work():
    deposit = load(SAMPLES / "second_version.json")
    concept = {"identifier": "10.5281/zenodo.77", "relation": "isVersionOf", "scheme": "doi"}
    deposit["metadata"]["related_identifiers"] = [concept]
    assert "10.5281/zenodo.77" in claimed(deposit)
    del deposit["conceptdoi"]
    record = parse_record(json.dumps(deposit).encode())
    assert doi(77) in record.other_locations
    assert claimed(deposit) == []


def test_another_deposit_that_a_depositor_calls_a_version_is_a_claim():
    newer = {"identifier": "10.5281/zenodo.78", "relation": "isNewVersionOf", "scheme": "doi"}
    deposit = load(SAMPLES / "second_version.json")
    deposit["metadata"]["related_identifiers"] = [newer]
    assert claimed(deposit) == ["10.5281/zenodo.78"]


def claimed(deposit):
    relations = parse_record(json.dumps(deposit).encode()).relations
    return [one.external_id for one in relations if one.kind == "claims"]
