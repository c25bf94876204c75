from datetime import UTC, datetime

import pytest

from ingest.errors import ChallengePage, SourceUnavailable, UnexpectedAnswer, WorkNotFound
from ingest.sources.arxiv import parse_feed
from preprints.record import RecordAuthor
from tests.replay.arxiv import RECORDINGS, many_authors_feed

FOLDER = RECORDINGS / "synthetic" / "arxiv"


def read(name):
    return (FOLDER / name).read_bytes()


def test_the_serialisation_of_2020_gives_the_same_fields():
    old, four_digits = parse_feed(read("serialisation_of_2020.xml"))
    assert old.location.external_id == "math/0309999"
    assert old.location.url == "https://arxiv.org/abs/math/0309999"
    assert old.source_version == "v3"
    assert old.title == "A Synthetic Title That Is Long Enough for the Old Serialisation to Wrap It"
    assert old.abstract == (
        "The old serialisation starts an abstract with two blanks and wraps it hard, "
        "with an accent such as \\'e left as TeX.\n\n"
        "A line that starts with blanks is a new paragraph."
    )
    assert old.authors == (
        RecordAuthor("J. Carla Böhm", affiliation="University of Example; Example Labs"),
        RecordAuthor("Plato"),
    )
    assert old.comment == "12 pages, 3 figures"
    assert old.categories == ("math.GT", "math.AG", "57M27")
    assert old.posted_at == datetime(2004, 2, 29, 23, 59, 59, tzinfo=UTC)
    assert old.first_posted_at == datetime(2003, 9, 8, 12, tzinfo=UTC)
    assert four_digits.location.external_id == "1101.9001"
    assert four_digits.posted_at == datetime(2011, 1, 3, 9, 5, 6, tzinfo=UTC)


def test_an_error_entry_is_not_a_paper():
    with pytest.raises(WorkNotFound, match="incorrect id format for notanid"):
        parse_feed(read("error_malformed_id.xml"))


def test_another_form_of_error_entry_is_not_a_paper():
    with pytest.raises(UnexpectedAnswer, match="internal error"):
        parse_feed(read("error_internal.xml"))


def test_an_unknown_id_gives_no_records():
    assert parse_feed(read("empty.xml")) == ()


def test_an_id_arxiv_leaves_out_is_left_out():
    (record,) = parse_feed(read("missing_one_of_two.xml"))
    assert record.location.external_id == "2401.01012"


def test_an_empty_page_of_a_non_empty_result_is_a_temporary_error():
    with pytest.raises(SourceUnavailable):
        parse_feed(read("empty_page.xml"))


def test_a_withdrawn_paper_is_marked():
    (record,) = parse_feed(read("withdrawn.xml"))
    assert record.is_withdrawn is True
    assert record.title == "A Bound That Does Not Hold"


@pytest.mark.parametrize(
    ("comment", "expected"),
    {
        "This paper has been withdrawn": True,
        "This paper has been withdrawn by the author due to an error": True,
        "This submission was withdrawn by arXiv administrators": True,
        "Withdrawn by the authors": True,
        "withdrawn by author": True,
        "Paper withdrawn by the author.": True,
        "[This article has been withdrawn]": True,
        "5 pages": False,
        "Withdrawn": True,
        "Corrects the withdrawn paper arXiv:2401.01001": False,
        "This paper has been withdrawn from ICML and extended": False,
        "12 pages. An earlier paper has been withdrawn by the authors": False,
        "This paper supersedes one that has been withdrawn": False,
    }.items(),
)
def test_only_a_plain_statement_means_withdrawn(comment, expected):
    content = read("ten_versions.xml").replace(b"We kept on.", comment.encode())
    (record,) = parse_feed(content)
    assert record.is_withdrawn is expected


def test_a_paper_that_speaks_of_a_withdrawn_one_is_not_withdrawn():
    (record,) = parse_feed(read("withdrawal_of_another.xml"))
    assert record.is_withdrawn is False


def test_three_thousand_authors_are_all_kept():
    (record,) = parse_feed(many_authors_feed())
    assert len(record.authors) == 3000
    assert record.authors[0].name == "Author 1 Example"
    assert record.authors[-1].name == "Author 3000 Example"


def test_control_characters_are_dropped():
    assert b"\x00" in read("control_characters.xml")
    (record,) = parse_feed(read("control_characters.xml"))
    assert record.title == "Control Characters in Titles"
    assert record.abstract == "An abstract with a NUL and a reference."
    assert record.authors == (RecordAuthor("Zoe Example"),)


@pytest.mark.parametrize("reference", ["&#9;", "&#x9;", "&#10;", "&#x0A;", "&#13;", "&#xD;"])
def test_a_reference_to_white_space_is_white_space(reference):
    content = read("ten_versions.xml").replace(b"Ten Versions", f"Ten{reference}Versions".encode())
    assert parse_feed(content)[0].title == "Ten Versions"


def test_maths_that_does_not_parse_stays_as_it_came():
    (record,) = parse_feed(read("unparsable_maths.xml"))
    assert record.title == r"On $\frac{1}{ and \begin{align} without an end"
    assert record.abstract == r"Let $x_{$ be \unknown{macro and $$ a < b & c."


def test_the_colon_of_a_collaboration_is_no_author():
    (record,) = parse_feed(read("collaboration.xml"))
    assert [author.name for author in record.authors] == ["Example Collaboration", "A. Example"]


def test_a_tenth_version_is_read_as_ten():
    assert parse_feed(read("ten_versions.xml"))[0].source_version == "v10"


@pytest.mark.parametrize("name", ["missing_title.xml", "entities.xml", "truncated.xml"])
def test_a_broken_answer_is_refused_as_a_whole(name):
    with pytest.raises(UnexpectedAnswer):
        parse_feed(read(name))


@pytest.mark.parametrize(
    "date", ["2024-01-32T00:00:00Z", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2199-01-01"]
)
def test_of_two_dates_the_possible_one_counts_for_both(date):
    content = read("bad_date.xml").replace(b"2024-01-32T00:00:00Z", date.encode())
    (record,) = parse_feed(content)
    assert record.posted_at == record.first_posted_at == datetime(2024, 1, 15, 9, 30, tzinfo=UTC)
    with pytest.raises(UnexpectedAnswer, match="date"):
        parse_feed(content.replace(b"2024-01-15T09:30:00Z", date.encode()))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Rate exceeded.",
        b"{}",
        b"<feed/>",
        b"\xff\xfe\x00",
        b"<a>" * 100_000,
        b'<?xml version="1.0" encoding="latin-9000"?><feed/>',
    ],
)
def test_an_answer_that_is_no_feed_is_refused(content):
    with pytest.raises(UnexpectedAnswer):
        parse_feed(content)


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>",
        b"\n<html><body>503</body></html>",
        b"\xef\xbb\xbf<!-- edge --><!doctype HTML><title>arXiv</title>",
        b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
    ],
)
def test_a_page_for_people_is_a_challenge(content):
    with pytest.raises(ChallengePage):
        parse_feed(content)


def test_a_file_named_by_an_entity_is_never_read():
    content = read("entities.xml").replace(b"&lol;", b"&file;")
    with pytest.raises(UnexpectedAnswer, match="document type"):
        parse_feed(content)
