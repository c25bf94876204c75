import pytest

from ingest.errors import ChallengePage, SourceUnavailable, UnexpectedAnswer, WorkNotFound
from ingest.sources import ADAPTERS
from ingest.sources.recognise import recognise
from tests.replay.arxiv import RECORDINGS

ARXIV = ADAPTERS["arxiv"]


def test_a_link_becomes_a_record(replay, source_client):
    record = ARXIV.fetch(recognise("https://arxiv.org/abs/1605.08386"), source_client)
    assert record.title == "Heat-bath random walks with Markov bases"
    (request,) = replay.requests
    assert (request.method, request.path) == ("GET", "/arxiv/api/query")
    assert request.query == "id_list=1605.08386&max_results=1"


def test_the_version_in_a_link_is_asked_for(replay, source_client):
    record = ARXIV.fetch(recognise("arXiv:1804.11249v3"), source_client)
    assert record.source_version == "v3"
    assert replay.requests[0].query == "id_list=1804.11249v3&max_results=1"


def test_an_identifier_of_the_old_scheme_is_found(replay, source_client):
    record = ARXIV.fetch(recognise("math.GT/0309999"), source_client)
    assert record.location.external_id == "math/0309999"


def test_a_version_that_does_not_exist_is_not_found(replay, source_client):
    with pytest.raises(WorkNotFound) as caught:
        ARXIV.fetch(recognise("arXiv:1605.08386v7"), source_client)
    assert "version" in str(caught.value.message)


def test_an_unknown_identifier_is_not_found(replay, source_client):
    with pytest.raises(WorkNotFound):
        ARXIV.fetch(recognise("2401.99999"), source_client)


def test_an_error_entry_is_not_found(replay, source_client):
    sample = "synthetic/arxiv/error_malformed_id.xml"
    body = (RECORDINGS / sample).read_bytes()
    replay.fail(status=400, body=body)
    with pytest.raises(WorkNotFound):
        ARXIV.fetch(recognise("1605.08386"), source_client)


def test_another_paper_than_the_one_asked_for_is_not_taken(replay, source_client):
    body = (RECORDINGS / "arxiv_api/id_1707.08567.xml").read_bytes()
    replay.fail(status=200, body=body)
    with pytest.raises(WorkNotFound):
        ARXIV.fetch(recognise("1605.08386"), source_client)


def test_another_version_than_the_one_asked_for_is_not_taken(replay, source_client):
    body = (RECORDINGS / "arxiv_api/id_1605.08386.xml").read_bytes()
    replay.fail(status=200, body=body)
    with pytest.raises(WorkNotFound):
        ARXIV.fetch(recognise("1605.08386v2"), source_client)


def test_a_work_of_three_thousand_authors_is_read(replay, source_client):
    record = ARXIV.fetch(recognise("2401.03000"), source_client)
    assert len(record.authors) == 3000


def test_a_page_for_people_is_a_challenge(replay, source_client):
    replay.fail(status=200, body=b"<!DOCTYPE html><title>Just a moment...</title>")
    with pytest.raises(ChallengePage):
        ARXIV.fetch(recognise("1605.08386"), source_client)


@pytest.mark.parametrize("status", [404, 406, 410, 302])
def test_another_status_is_an_unexpected_answer(status, replay, source_client):
    replay.fail(status=status, body=b"no")
    with pytest.raises(UnexpectedAnswer, match=str(status)):
        ARXIV.fetch(recognise("1605.08386"), source_client)


def test_a_lasting_rate_limit_is_a_temporary_error(replay, source_client):
    replay.fail(times=4, status=429, body=b"Rate exceeded.")
    with pytest.raises(SourceUnavailable):
        ARXIV.fetch(recognise("1605.08386"), source_client)
    assert len(replay.requests) == 4
