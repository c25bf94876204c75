"""Fields in which many people are named: no more of them is read than a work's authors may have."""

import pytest

from ingest.errors import UnexpectedAnswer
from ingest.parsing import limits, people
from tests.ingest.test_inveniordm import changed
from tests.ingest.test_odd_names import deposit
from tests.ingest.test_people_and_bodies import datacite
from tests.ingest.web_pages import names_of, parse_meta
from tests.replay.samples import load
from tests.replay.zenodo import INVENIORDM_SAMPLES

FIELD = "Ab C.; " * 280  # one person, of nearly 2,000 characters that are read
MOST = limits.LONGEST_NAMES // len(FIELD)


def page(tag, fields):
    start = "citation_" if tag.startswith("citation") else "dc."
    known = (f"{start}title", "On lagoons"), (f"{start}date", "2024-03-05")
    return parse_meta(*known, *((tag, field) for field in fields))


def invenio(fields):
    metadata = load(INVENIORDM_SAMPLES / "blog_post.json")["metadata"]
    creators = [{"person_or_org": {"name": field}} for field in fields]
    return changed(metadata=metadata | {"creators": creators})


SOURCES = {
    "highwire": lambda fields: page("citation_author", fields),
    "dublin core": lambda fields: page("dc.creator", fields),
    "zenodo": lambda fields: deposit(*({"name": field} for field in fields)),
    "inveniordm": invenio,
    "datacite": lambda fields: datacite(*({"name": field} for field in fields)),
}


@pytest.fixture
def read(monkeypatch):
    """The lengths of the fields that were searched for people."""
    lengths = []

    def without_marks(text):
        lengths.append(len(text))
        return text

    monkeypatch.setattr(people, "without_marks", without_marks)
    return lengths


@pytest.mark.parametrize("source", SOURCES)
def test_fields_longer_than_all_names_may_be_are_not_read(source, read):
    with pytest.raises(UnexpectedAnswer, match="names are too long"):
        SOURCES[source](f"{FIELD}Doe{number}" for number in range(MOST + 10))
    assert read == []


@pytest.mark.parametrize("source", SOURCES)
def test_shorter_fields_are_read(source, read):
    record = SOURCES[source](f"A. Doe{number}; " for number in range(3))
    assert names_of(record) == ["A. Doe0", "A. Doe1", "A. Doe2"]
    assert read


@pytest.mark.parametrize("source", ["highwire", "dublin core", "zenodo", "datacite"])
def test_fields_behind_too_many_authors_are_not_read(source, read, monkeypatch):
    monkeypatch.setattr(limits, "MOST_AUTHORS", 5)
    with pytest.raises(UnexpectedAnswer, match="the list of authors is too long"):
        SOURCES[source](f"A. Doe{number}" for number in range(50))
    assert len(read) in (6, 7)  # the details of an author stand behind the name
