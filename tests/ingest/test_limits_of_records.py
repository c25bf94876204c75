"""What is cut, and what is refused, where a work is longer than any real one."""

import json
from dataclasses import replace

import pytest

from ingest.errors import UnexpectedAnswer
from ingest.parsing import limits
from ingest.sources.arxiv.harvest import ListPosition
from ingest.sources.arxiv.oai import OaiPage
from ingest.sources.base import Window
from ingest.sources.biorxiv import parse_row, parse_versions
from preprints.lengths import LONGEST_AFFILIATION
from preprints.record import DeclaredVersion, RecordAuthor
from tests.ingest.test_people_and_bodies import crossref
from tests.replay.samples import SYNTHETIC, load

RECORD = crossref({"given": "Ada", "family": "Example"})
ROW = load(SYNTHETIC / "biorxiv" / "on_medrxiv.json")["collection"][0]


def test_no_more_affiliations_are_read_than_are_kept():
    def places():
        yield from ("Example University", "", "Example Labs", "Example University")
        yield from map(str, range(limits.MOST_AFFILIATIONS))
        raise AssertionError("read too far")

    found = limits.joined_affiliations(places())
    assert found.startswith("Example University; Example Labs; 0; 1; ")
    assert found.count("; ") == limits.MOST_AFFILIATIONS - 3


@pytest.mark.parametrize("length", [1, 40, 498, 499, 500, 501, 5_000])
def test_all_affiliations_of_an_author_are_no_longer_than_the_column(length):
    places = [f"{number:02}{'x' * length}"[:length] for number in range(30)]
    assert len(limits.joined_affiliations(places)) <= LONGEST_AFFILIATION
    assert limits.joined_affiliations(places).startswith(places[0][:500])


def test_authors_behind_a_book_of_affiliations_have_none():
    authors = [RecordAuthor(f"A. Example{number}", "", "x" * 500) for number in range(1_002)]
    found = limits.first_authors(authors)
    assert sum(len(author.affiliation) for author in found) == limits.LONGEST_AFFILIATIONS
    assert [author.name for author in found] == [author.name for author in authors]
    assert (found[999].affiliation, found[1_000].affiliation) == ("x" * 500, "")


def test_too_many_authors_are_not_even_read():
    def authors():
        for number in range(limits.MOST_AUTHORS + 1):
            yield RecordAuthor(f"A. Example{number}")
        raise AssertionError("read too far")

    with pytest.raises(UnexpectedAnswer, match="the list of authors is too long"):
        limits.within_limits(replace(RECORD, authors=limits.first_authors(authors())))


def test_authors_behind_names_longer_than_all_may_be_are_not_read():
    longest = "x" * 2_000
    most = limits.LONGEST_NAMES // len(longest)

    def authors(count):
        yield from (RecordAuthor(longest) for _ in range(count))

    assert len(limits.first_authors(authors(most))) == most
    more = authors(most + 10)
    with pytest.raises(UnexpectedAnswer, match="names are too long"):
        limits.first_authors(more)
    assert len(list(more)) == 9


def test_too_many_versions_are_refused_and_as_many_as_may_be_are_taken():
    version = DeclaredVersion("v1", RECORD.posted_at)
    most = replace(RECORD, history=(version,) * limits.MOST_LISTED_VERSIONS)
    assert limits.within_limits(most) == most
    with pytest.raises(UnexpectedAnswer, match="the list of versions is too long"):
        limits.within_limits(replace(most, history=(*most.history, version)))
    rows = [ROW] * (limits.MOST_LISTED_VERSIONS + 1)
    with pytest.raises(UnexpectedAnswer, match="versions of one work"):
        parse_versions(json.dumps({"collection": rows}).encode())


def test_a_body_longer_than_any_post_is_refused():
    longest = replace(RECORD, body_html="x" * limits.LONGEST_BODY)
    assert limits.within_limits(longest) == longest
    with pytest.raises(UnexpectedAnswer, match="the text is too long"):
        limits.within_limits(replace(longest, body_html=longest.body_html + "x"))


def test_a_long_list_of_authors_in_one_field_is_read_to_its_end():
    names = [f"Example{number}, A. B." for number in range(300)]
    record = parse_row(ROW | {"authors": "; ".join(names)})
    assert len("; ".join(names)) > 5_000
    assert [author.name for author in record.authors] == [
        f"A. B. Example{number}" for number in range(300)
    ]


def test_a_token_of_which_no_address_can_be_made_ends_a_harvest_with_words():
    page = OaiPage(datestamps=["2025-03-10"], token="x" * 1_000)
    position = ListPosition.of(Window(), {}).after(page)
    assert position.token == page.token
    with pytest.raises(UnexpectedAnswer, match="token"):
        position.after(OaiPage(datestamps=["2025-03-10"], token="y" * 1_001))
