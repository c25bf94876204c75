import itertools
from datetime import date, datetime

import pytest

from ingest.errors import ChallengePage, SourceUnavailable, UnexpectedAnswer, WorkNotFound
from ingest.sources import biorxiv
from ingest.sources.base import Harvestable, Window
from ingest.sources.biorxiv import BIORXIV, MEDRXIV
from ingest.sources.recognise import recognise
from tests.replay.biorxiv import PAGE_SIZE, SAMPLES, rows

WORK = "10.1101/2023.02.30.900001"
AUGUST = Window(since=date(2026, 8, 1), until=date(2026, 8, 5))


def fetch(text, client):
    ref = recognise(text)
    return {"biorxiv": BIORXIV, "medrxiv": MEDRXIV}[ref.source].fetch(ref, client)


def walk(window, cursor, client, server=BIORXIV):
    return server.pages(window, cursor, client, lambda _ids: {})


def test_a_doi_becomes_the_newest_version(replay, source_client):
    record = fetch(f"https://doi.org/{WORK}", source_client)
    assert record.title == "A Synthetic Preprint, Much Revised"
    assert record.source_version == "v10"
    (request,) = replay.requests
    assert request.path == f"/biorxiv/details/biorxiv/{WORK}/na/json"
    assert request.query == ""


def test_the_version_in_a_link_is_given(replay, source_client):
    record = fetch(f"https://www.biorxiv.org/content/{WORK}v1.full.pdf", source_client)
    assert record.title == "A Synthetic Preprint, First Draft"
    assert len(record.history) == 3


def test_a_version_that_does_not_exist_is_not_found(replay, source_client):
    with pytest.raises(WorkNotFound) as caught:
        fetch(f"https://www.biorxiv.org/content/{WORK}v3", source_client)
    assert str(caught.value.message) == "bioRxiv has no such version of this work."


def test_a_doi_of_medrxiv_is_found_there(replay, source_client):
    record = fetch("10.1101/2023.02.30.23900002", source_client)
    assert record.location.source == "medrxiv"
    assert [request.path.split("/")[3] for request in replay.requests] == ["biorxiv", "medrxiv"]


def test_a_link_to_the_wrong_server_still_finds_the_work(replay, source_client):
    record = fetch(f"https://www.medrxiv.org/content/{WORK}v2", source_client)
    assert record.location.source == "biorxiv"


def test_a_doi_neither_server_knows_is_not_found(replay, source_client):
    with pytest.raises(WorkNotFound):
        fetch("10.1101/999999", source_client)
    assert len(replay.requests) == 2


def test_another_work_than_the_one_asked_for_is_not_taken(replay, source_client):
    replay.fail(status=200, body=(SAMPLES / "withdrawn.json").read_bytes())
    with pytest.raises(UnexpectedAnswer, match="another work"):
        fetch(WORK, source_client)


def test_server_errors_become_named_errors(replay, source_client):
    replay.fail(status=200, body=b"<!DOCTYPE html><title>Just a moment...</title>")
    with pytest.raises(ChallengePage):
        fetch(WORK, source_client)
    replay.fail(status=404, body=b"{}")
    with pytest.raises(UnexpectedAnswer, match="404"):
        fetch(WORK, source_client)
    replay.fail(times=4, status=503)
    with pytest.raises(SourceUnavailable):
        fetch(WORK, source_client)


def test_both_servers_can_be_harvested():
    assert isinstance(BIORXIV, Harvestable)
    assert isinstance(MEDRXIV, Harvestable)
    assert BIORXIV.pace.key == MEDRXIV.pace.key == "biorxiv"


def test_all_rows_of_an_interval_come_page_by_page(replay, source_client):
    pages = list(walk(AUGUST, {}, source_client))
    assert [page.done for page in pages] == [4, 4, 2]
    assert {page.total for page in pages} == {10}
    found = [(r.location.external_id, r.source_version) for page in pages for r in page.records]
    expected = [row for row in rows("biorxiv") if row["date"] == "2026-08-01"]
    assert found == [(row["doi"], f"v{row['version']}") for row in expected]
    assert [request.path for request in replay.requests] == [
        f"/biorxiv/details/biorxiv/2026-08-01/2026-08-05/{at}" for at in (0, 4, 8)
    ]


def test_a_walk_goes_on_where_it_was_interrupted(replay, source_client):
    whole = list(walk(AUGUST, {}, source_client))
    first = next(walk(AUGUST, {}, source_client))
    rest = list(walk(AUGUST, first.cursor, source_client))
    assert [first, *rest] == whole
    assert first.cursor["at"] == PAGE_SIZE


def test_a_walk_interrupted_after_its_last_page_ends_at_once(replay, source_client):
    *_others, last = walk(AUGUST, {}, source_client)
    (page,) = walk(AUGUST, last.cursor, source_client)
    assert (page.records, page.done, page.cursor) == ((), 0, last.cursor)


def test_the_days_of_a_walk_stay_those_it_began_with(replay, source_client):
    first = next(walk(AUGUST, {}, source_client))
    later = Window(since=date(2030, 1, 1))
    list(itertools.islice(walk(later, first.cursor, source_client), 1))
    assert replay.requests[-1].path.endswith("/2026-08-01/2026-08-05/4")


class Evening(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime(2026, 8, 4, 23, 59, 59, tzinfo=tz)


def test_without_a_last_day_a_walk_goes_up_to_today(replay, source_client, monkeypatch):
    monkeypatch.setattr(biorxiv, "datetime", Evening)
    list(walk(Window(since=date(2026, 8, 1)), {}, source_client))
    assert replay.requests[0].path == "/biorxiv/details/biorxiv/2026-08-01/2026-08-04/0"


def test_an_interval_without_works_is_no_error(replay, source_client):
    window = Window(since=date(2001, 1, 1), until=date(2001, 1, 2))
    (page,) = walk(window, {}, source_client, MEDRXIV)
    assert (page.records, page.done) == ((), 0)
    assert replay.requests[0].path == "/biorxiv/details/medrxiv/2001-01-01/2001-01-02/0"


def test_a_page_is_asked_for_only_when_the_one_before_was_taken(replay, source_client):
    pages = walk(AUGUST, {}, source_client)
    next(pages)
    assert len(replay.requests) == 1


def test_an_empty_page_between_others_stops_the_walk_and_keeps_the_cursor(replay, source_client):
    pages = walk(AUGUST, {}, source_client)
    first = next(pages)
    body = b'{"messages": [{"status": "ok", "count": 0, "total": "10"}], "collection": []}'
    replay.fail(status=200, body=body)
    with pytest.raises(SourceUnavailable):
        next(pages)
    assert len([*walk(AUGUST, first.cursor, source_client)]) == 2
