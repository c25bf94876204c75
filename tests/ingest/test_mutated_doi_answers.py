"""Whatever a registry sends, there is a record or a named error: never a crash."""

import json

from ingest.errors import IngestError
from ingest.sources.crossref import parse_crossref
from ingest.sources.datacite import parse_datacite
from ingest.sources.doi import parse_agency
from preprints.record import Record
from tests.ingest.mutations import ODD_VALUES, broken, with_odd_fields
from tests.replay.arxiv import RECORDINGS

SAMPLES = RECORDINGS / "synthetic"
HUGE = "x" * 10_000
ANSWERS = (
    (parse_crossref, SAMPLES / "crossref" / "preprint.json"),
    (parse_datacite, SAMPLES / "datacite" / "preprint.json"),
)


def outcome_of(parse, content):
    """The name of what came of it; a record must fit into the database's columns."""
    try:
        record = parse(content)
    except IngestError as error:
        return type(error).__name__
    assert isinstance(record, Record)
    assert record.title.strip()
    assert 1450 <= record.first_posted_at.year <= record.posted_at.year
    assert len(record.licence) <= 300
    assert len(record.source_version) <= 60
    assert all(len(author.name) <= 500 for author in record.authors)
    assert all(len(author.orcid) in (0, 19) for author in record.authors)
    assert all(len(author.affiliation) <= 500 for author in record.authors)
    places = (record.location, *record.other_locations, *record.relations)
    assert all(len(place.external_id) <= 500 and len(place.url) <= 1000 for place in places)
    assert "\x00" not in repr(record)
    return "Record"


def test_any_field_of_a_work_may_hold_anything():
    for parse, path in ANSWERS:
        answer = json.loads(path.read_bytes())
        outcomes = {
            outcome_of(parse, content)
            for content in with_odd_fields(answer, (*ODD_VALUES, HUGE, 10**30))
        }
        assert (
            {"Record", "UnexpectedAnswer"}
            <= outcomes
            <= {"Record", "UnexpectedAnswer", "NotAWork", "WorkNotPublic"}
        )


def test_any_field_of_doi_orgs_answer_may_hold_anything():
    answer = [{"DOI": "10.5555/x", "RA": "Crossref", "status": "DOI does not exist"}]
    outcomes = set()
    for content in with_odd_fields(answer, (*ODD_VALUES, HUGE)):
        try:
            agency = parse_agency(content)
        except IngestError as error:
            outcomes.add(type(error).__name__)
        else:
            assert 1 <= len(agency) <= 60
            outcomes.add("agency")
    assert outcomes == {"agency", "UnexpectedAnswer", "WorkNotFound"}


def test_any_bytes_of_a_work_may_be_broken():
    for parse, path in ANSWERS:
        outcomes = set()
        for mutated in broken(path.read_bytes(), times=600, seed=20260412):
            outcomes.add(outcome_of(parse, mutated))
        assert {"Record", "UnexpectedAnswer"} <= outcomes
