import json
from datetime import UTC, datetime, timedelta

import pytest

from ingest.errors import (
    ChallengePage,
    NotAWork,
    SourceUnavailable,
    UnexpectedAnswer,
    WorkNotFound,
    WorkNotPublic,
)
from ingest.sources import ADAPTERS
from ingest.sources.base import Ref
from ingest.sources.openreview import parse_notes
from ingest.sources.recognise import recognise
from preprints.record import RecordAuthor, RecordLocation
from tests.replay.openreview import SAMPLES
from tests.replay.samples import load

OPENREVIEW = ADAPTERS["openreview"]
ANONYMOUS = RecordAuthor("[anonymous]")
FORUM = "SyntheticA_1"


def sample(name, forum):
    return parse_notes((SAMPLES / f"{name}.json").read_bytes(), forum)


def changed(**fields):
    answer = load(SAMPLES / "v2" / "submission.json")
    answer["notes"][0] |= fields
    return parse_notes(json.dumps(answer).encode(), FORUM)


def with_content(**values):
    content = load(SAMPLES / "v2" / "submission.json")["notes"][0]["content"]
    return changed(content=content | {name: {"value": value} for name, value in values.items()})


def at(milliseconds):
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)


def fetch(forum, client):
    return OPENREVIEW.fetch(recognise(f"https://openreview.net/forum?id={forum}"), client)


@pytest.mark.parametrize(
    "text",
    [
        "https://openreview.net/forum?id=rJl-b3RcF7",
        "http://www.openreview.net/forum?id=rJl-b3RcF7",
        "openreview.net/forum?id=rJl-b3RcF7",
        "https://openreview.net/forum?id=rJl-b3RcF7&noteId=HklSF7Wd0a",
        "https://openreview.net/forum?noteId=HklSF7Wd0a&id=rJl-b3RcF7#all",
        "https://openreview.net/forum?id=rJl-b3RcF7&referrer=%5Bthe%20profile%5D(/profile)",
        "https://openreview.net/pdf?id=rJl-b3RcF7",
        "https://openreview.net/attachment?id=rJl-b3RcF7&name=supplementary_material",
        "https://openreview.net/references?referent=rJl-b3RcF7",
        "https://openreview.net/references/pdf?id=rJl-b3RcF7",
        "https://openreview.net/revisions?id=rJl-b3RcF7",
        "(see https://openreview.net/forum?id=rJl-b3RcF7).",
    ],
)
def test_every_form_of_link_is_recognised(text):
    url = "https://openreview.net/forum?id=rJl-b3RcF7"
    assert recognise(text) == Ref("openreview", "rJl-b3RcF7", None, url)


@pytest.mark.parametrize(
    "text",
    [
        "https://openreview.net",
        "https://openreview.net/forum",
        "https://openreview.net/forum?id=",
        "https://openreview.net/forum?id=a/b",
        "https://openreview.net/forum?id=..%2F..%2Fx",
        "https://openreview.net/group?id=ICLR.cc/2024/Conference",
        "https://openreview.net/profile?id=~Ada_Example1",
        "https://openreview.net/pdf/0123456789abcdef0123456789abcdef01234567.pdf",
        "https://example.org/forum?id=rJl-b3RcF7",
        "https://openreview.net.example.org/forum?id=rJl-b3RcF7",
        "rJl-b3RcF7",
    ],
)
def test_what_names_no_submission_is_left_to_others(text):
    assert OPENREVIEW.recognise(text) is None


def test_a_submission_has_all_its_fields():
    record = sample("v2/submission", FORUM)
    assert record.location == RecordLocation(
        "openreview", FORUM, f"https://openreview.net/forum?id={FORUM}"
    )
    assert record.title == "Learning from Nobody"
    assert record.authors == (RecordAuthor("Ada B. Example"), RecordAuthor("Carl Sample"))
    assert record.abstract == "We train on $\\emptyset$. It is fast.\n\nIt is also wrong."
    assert record.first_posted_at == at(1697213872000)  # when it became public
    assert record.posted_at == at(1710000000456)  # when it was last changed
    assert record.source_version == ""
    assert record.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert record.categories == ("synthetic data", "samples")
    assert record.comment == "Example 2024 Poster"
    assert (record.is_withdrawn, record.other_locations, record.history) == (False, (), ())


def test_hidden_authors_are_anonymous():
    record = sample("v2/hidden_authors", "SyntheticB-2")
    assert record.authors == (ANONYMOUS,)
    assert record.licence == ""


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ([{"fullname": "Ada B. Example", "username": "~Ada_B._Example1"}], ["Ada B. Example"]),
        (["Anonymous"], ["[anonymous]"]),
        (["Anonymous authors"], ["[anonymous]"]),
        ([None, "", "Carl Sample"], ["Carl Sample"]),
        (None, ["[anonymous]"]),
        ([], ["[anonymous]"]),
    ],
)
def test_authors_come_in_several_shapes(authors, expected):
    record = with_content(authors=authors)
    assert [author.name for author in record.authors] == expected


def test_a_withdrawn_submission_is_marked():
    assert sample("v2/withdrawn", "SyntheticC3").is_withdrawn is True
    assert sample("v1/anonymous", "syntheticv1b").is_withdrawn is True
    assert with_content(title="On a withdrawn submission").is_withdrawn is False


def test_a_note_of_the_first_interface_is_read():
    record = sample("v1/submission", "synthetic-v1")
    assert record.title == "A Title of 2019"
    assert record.authors == (RecordAuthor("Ada B. Example"),)
    assert record.categories == ("samples", "old samples")
    assert record.first_posted_at == at(1538087779305)
    assert record.posted_at == at(1550879600000)
    assert (record.abstract, record.comment) == ("Old words.", "")


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        ({"odate": None}, 1705409860000),
        ({"odate": None, "pdate": None}, 1695000000000),
        ({"odate": None, "pdate": None, "cdate": None}, 1695000000123),
    ],
)
def test_without_a_day_of_publication_that_of_submission_counts(dates, first):
    assert changed(**dates).first_posted_at == at(first)


def test_a_change_before_publication_is_none():
    record = changed(tmdate=1600000000000)
    assert record.posted_at == record.first_posted_at


@pytest.mark.parametrize(
    ("name", "forum", "error"),
    [
        ("v2/reply", "SyntheticD4", NotAWork),
        ("v2/members_only", "SyntheticE5", WorkNotPublic),
        ("v2/deleted", "SyntheticF6", WorkNotFound),
        ("v2/not_found", FORUM, UnexpectedAnswer),
        ("v2/challenge", FORUM, UnexpectedAnswer),
        ("v2/submission", "SyntheticZ9", UnexpectedAnswer),
    ],
)
def test_what_is_no_public_submission_is_refused(name, forum, error):
    with pytest.raises(error):
        sample(name, forum)


def test_a_reply_is_refused_with_words():
    with pytest.raises(NotAWork) as caught:
        sample("v2/reply", "SyntheticD4")
    assert "review or a comment" in str(caught.value.message)


def test_an_answer_without_notes_holds_no_submission():
    assert sample("v1/nothing", FORUM) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"content": {}},
        {"content": []},
        {"content": {"title": {"value": ["x"]}}},
        {"content": {"title": {"value": "x"}, "authors": "Ada"}},
        {"content": {"title": {"value": "x"}, "authors": [5]}},
        {"odate": None, "pdate": None, "cdate": None, "tcdate": None},
        {"readers": "everyone"},
    ],
    ids=str,
)
def test_a_note_that_cannot_be_stored_is_refused(fields):
    with pytest.raises(UnexpectedAnswer):
        changed(**fields)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"notes": {}}', b'{"notes": ["x"]}'])
def test_an_answer_of_another_shape_is_refused(content):
    with pytest.raises(UnexpectedAnswer):
        parse_notes(content, FORUM)


def test_a_link_becomes_a_record(replay, source_client):
    assert fetch(FORUM, source_client) == sample("v2/submission", FORUM)
    (request,) = replay.requests
    assert (request.path, request.query) == ("/openreview/v2/notes", f"id={FORUM}")


def test_what_the_second_interface_does_not_know_is_asked_of_the_first(replay, source_client):
    assert fetch("synthetic-v1", source_client).title == "A Title of 2019"
    assert [request.path for request in replay.requests] == [
        "/openreview/v2/notes",
        "/openreview/v1/notes",
    ]


def test_an_id_malformed_for_the_second_interface_is_asked_of_the_first(replay, source_client):
    replay.fail(status=400, body=b'{"name": "ValidationError"}')
    assert fetch("synthetic-v1", source_client).title == "A Title of 2019"


def test_what_neither_interface_knows_is_not_found(replay, source_client):
    with pytest.raises(WorkNotFound):
        fetch("SyntheticZ9", source_client)
    assert len(replay.requests) == 2


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_is_shown_in_words_and_not_retried(status, replay, source_client):
    body = (SAMPLES / "v2" / "challenge.json").read_bytes()
    replay.fail(status=status, headers={"Content-Type": "application/json"}, body=body)
    with pytest.raises(ChallengePage) as caught:
        fetch(FORUM, source_client)
    assert "OpenReview is refusing automatic requests" in str(caught.value.message)
    assert len(replay.requests) == 1


def test_a_page_for_people_is_a_challenge(replay, source_client):
    page = b"<!DOCTYPE html><title>Verifying your browser</title>"
    for status in (200, 403):
        replay.fail(status=status, body=page)
        with pytest.raises(ChallengePage):
            fetch(FORUM, source_client)


def test_other_statuses_are_named(replay, source_client):
    replay.fail(status=418, body=b"{}")
    with pytest.raises(UnexpectedAnswer, match="418"):
        fetch(FORUM, source_client)
    replay.fail(times=4, status=503)
    with pytest.raises(SourceUnavailable) as caught:
        fetch(FORUM, source_client)
    assert "does not answer" in str(caught.value.message)
