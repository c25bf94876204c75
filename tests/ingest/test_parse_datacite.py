"""What is expected of recorded files was read in them by eye, not by our parser."""

import copy
import json
from datetime import UTC, datetime

import pytest

from ingest.errors import ChallengePage, NotAWork, UnexpectedAnswer, WorkNotPublic
from ingest.sources.datacite import parse_datacite
from preprints.record import RecordAuthor, RecordLocation, RecordRelation
from tests.replay.arxiv import RECORDINGS

FOLDER = RECORDINGS / "datacite"
SAMPLE = json.loads((RECORDINGS / "synthetic" / "datacite" / "preprint.json").read_bytes())


def recorded_work(name):
    return parse_datacite((FOLDER / name).read_bytes())


DOI = "10.5072/example.preprint"


def sample_with(**changes):
    answer = copy.deepcopy(SAMPLE)
    answer["data"]["attributes"].update(changes)
    return parse_datacite(json.dumps(answer).encode())


def related(relation, identifier, kind="DOI"):
    return {
        "relationType": relation,
        "relatedIdentifier": identifier,
        "relatedIdentifierType": kind,
    }


def test_a_work_of_arxiv_is_at_its_place_on_arxiv():
    record = recorded_work("doi_10.48550_arxiv.1902.02534.json")
    assert record.location == RecordLocation(
        "arxiv", "1902.02534", "https://arxiv.org/abs/1902.02534"
    )
    assert record.title == (
        "Crowdsourcing open citations with CROCI -- An analysis of the current status "
        "of open citations, and a proposal"
    )
    assert record.authors == (
        RecordAuthor("Ivan Heibi"),
        RecordAuthor("Silvio Peroni"),
        RecordAuthor("David Shotton"),
    )
    assert record.abstract.startswith("In this paper, we analyse the current availability")
    assert record.abstract.endswith("index, CROCI, the Crowdsourced Open Citations Index.")
    assert record.first_posted_at == datetime(2019, 2, 7, 9, 22, 51, tzinfo=UTC)
    assert record.posted_at == datetime(2019, 6, 21, 6, 21, 52, tzinfo=UTC)
    assert record.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert record.categories == (
        "Digital Libraries (cs.DL)",
        "FOS: Computer and information sciences",
    )
    # Its label would be "v2", but DataCite says "2".
    assert (record.source_version, record.other_locations, record.relations) == ("", (), ())


def test_a_work_of_arxiv_with_one_version_was_posted_once():
    record = recorded_work("doi_10.48550_arxiv.2311.16162.json")
    assert record.location.external_id == "2311.16162"
    assert record.posted_at == datetime(2023, 11, 9, 11, 44, 22, tzinfo=UTC)
    assert record.first_posted_at == record.posted_at
    assert len(record.authors) == 10
    assert record.authors[4] == RecordAuthor("Luis Salvador-Carulla")
    assert record.title.startswith("Leveraging Artificial Intelligence Technology for Mapping")


def test_an_article_in_a_dump_is_a_work():
    record = recorded_work("fatcat_doc_00.json")
    assert record.location == RecordLocation(
        "doi", "10.1007/s10870-008-9413-z", "https://doi.org/10.1007/s10870-008-9413-z"
    )
    assert record.title == (
        "Synthesis and Crystal Structure of a Compound with Two Conformational Isomers: "
        "N-(2-methylbenzoyl)-N′-(4-nitrophenyl)thiourea"
    )
    assert record.authors == (RecordAuthor("Qian-Jin Li"), RecordAuthor("Chun-Long Yang"))
    assert record.first_posted_at == datetime(2008, 5, 30, tzinfo=UTC)
    assert record.posted_at == datetime(2019, 5, 31, 4, 4, 23, tzinfo=UTC)
    assert record.licence == "http://www.springer.com/tdm"
    assert (record.abstract, record.source_version) == ("", "")
    assert (record.other_locations, record.relations) == ((), ())


@pytest.mark.parametrize(
    ("name", "words"),
    {
        "doi_10.5281_zenodo.1196821.json": "This is a data set.",
        "doi_figshare_1449060.json": "This is a data set.",
        "fatcat_doc_05.json": "This is a data set.",
        "fatcat_doc_14.json": "This is a data set.",
        "fatcat_doc_20.json": "does not say that this is a text",
    }.items(),
)
def test_a_work_that_is_no_text_is_refused_with_words(name, words):
    with pytest.raises(NotAWork) as caught:
        recorded_work(name)
    assert words in str(caught.value.message)


def test_every_recorded_file_is_looked_at():
    assert len([path for path in FOLDER.iterdir() if path.name != "README.md"]) == 8


def test_the_sample_has_all_its_fields():
    record = sample_with()
    assert record.location == RecordLocation("doi", DOI, f"https://doi.org/{DOI}")
    assert record.title == "An Example & Its Twin"
    assert record.authors == (
        RecordAuthor("Ada B. Example", "0000-0002-1825-0097", "University of Example"),
        RecordAuthor("Zoe Example", affiliation="Example Labs; University of Example"),
        RecordAuthor("Institute of Examples, Example Town"),
        RecordAuthor("Example, Institute of"),
    )
    assert record.abstract == "We show one example.\n\nAnd its twin, with $x < y$."
    assert record.source_version == "v2.1"
    assert record.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert record.categories == ("Examples",)
    assert record.first_posted_at == datetime(2024, 2, 1, tzinfo=UTC)
    assert record.posted_at == datetime(2024, 5, 6, 5, 8, 9, tzinfo=UTC)
    assert [place.external_id for place in record.other_locations] == [f"{DOI}.2"]
    article, copy = "10.5555/example.article", "10.5555/example.copy"
    assert record.relations == (
        RecordRelation("published-as", "doi", article, f"https://doi.org/{article}"),
        RecordRelation("claims", "arxiv", "2401.99001", "https://arxiv.org/abs/2401.99001"),
        RecordRelation("claims", "doi", copy, f"https://doi.org/{copy}"),
    )


def test_what_the_same_repository_calls_identical_is_one_work():
    own = sample_with().location.external_id
    twin = own.partition("/")[0] + "/example.twin"
    record = sample_with(
        identifiers=None,
        alternateIdentifiers=None,
        relatedIdentifiers=[related("IsIdenticalTo", twin)],
    )
    assert [place.external_id for place in record.other_locations] == [twin]
    assert record.relations == ()


@pytest.mark.parametrize(
    ("dates", "first", "current"),
    [
        ([("Issued", "2024")], "2024-01-01", "2024-01-01"),
        ([("Issued", "2024-03")], "2024-03-01", "2024-03-01"),
        ([("Issued", "2024"), ("Updated", "2024-05-06")], "2024-01-01", "2024-05-06"),
        ([("Issued", "2024-03-04"), ("Available", "2024-03")], "2024-03-04", "2024-03-04"),
        ([("Issued", "2024-03-04"), ("Available", "2024-02-01")], "2024-02-01", "2024-02-01"),
        ([("Issued", "2024-03-04"), ("Updated", "2023-01-01")], "2024-03-04", "2024-03-04"),
        ([("Submitted", "2024-01-02"), ("Updated", "2024-05-06")], "2024-01-02", "2024-01-02"),
        ([("Submitted", "2024-03-04"), ("Submitted", "2024-01-02")], "2024-01-02", "2024-03-04"),
        ([("Issued", "Spring 2024"), ("Created", "2020-01-01")], "2023-01-01", "2023-01-01"),
        ([("Issued", "2024-13-01"), ("Issued", "0000")], "2023-01-01", "2023-01-01"),
        ([("Issued", "2024-03-04T99:00:00Z")], "2023-01-01", "2023-01-01"),
        ([("Updated", "2024-05-06")], "2023-01-01", "2024-05-06"),
    ],
)
def test_a_text_that_is_no_date_is_passed_over(dates, first, current):
    dates = [{"dateType": kind, "date": date} for kind, date in dates]
    record = sample_with(dates=dates, publicationYear=2023)
    found = (record.first_posted_at, record.posted_at)
    assert [moment.date().isoformat() for moment in found] == [first, current]


@pytest.mark.parametrize("year", [None, "", "n.d.", 0, True, {}])
def test_a_work_without_any_date_is_refused(year):
    with pytest.raises(UnexpectedAnswer, match="without a date"):
        sample_with(dates=[], publicationYear=year)


@pytest.mark.parametrize("title", ["", None, "(:unas)", "<i></i>"])
def test_a_work_without_a_title_is_refused(title):
    with pytest.raises(UnexpectedAnswer, match="without a title"):
        sample_with(titles=[{"title": title}])


def test_a_title_of_another_kind_is_taken_where_there_is_no_other():
    titles = [{"title": "A Subtitle", "titleType": "Subtitle"}, {"title": None}]
    assert sample_with(titles=titles).title == "A Subtitle"


@pytest.mark.parametrize(
    ("version", "expected"), [(None, ""), ("", ""), ("3", "3"), (3, "3"), (1.5, "1.5")]
)
def test_a_version_has_the_label_that_the_source_gives_it(version, expected):
    assert sample_with(version=version).source_version == expected


@pytest.mark.parametrize("version", ["x" * 61, ["1"], True])
def test_a_version_of_another_shape_is_refused(version):
    with pytest.raises(UnexpectedAnswer):
        sample_with(version=version)


@pytest.mark.parametrize(
    ("kind", "special", "words"),
    [
        ("Dataset", "", "data set"),
        ("Software", "", "software"),
        ("ComputationalNotebook", "", "software"),
        ("Image", "", "picture"),
        ("Audiovisual", "", "recording"),
        ("Sound", "", "recording"),
        ("Collection", "", "collection"),
        ("ConferenceProceeding", "", "whole journal"),
        ("PeerReview", "", "review of another work"),
        ("Poster", "", "poster"),
        ("Presentation", "", "slides"),
        ("Text", "Poster", "poster"),
        ("Text", "Presentation", "slides"),
        ("Other", "", "not a text"),
        ("PhysicalObject", "", "not a text"),
        (None, "Preprint", "does not say"),
    ],
)
def test_other_kinds_are_refused_with_words(kind, special, words):
    with pytest.raises(NotAWork) as caught:
        sample_with(types={"resourceTypeGeneral": kind, "resourceType": special})
    assert words in str(caught.value.message)


@pytest.mark.parametrize("kind", ["Preprint", "JournalArticle", "Report", "Dissertation", "Book"])
def test_all_kinds_of_texts_are_works(kind):
    # A review article is an article.
    assert sample_with(types={"resourceTypeGeneral": kind, "resourceType": "Review"}).title


def test_an_unknown_kind_is_refused_by_its_name():
    with pytest.raises(UnexpectedAnswer, match="Hologram"):
        sample_with(types={"resourceTypeGeneral": "Hologram"})


def test_a_record_that_is_hidden_is_not_public():
    with pytest.raises(WorkNotPublic):
        sample_with(state="registered")


def test_what_arxiv_calls_a_version_of_its_own_is_the_journals():
    found = [related("IsVersionOf", "10.5555/example.article")]
    of_arxiv = sample_with(doi="10.48550/arXiv.2401.99001", relatedIdentifiers=found)
    assert [relation.external_id for relation in of_arxiv.relations] == ["10.5555/example.article"]
    other = sample_with(relatedIdentifiers=found).relations
    assert [relation.kind for relation in other] == ["claims"]  # its other identifier, of arXiv


def test_no_place_is_named_twice():
    record = sample_with(doi="10.48550/arXiv.2401.99001", relatedIdentifiers=[])
    assert record.location.source == "arxiv"
    assert record.other_locations == ()


def test_an_identifier_that_arxiv_never_gave_is_no_place():
    identifiers = [{"identifier": "2413.99001", "identifierType": "arXiv"}]
    record = sample_with(
        identifiers=identifiers, alternateIdentifiers=None, relatedIdentifiers=None
    )
    assert record.other_locations == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"doi": None},
        {"doi": "no DOI"},
        {"creators": {}},
        {"creators": [{"name": "A. Example", "affiliation": "Example Labs"}]},
        {"creators": [{"name": ["A. Example"]}]},
        {"titles": "An Example"},
        {"titles": [{"title": "x" * 2001}]},
        {"types": "Preprint"},
        {"descriptions": [{"descriptionType": "Abstract", "description": ["x"]}]},
    ],
)
def test_a_field_of_another_shape_is_refused(changes):
    with pytest.raises(UnexpectedAnswer):
        sample_with(**changes)


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"null", b"{}", b'{"data": []}', b'{"data": {}}', b"[" * 100_000, b"\xff\xfe"],
)
def test_an_answer_that_is_no_record_is_refused(content):
    with pytest.raises(UnexpectedAnswer):
        parse_datacite(content)


def test_a_page_for_people_is_a_challenge():
    with pytest.raises(ChallengePage):
        parse_datacite(b"<!DOCTYPE html><title>Just a moment...</title>")
