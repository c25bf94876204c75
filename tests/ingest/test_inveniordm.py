import json
from datetime import UTC, datetime

import pytest

from ingest.errors import (
    ChallengePage,
    NotAWork,
    UnexpectedAnswer,
    WorkNotFound,
    WorkNotPublic,
)
from ingest.sources.inveniordm import APIS, InvenioRdm, parse_record
from preprints.record import RecordAuthor, RecordLocation, RecordRelation
from tests.replay.samples import load
from tests.replay.zenodo import INVENIORDM_PATH, INVENIORDM_SAMPLES

HOST = "rogue-scholar.org"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


def sample(name):
    return parse_record((INVENIORDM_SAMPLES / f"{name}.json").read_bytes(), HOST)


def changed(**fields):
    deposit = load(INVENIORDM_SAMPLES / "blog_post.json") | fields
    return parse_record(json.dumps(deposit).encode(), HOST)


def test_a_blog_post_has_all_its_fields():
    record = sample("blog_post")
    assert record.location == RecordLocation(
        "inveniordm", f"{HOST}/aaaaa-00000", f"https://{HOST}/records/aaaaa-00000"
    )
    assert record.other_locations == (
        RecordLocation("doi", "10.9999/aaaaa-00000", "https://doi.org/10.9999/aaaaa-00000"),
        RecordLocation("doi", "10.9999/aaaaa-00001", "https://doi.org/10.9999/aaaaa-00001"),
    )
    assert record.title == "A Post That Nobody Wrote"
    assert record.authors == (
        RecordAuthor(
            "Ada B. Example", "0000-0002-1694-233X", "Example University; Example Institute"
        ),
        RecordAuthor("Example, Sample & Co"),
    )
    assert record.abstract == "It begins like this."
    assert record.body_html == "<p>It begins like <em>this</em>, and ends here.</p>"
    assert record.source_version == "v2"
    assert record.posted_at == datetime(2025, 3, 26, 6, 47, 4, 567993, tzinfo=UTC)
    assert record.first_posted_at == datetime(2024, 2, 3, tzinfo=UTC)
    assert record.licence == CC_BY
    assert record.categories == ("Open science", "Social science")
    assert record.relations == ()


def test_a_text_is_taken_only_under_an_open_licence():
    record = sample("licence_not_open")
    assert record.licence == "https://creativecommons.org/licenses/by-nc/4.0/"
    assert record.body_html == ""
    assert record.abstract == "It begins like this."


def test_a_first_version_was_posted_when_its_work_was():
    record = sample("licence_not_open")
    assert record.posted_at == record.first_posted_at == datetime(2024, 2, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "error"),
    [("restricted", WorkNotPublic), ("deleted", WorkNotFound), ("dataset", NotAWork)],
)
def test_a_record_that_is_no_public_text_is_refused(name, error):
    with pytest.raises(error):
        sample(name)


def test_the_doi_of_a_journal_is_a_relation():
    record = sample("doi_of_a_journal")
    name = "10.9999/journal.7"
    assert record.other_locations == ()
    assert record.relations == (
        RecordRelation("published-as", "doi", name, f"https://doi.org/{name}"),
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "../../x"},
        {"id": None, "parent": None},
        {"parent": {"id": "x"}},
        {"parent": []},
        {"versions": {"index": "second"}},
        {"custom_fields": {"rs:content_html": 5}},
    ],
    ids=str,
)
def test_a_record_that_cannot_be_stored_is_refused(fields):
    with pytest.raises(UnexpectedAnswer):
        changed(**fields)


@pytest.fixture
def repository(replay):
    return InvenioRdm(apis={HOST: replay.address + INVENIORDM_PATH})


def fetch(repository, record_id, client):
    return repository.fetch(repository.recognise(f"https://{HOST}/records/{record_id}"), client)


def test_a_link_becomes_a_record(repository, replay, source_client):
    assert fetch(repository, "aaaaa-00001", source_client) == sample("blog_post")
    assert [request.path for request in replay.requests] == [
        f"{INVENIORDM_PATH}/records/aaaaa-00001"
    ]


def test_a_redirect_to_the_newest_version_is_followed(repository, replay, source_client):
    assert fetch(repository, "aaaaa-00000", source_client) == sample("blog_post")
    assert len(replay.requests) == 2


def test_an_unknown_record_is_not_found(repository, source_client):
    with pytest.raises(WorkNotFound):
        fetch(repository, "zzzzz-99999", source_client)


def test_other_statuses_are_unexpected_answers(repository, replay, source_client):
    replay.fail(status=406, body=b"{}")
    with pytest.raises(UnexpectedAnswer, match="406"):
        fetch(repository, "aaaaa-00001", source_client)


def test_a_page_for_people_is_a_challenge(repository, replay, source_client):
    replay.fail(status=200, body=b"<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>")
    with pytest.raises(ChallengePage):
        fetch(repository, "aaaaa-00001", source_client)


def test_repositories_are_asked_over_https_at_their_own_addresses():
    assert all(api == f"https://{host}/api" for host, api in APIS.items())
