"""Whatever a repository sends, there is a record or a named error: never a crash."""

import json

import pytest

from ingest.errors import IngestError
from ingest.sources import inveniordm, openreview, osf, zenodo
from ingest.sources.biorxiv import BIORXIV, parse_versions
from preprints.record import Record
from tests.ingest.mutations import ODD_VALUES, broken, replaced, with_odd_fields
from tests.replay.samples import RECORDINGS, SYNTHETIC, load

MORE_VALUES = ["\ud800", 10**30, float("inf"), "v1", "NA"]
START = {"from": "2026-08-01", "until": "2026-08-05", "at": 0}


def of_an_interval(content):
    page = BIORXIV.parse_page(content, START)
    assert all(rejected.reason and rejected.content for rejected in page.rejected)
    assert page.done == len(page.records) + len(page.rejected)
    return page.records


def one(record):
    return [record] if record else []


def none_of(_parts):
    """What is a part of a record only."""
    return []


READERS = {
    "biorxiv/three_versions": parse_versions,
    "biorxiv/withdrawn": of_an_interval,
    "zenodo/second_version": lambda content: one(zenodo.parse_record(content)),
    "zenodo/doi_of_a_journal": lambda content: one(zenodo.parse_record(content)),
    "inveniordm/blog_post": lambda content: one(
        inveniordm.parse_record(content, "rogue-scholar.org")
    ),
    "osf/first_version": lambda content: one(osf.parse_preprint(content)),
    "osf/third_version.versions": lambda content: none_of(osf.parse_history(content)),
    "osf/twelve_authors.contributors": lambda content: none_of(osf.parse_contributors(content)),
    "openreview/v2/submission": lambda content: one(
        openreview.parse_notes(content, "SyntheticA_1")
    ),
    "openreview/v1/submission": lambda content: one(
        openreview.parse_notes(content, "synthetic-v1")
    ),
}


def outcome(read, content):
    try:
        records = read(content)
    except IngestError as error:
        return type(error).__name__
    for record in records:
        check(record)
    return "read"


def check(record):
    """A record that the database can hold."""
    assert isinstance(record, Record)
    assert record.title.strip() == record.title != ""
    assert record.authors or record.is_withdrawn
    assert all(author.name.strip() and len(author.orcid) <= 19 for author in record.authors)
    assert record.posted_at.tzinfo is not None is not record.first_posted_at.tzinfo
    assert record.first_posted_at <= record.posted_at
    assert len(record.source_version) <= 60
    assert len(record.licence) <= 300
    places = (record.location, *record.other_locations)
    assert all(0 < len(place.external_id) <= 500 and len(place.url) <= 1000 for place in places)
    assert all(isinstance(category, str) and category for category in record.categories)
    assert "\x00" not in repr(record)


@pytest.mark.parametrize("name", READERS)
def test_any_field_of_an_answer_may_hold_anything(name):
    answer = load(SYNTHETIC / f"{name}.json")
    outcomes = {
        outcome(READERS[name], content)
        for content in with_odd_fields(answer, [*ODD_VALUES, *MORE_VALUES])
    }
    assert {"read", "UnexpectedAnswer"} <= outcomes


@pytest.mark.parametrize("name", READERS)
def test_any_bytes_of_an_answer_may_be_broken(name):
    content = (SYNTHETIC / f"{name}.json").read_bytes()
    outcomes = set()
    for mutated in broken(content, times=200, seed=20260802):
        outcomes.add(outcome(READERS[name], mutated))
    assert "UnexpectedAnswer" in outcomes


def test_the_recorded_page_survives_every_broken_row():
    answer = load(RECORDINGS / "biorxiv" / "details_biorxiv_2026-08.json")
    for place, row in enumerate(answer["collection"]):
        for field in row:
            content = json.dumps(replaced(answer, ("collection", place, field), [])).encode()
            page = BIORXIV.parse_page(content, START)
            assert len(page.records) >= 9
            assert len(page.records) + len(page.rejected) == 10
