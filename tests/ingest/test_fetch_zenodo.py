import pytest

from ingest.errors import NotAWork, SourceUnavailable, UnexpectedAnswer, WorkNotFound
from ingest.sources import ADAPTERS
from ingest.sources.recognise import recognise
from tests.replay.zenodo import GONE_ID, SAMPLES

ZENODO = ADAPTERS["zenodo"]


def fetch(text, client):
    return ZENODO.fetch(recognise(text), client)


def test_a_link_becomes_a_record(replay, source_client):
    record = fetch("https://zenodo.org/record/8120771/files/paper.pdf", source_client)
    assert record.location.external_id == "8120770"
    (request,) = replay.requests
    assert (request.method, request.path) == ("GET", "/zenodo/api/records/8120771")


def test_the_doi_of_a_concept_leads_over_a_redirect_to_its_newest_record(replay, source_client):
    record = fetch("10.5281/zenodo.5075887", source_client)
    assert record.source_version == "v4"
    assert [request.path for request in replay.requests] == [
        "/zenodo/api/records/5075887",
        "/zenodo/api/records/5244404",
    ]


def test_an_unknown_record_and_a_deleted_one_are_not_found(replay, source_client):
    for record_id in ("999999999999", GONE_ID):
        with pytest.raises(WorkNotFound):
            fetch(f"https://zenodo.org/records/{record_id}", source_client)


def test_a_data_set_is_refused(replay, source_client):
    with pytest.raises(NotAWork):
        fetch("10.5281/zenodo.7834392", source_client)


def test_another_record_is_not_taken(replay, source_client):
    replay.fail(status=200, body=(SAMPLES / "second_version.json").read_bytes())
    with pytest.raises(UnexpectedAnswer, match="asked for 8120771"):
        fetch("10.5281/zenodo.8120771", source_client)


def test_a_redirect_elsewhere_is_not_followed(replay, source_client):
    replay.fail(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"})
    with pytest.raises(UnexpectedAnswer, match="redirect"):
        fetch("10.5281/zenodo.8120771", source_client)
    assert len(replay.requests) == 1


def test_other_statuses_are_named(replay, source_client):
    replay.fail(status=418, body=b"{}")
    with pytest.raises(UnexpectedAnswer, match="418"):
        fetch("10.5281/zenodo.8120771", source_client)
    replay.fail(times=4, status=503)
    with pytest.raises(SourceUnavailable):
        fetch("10.5281/zenodo.8120771", source_client)
