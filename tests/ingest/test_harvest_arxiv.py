import json
from datetime import date
from urllib.parse import parse_qsl

import pytest

from ingest.errors import ChallengePage, SourceUnavailable, UnexpectedAnswer
from ingest.sources import ADAPTERS
from ingest.sources.base import Harvestable, Rejected, Window
from tests.ingest.arxiv_pages import listing, record, wrapped
from tests.replay.arxiv_oai import CHAIN, RECORDED, error, read

ARXIV = ADAPTERS["arxiv"]
SYNTHETIC = Window(set="synthetic")
A_YEAR_AGO, IN_A_CENTURY = "2025-03-11T00:00:00Z", "2125-03-11T00:00:00Z"


class Shelf(dict):
    """Keeps what pages shelve, as the harvest does in the database."""

    def recall(self, external_ids):
        return {name: self[name] for name in external_ids if name in self}


def walk(client, window=SYNTHETIC, cursor=None, shelf=None):
    shelf = Shelf() if shelf is None else shelf
    for page in ARXIV.pages(window, cursor or {}, client, shelf.recall):
        shelf |= json.loads(json.dumps(page.shelved))
        yield page


def records_of(pages):
    return [record for page in pages for record in page.records]


def ids_of(pages):
    return [record.location.external_id for record in records_of(pages)]


def serve(replay, *contents):
    """What the replay server says to the next requests."""
    for content in contents:
        replay.fail(status=200, body=content, headers={"Content-Type": "text/xml"})


def asked(replay):
    return [dict(parse_qsl(request.query)) for request in replay.requests]


def in_records(**place):
    """A cursor in the pass for records."""
    return {"step": "records", "format": "arXivRaw", **place}


def test_arxiv_can_be_harvested():
    assert isinstance(ARXIV, Harvestable)


def test_the_recorded_list_comes_whole_over_three_pages(replay, source_client):
    pages = list(walk(source_client, Window()))
    assert [(len(page.records), page.done, page.total) for page in pages] == [
        (1000, 1000, 2265),
        (1000, 1000, 2265),
        (265, 265, 2265),
    ]
    assert len(set(ids_of(pages))) == 2265
    assert not any(page.rejected or page.refs or page.shelved for page in pages)
    # The server has the list in one format only.
    first = [request.get("metadataPrefix") for request in asked(replay)]
    assert first == ["arXiv", "arXivRaw", "arXiv", "oai_dc", None, None]


def test_a_resumption_token_is_sent_alone_and_encoded_once(replay, source_client):
    list(walk(source_client, Window()))
    list(walk(source_client))
    queries = [request.query for request in replay.requests if "Token" in request.query]
    assert queries[0] == "verb=ListRecords&resumptionToken=6511260%7C1001"
    assert queries[2].startswith("verb=ListRecords&resumptionToken=verb%253DListRecords%2526")


def test_names_come_in_the_first_pass_and_versions_in_the_second(replay, source_client):
    pages = list(walk(source_client))
    assert [(len(page.shelved), len(page.records)) for page in pages] == [
        (3, 0),
        (2, 0),
        (0, 3),
        (0, 2),
    ]
    found = {record.location.external_id: record for record in records_of(pages)}
    # Of "The Example Collaboration: C. Sample III (Example University)".
    names = [author.name for author in found["math/0309999"].authors]
    assert names == ["Example Collaboration", "C. Sample III"]
    assert found["math/0309999"].source_version == "v11"
    assert found["2503.99002"].is_withdrawn is True


def test_names_missing_from_the_first_pass_are_read_from_the_line_of_authors(replay, source_client):
    pages = ARXIV.pages(SYNTHETIC, {}, source_client, lambda ids: {})
    found = {record.location.external_id: record for record in records_of(pages)}
    assert found["math/0309999"].authors[0].name == "The Example Collaboration"


def test_a_deleted_work_is_scheduled_to_be_fetched(replay, source_client):
    pages = list(walk(source_client))
    refs = [ref.external_id for page in pages for ref in page.refs]
    assert refs == ["2503.99006"]
    assert sum(page.done for page in pages) == 12  # with the deleted one, in each pass


@pytest.mark.parametrize("window", [SYNTHETIC, Window()])
def test_a_harvest_resumes_after_each_of_its_pages(window, replay, source_client):
    whole = list(walk(source_client, window))
    for stop in range(len(whole)):
        shelf = Shelf()
        before = []
        pages = walk(source_client, window, shelf=shelf)
        before = [next(pages) for _ in range(stop + 1)]
        pages.close()
        cursor = json.loads(json.dumps(before[-1].cursor))
        after = list(walk(source_client, window, cursor, shelf))
        assert before + after == whole


def test_the_days_and_the_set_are_asked_for_in_both_passes(replay, source_client):
    window = Window(set="cs:cs:AI", since=date(2025, 3, 10), until=date(2025, 3, 12))
    serve(replay, *[listing(record("2503.90001"))] * 2)
    list(walk(source_client, window))
    expected = {"from": "2025-03-10", "until": "2025-03-12", "set": "cs:cs:AI"}
    assert asked(replay) == [
        {"verb": "ListRecords", "metadataPrefix": prefix, **expected}
        for prefix in ("arXiv", "arXivRaw")
    ]


def test_a_day_before_the_first_is_not_asked_for(replay, source_client):
    serve(replay, *[listing(record("2503.90001"))] * 2)
    list(walk(source_client, Window(since=date(1991, 8, 14))))
    assert all("from" not in request for request in asked(replay))


def test_a_day_without_records_is_no_error(replay, source_client):
    serve(replay, *[error("noRecordsMatch", "Nothing.")] * 2)
    assert list(walk(source_client)) == []


def test_a_finished_harvest_asks_nothing_more(replay, source_client):
    serve(replay, *[listing(record("2503.90001"))] * 2)
    last = list(walk(source_client))[-1]
    assert list(walk(source_client, cursor=last.cursor)) == []
    assert len(replay.requests) == 2


def test_a_server_that_knows_one_format_only_is_read_in_it(replay, source_client):
    contents = [read(RECORDED / name) for name in CHAIN]
    serve(replay, *contents, *contents)
    pages = list(walk(source_client))
    assert [len(page.records) for page in pages] == [0, 0, 0, 1000, 1000, 265]
    assert not any(page.shelved for page in pages)
    assert {page.total for page in pages} == {sum(page.done for page in pages)} == {2 * 2265}


def test_names_in_parts_are_kept_where_records_come_in_that_format(replay, source_client):
    metadata = (
        '<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2503.90001</id>'
        "<created>2025-03-10</created><authors><author><keyname>Plato</keyname></author></authors>"
        "<title>A Title</title></arXiv>"
    )
    serve(replay, listing(wrapped("2503.90001", metadata)))
    shelf = Shelf({"2503.90001": [["Somebody Else", ""]]})
    (found,) = records_of(walk(source_client, cursor=in_records(), shelf=shelf))
    assert [author.name for author in found.authors] == ["Plato"]


def test_after_a_lost_token_the_list_restarts_at_the_newest_day(replay, source_client):
    first = listing(
        record("2503.90001", day="2025-03-10"),
        record("2503.90002", day="2025-03-12"),
        token="lost",
    )
    second = listing(record("2503.90002", day="2025-03-12"), record("2503.90003", day="2025-03-13"))
    serve(replay, first, error("badResumptionToken", "expired"), second)
    cursor = in_records(start="2025-03-01", since="2025-03-01", until="2025-03-20", set="cs")
    pages = list(walk(source_client, cursor=cursor))
    assert ids_of(pages) == ["2503.90001", "2503.90002", "2503.90002", "2503.90003"]
    assert asked(replay)[-1] == {
        "verb": "ListRecords",
        "metadataPrefix": "arXivRaw",
        "from": "2025-03-12",
        "until": "2025-03-20",
        "set": "cs",
    }


def test_after_a_lost_token_an_unordered_list_restarts_at_its_beginning(replay, source_client):
    first = listing(
        record("2503.90001", day="2025-03-12"),
        record("2503.90002", day="2025-03-10"),
        token="lost",
    )
    serve(replay, first, error("badResumptionToken", "x"), listing(record("2503.90003")))
    list(walk(source_client, cursor=in_records(start="2025-03-01", since="2025-03-01")))
    assert asked(replay)[-1]["from"] == "2025-03-01"


def test_a_list_whose_days_go_back_between_pages_is_unordered(replay, source_client):
    first = listing(record("2503.90001", day="2025-03-12"), token="more")
    second = listing(record("2503.90002", day="2025-03-11"), token="lost")
    serve(replay, first, second, error("badResumptionToken", "x"), listing(record("2503.90003")))
    list(walk(source_client, cursor=in_records(start="2025-03-01", since="2025-03-01")))
    assert asked(replay)[-1]["from"] == "2025-03-01"


def test_a_token_lost_in_the_first_pass_does_not_shorten_the_second(replay, source_client):
    serve(
        replay,
        listing(record("2503.90001", day="2025-03-12"), token="lost"),
        error("badResumptionToken", "expired"),
        *[listing(record("2503.90001", day="2025-03-12"))] * 2,
    )
    list(walk(source_client, Window(since=date(2025, 3, 1))))
    starts = [(request.get("metadataPrefix"), request.get("from")) for request in asked(replay)]
    assert starts == [
        ("arXiv", "2025-03-01"),
        (None, None),
        ("arXiv", "2025-03-12"),
        ("arXivRaw", "2025-03-01"),
    ]


def test_an_expired_token_is_not_sent(replay, source_client):
    serve(replay, listing(record("2503.90001")))
    cursor = in_records(token="old", expires=A_YEAR_AGO, newest="2025-03-09")
    assert ids_of(walk(source_client, cursor=cursor)) == ["2503.90001"]
    assert asked(replay) == [
        {"verb": "ListRecords", "metadataPrefix": "arXivRaw", "from": "2025-03-09"}
    ]


@pytest.mark.parametrize("expires", [IN_A_CENTURY, "", "soon"])
def test_a_token_that_is_still_good_is_sent(expires, replay, source_client):
    serve(replay, listing(record("2503.90001")))
    list(walk(source_client, cursor=in_records(token="good", expires=expires)))
    assert asked(replay) == [{"verb": "ListRecords", "resumptionToken": "good"}]


def test_restarts_after_lost_tokens_are_limited(replay, source_client):
    round_ = [listing(record("2503.90001"), token="t"), error("badResumptionToken", "no")]
    serve(replay, *round_ * 6)
    pages = walk(source_client, cursor=in_records(start="2025-03-10", since="2025-03-10"))
    with pytest.raises(UnexpectedAnswer, match="none of its own"):
        list(pages)
    assert len(replay.requests) == 8


def test_the_same_token_twice_stops_the_harvest(replay, source_client):
    serve(replay, *[listing(record("2503.90001"), token="again")] * 3)
    with pytest.raises(UnexpectedAnswer, match="circles"):
        list(walk(source_client))
    assert len(replay.requests) == 2


@pytest.mark.parametrize("length", [2, 3, 5])
def test_tokens_that_repeat_after_several_pages_stop_the_harvest(length, replay, source_client):
    tokens = [f"token-{number}" for number in range(length)]
    serve(replay, *[listing(record("2503.90001"), token=token) for token in tokens * 5])
    with pytest.raises(UnexpectedAnswer, match="circles"):
        list(walk(source_client))
    assert len(replay.requests) <= 3 * length


def test_many_pages_with_different_tokens_are_walked(replay, source_client):
    contents = [listing(record("2503.90001"), token=f"token-{number}") for number in range(40)]
    serve(replay, *contents, listing(record("2503.90001")))
    assert len(list(walk(source_client, cursor=in_records()))) == 41


@pytest.mark.parametrize("code", ["badArgument", "badVerb", "noSetHierarchy", "idDoesNotExist"])
def test_another_error_stops_the_harvest(code, replay, source_client):
    serve(replay, error(code, "start date too early"))
    with pytest.raises(UnexpectedAnswer, match=code):
        list(walk(source_client))


def test_a_bad_token_where_none_was_sent_stops_the_harvest(replay, source_client):
    serve(replay, error("badResumptionToken", "what token?"))
    with pytest.raises(UnexpectedAnswer, match="badResumptionToken"):
        list(walk(source_client))


def test_a_server_without_any_known_format_stops_the_harvest(replay, source_client):
    serve(replay, *[error("cannotDisseminateFormat", "no")] * 4)
    with pytest.raises(UnexpectedAnswer, match="cannotDisseminateFormat"):
        list(walk(source_client))
    assert len(replay.requests) == 4


def test_an_empty_list_is_a_temporary_error(replay, source_client):
    serve(replay, listing())
    with pytest.raises(SourceUnavailable):
        list(walk(source_client))


def test_a_truncated_page_stops_the_harvest_where_it_was(replay, source_client):
    pages = walk(source_client, cursor=in_records(set="synthetic"))
    cursor = next(pages).cursor
    serve(replay, read(RECORDED / CHAIN[2])[:-30])
    with pytest.raises(UnexpectedAnswer):
        next(pages)
    assert ids_of(walk(source_client, cursor=cursor)) == ["2503.99004", "2503.99005"]


def test_a_page_for_people_is_a_challenge(replay, source_client):
    serve(replay, b"<html><body>Retry after 20 seconds</body></html>")
    with pytest.raises(ChallengePage):
        list(walk(source_client))


def test_a_busy_server_is_asked_again(replay, source_client):
    replay.fail(status=503, headers={"Retry-After": "1"}, body=b"<html>Retry after 1 s</html>")
    assert len(list(walk(source_client))) == 4


def test_another_status_is_an_unexpected_answer(replay, source_client):
    replay.fail(status=404, body=b"no")
    with pytest.raises(UnexpectedAnswer, match="404"):
        list(walk(source_client))


def test_a_malformed_record_is_rejected_and_can_be_read_once_mended(replay, source_client):
    good, bad = record("2503.90001"), record("2503.90002").replace("GMT", "?")
    serve(replay, listing(good, bad))
    (page,) = walk(source_client, cursor=in_records())
    assert ids_of([page]) == ["2503.90001"]
    (rejected,) = page.rejected
    assert isinstance(rejected, Rejected)
    assert rejected.external_id == "2503.90002"
    with pytest.raises(UnexpectedAnswer, match="not a date"):
        ARXIV.reread(rejected.content)
    mended = ARXIV.reread(rejected.content.replace(b"?", b"GMT"))
    assert mended.location.external_id == "2503.90002"


@pytest.mark.parametrize(("bad", "is_stopped"), [(10, False), (11, True), (20, True)])
def test_too_many_unreadable_records_mean_another_format(bad, is_stopped, replay, source_client):
    records = [record(f"2503.{90001 + number}") for number in range(40)]
    records[:bad] = [one.replace("GMT", "?") for one in records[:bad]]
    serve(replay, listing(*records))
    pages = walk(source_client, cursor=in_records())
    if is_stopped:
        with pytest.raises(UnexpectedAnswer, match=f"{bad} of 40 records cannot be read"):
            list(pages)
    else:
        assert len(next(pages).rejected) == bad


def test_of_two_records_of_one_version_in_a_page_the_later_counts(replay, source_client):
    first, second = (record("2503.90001", title=title) for title in ("Before", "After"))
    serve(replay, listing(first, record("2503.90002"), second))
    (page,) = walk(source_client, cursor=in_records())
    assert [found.title for found in page.records] == ["After", "A Title"]
    assert page.done == 3
