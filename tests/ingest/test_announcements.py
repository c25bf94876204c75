"""Feeds looked at between harvests: what they name is sent for, once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ingest import tasks
from ingest.errors import SourceUnavailable, UnexpectedAnswer
from ingest.harvests import announcements, intake
from ingest.harvests.announcements import read_feeds
from ingest.harvests.run import Run, harvest
from ingest.harvests.scheduled_fetches import run_scheduled_fetches
from ingest.http.client import SourceClient
from ingest.http.pacing import SharedHosts
from ingest.models import Host, Reject, ScheduledFetch, Source
from ingest.sources.base import Announcements, Ref, Rejected
from preprints.models import Location, Preprint, Version
from preprints.record import RecordLocation
from preprints.storing import store_records
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.times import NOW
from tests.preprints.test_store_record import RECORD
from tests.replay.forum_posts import post_of

pytestmark = pytest.mark.django_db

MOMENT = "2026-01-12T12:00:00.000Z"
TODAY = [("2503.99001", 1), ("2503.99002", 2), ("2503.99004", 1), ("math/0309999", 11)]


@pytest.fixture
def start():
    """Let only these sources be at work."""

    def start(slug, **options):
        Source.objects.filter(slug=slug).update(options=options, is_paused=False)
        return Source.objects.get(slug=slug)

    return start


class Feeds:
    """An adapter of feeds that are given: what is announced, or an error. `asked` is how."""

    key = "lesswrong"
    feed_pause = timedelta(hours=1)

    def __init__(self, **given):
        self.given, self.asked = given, []

    def feeds(self, sets):
        return tuple(self.given)

    def announced(self, feed, client, *, etag="", modified=""):
        self.asked.append((feed, etag, modified))
        if isinstance(self.given[feed], Exception):
            raise self.given[feed]
        return self.given[feed]


@pytest.fixture
def lesswrong(start, monkeypatch):
    """LessWrong at work with feeds that are given."""

    def lesswrong(**given):
        adapter = Feeds(**given)
        monkeypatch.setattr(announcements, "ADAPTERS", {"lesswrong": adapter})
        start("lesswrong")
        return adapter

    return lesswrong


def ref(external_id, version=None, source="lesswrong"):
    return Ref(source, external_id, version, f"https://x.example/{external_id}")


def scheduled_fetches():
    return sorted(ScheduledFetch.objects.values_list("external_id", "version"))


def make_due():
    Source.objects.update(feeds_due_at=timezone.now() - timedelta(seconds=1))


def source():
    return Source.objects.get(slug="lesswrong")


def test_works_announced_by_arxiv_are_fetched_by_id(start, replay, source_client):
    start("arxiv", sets=["cs:cs:AI", "cs:cs:LG"])
    assert read_feeds(source_client) == {"arxiv": 4}
    assert scheduled_fetches() == TODAY
    assert set(ScheduledFetch.objects.values_list("source", "why")) == {("arxiv", "announced")}
    assert [request.path for request in replay.requests] == ["/arxiv/feeds/rss/cs.AI+cs.LG"]


def test_a_post_in_a_forums_feed_is_stored_between_two_harvests(
    start, serve_posts, replay, source_client
):
    start("lesswrong", sets=["karma:30"])
    serve_posts("lesswrong", post_of("A0000000000000001", MOMENT), post_of("B" * 17, MOMENT))
    assert read_feeds(source_client) == {"lesswrong": 2}
    assert replay.requests[0].query == "karmaThreshold=30"
    run_scheduled_fetches(source_client)
    assert Preprint.objects.count() == 2
    assert set(ScheduledFetch.objects.values_list("why", flat=True)) == {"watch"}


def test_a_feed_is_requested_after_its_pause_and_read_only_if_changed(
    start, serve_posts, replay, source_client
):
    start("lesswrong")
    serve_posts("lesswrong", post_of("A0000000000000001", MOMENT))
    read_feeds(source_client)
    assert read_feeds(source_client) == {}
    assert len(replay.requests) == 1

    make_due()
    assert read_feeds(source_client) == {"lesswrong": 0}
    assert replay.requests[1].headers["if-none-match"]

    make_due()
    serve_posts("lesswrong", post_of("A0000000000000001", MOMENT), post_of("B" * 17, MOMENT))
    assert read_feeds(source_client) == {"lesswrong": 1}
    assert len(replay.requests) == 3


@pytest.mark.parametrize(("slug", "hours"), [("arxiv", 4), ("lesswrong", 1), ("ea-forum", 1)])
def test_each_source_has_its_own_pause_between_feed_requests(
    slug, hours, start, replay, source_client
):
    start(slug, **({"sets": ["cs:cs:AI"]} if slug == "arxiv" else {}))
    read_feeds(source_client)
    found = Source.objects.get(slug=slug)
    assert found.feeds_error == ""
    pause = found.feeds_due_at - found.feeds_read_at
    assert timedelta(hours=hours) - timedelta(minutes=1) < pause <= timedelta(hours=hours)


def test_feed_validators_are_kept_when_a_harvest_runs(start, serve_posts, replay, source_client):
    lesswrong = start("lesswrong")
    serve_posts("lesswrong", post_of("A0000000000000001", MOMENT))
    read_feeds(source_client)
    marks = source().feed_validators
    assert marks[""]["etag"]
    harvest(Run(lesswrong))  # this row was read before the announcements
    assert source().cursor["since"]
    assert source().feed_validators == marks
    assert source().feeds_read_at is not None


def test_a_stored_work_is_not_scheduled(lesswrong, source_client):
    known = replace(RECORD, location=RecordLocation("lesswrong", "known", "https://x.example/1"))
    store_records([known], now=NOW)
    lesswrong(a=Announcements((ref("known"), ref("new"))))
    assert read_feeds(source_client) == {"lesswrong": 1}
    assert scheduled_fetches() == [("new", 0)]


def test_a_stored_version_is_not_scheduled_but_the_next_one_is(start, replay, source_client):
    place = RecordLocation("arxiv", "2503.99002", "https://arxiv.org/abs/2503.99002")
    first = replace(RECORD, location=place, source_version="v1")
    store_records([first], now=NOW)
    start("arxiv", sets=["cs:cs:AI"])
    read_feeds(source_client)
    assert scheduled_fetches() == TODAY  # with its second version

    ScheduledFetch.objects.all().delete()
    store_records([replace(first, source_version="v2")], now=NOW)
    Source.objects.update(feed_validators={})
    make_due()
    assert read_feeds(source_client) == {"arxiv": 3}
    assert ("2503.99002", 2) not in scheduled_fetches()


def test_a_fetch_that_is_already_scheduled_is_not_scheduled_twice(lesswrong, source_client):
    adapter = lesswrong(a=Announcements((ref("one"), ref("one"))))
    assert read_feeds(source_client) == {"lesswrong": 1}
    make_due()
    adapter.given["a"] = Announcements((ref("one"), ref("two")))
    assert read_feeds(source_client) == {"lesswrong": 1}
    assert scheduled_fetches() == [("one", 0), ("two", 0)]


@pytest.mark.parametrize("is_paused", [True, False])
def test_feeds_of_a_paused_source_or_one_not_due_are_not_read(is_paused, lesswrong, source_client):
    adapter = lesswrong(a=Announcements((ref("one"),)))
    due_later = {"feeds_due_at": timezone.now() + timedelta(hours=1)}
    changed = {"is_paused": True} if is_paused else due_later
    Source.objects.filter(slug="lesswrong").update(**changed)
    assert read_feeds(source_client) == {}
    assert adapter.asked == []


def test_two_processes_do_not_read_one_feed_at_the_same_time(lesswrong, source_client, monkeypatch):
    adapter = lesswrong(a=Announcements((ref("one"),)))
    stale = source()
    read_feeds(source_client)
    assert not announcements._take_turn(stale, adapter)


def test_a_source_without_feeds_is_skipped(start, replay, source_client):
    start("biorxiv")
    start("arxiv")  # all of it: there is no feed of all of arXiv
    assert read_feeds(source_client) == {"arxiv": 0}
    assert replay.requests == []


def test_a_failed_feed_is_reported_keeps_its_validators_and_does_not_stop_others(
    lesswrong, source_client
):
    adapter = lesswrong(
        a=Announcements((ref("one"),), etag="a1", modified="then"),
        b=Announcements((ref("two"),), etag="b1"),
    )
    read_feeds(source_client)
    make_due()
    adapter.given = {"a": SourceUnavailable("HTTP 503"), "b": Announcements((ref("three"),))}
    assert read_feeds(source_client) == {"lesswrong": 1}
    assert adapter.asked[2:] == [("a", "a1", "then"), ("b", "b1", "")]
    assert "HTTP 503" in source().feeds_error
    assert source().feed_validators["a"] == {"etag": "a1", "modified": "then"}

    make_due()
    adapter.given = {"a": Announcements((), "a1", "then")}
    read_feeds(source_client)
    assert source().feeds_error == ""
    assert list(source().feed_validators) == ["a"]  # what is asked for no more is forgotten


def test_an_unknown_set_is_reported_to_editors(start, replay, source_client):
    start("lesswrong", sets=["best"])
    assert read_feeds(source_client) == {"lesswrong": 0}
    assert "karma:30" in source().feeds_error
    assert replay.requests == []


def test_a_malformed_item_is_kept_as_reject_and_the_rest_is_scheduled(lesswrong, source_client):
    broken = Rejected("?", b"<item/>", "names no post")
    lesswrong(a=Announcements((ref("one"),), rejected=(broken,)))
    assert read_feeds(source_client) == {"lesswrong": 1}
    reject = Reject.objects.get()
    assert (reject.source.slug, bytes(reject.content), reject.reason) == (
        "lesswrong",
        b"<item/>",
        "names no post",
    )


def test_a_feed_in_an_unknown_format_is_one_error_and_not_many_rejects(lesswrong, source_client):
    broken = tuple(Rejected("", f"<item>{n}</item>".encode(), "names no post") for n in range(10))
    lesswrong(a=Announcements((ref("one"),), etag="a1", rejected=broken))
    assert read_feeds(source_client) == {"lesswrong": 0}
    assert "10 of 11 items" in source().feeds_error
    assert source().feed_validators == {"a": {}}
    assert not Reject.objects.exists()


def test_a_feed_read_that_was_killed_is_repeated_in_full(lesswrong, source_client, monkeypatch):
    adapter = lesswrong(
        a=Announcements((ref("one"),), etag="a1"), b=Announcements((ref("two"),), etag="b1")
    )
    send = announcements._schedule

    def kill_at_second(source, found):
        if found.etag == "b1":
            raise KeyboardInterrupt
        return send(source, found)

    monkeypatch.setattr(announcements, "_schedule", kill_at_second)
    with pytest.raises(KeyboardInterrupt):
        read_feeds(source_client)
    monkeypatch.setattr(announcements, "_schedule", send)
    make_due()
    assert read_feeds(source_client) == {"lesswrong": 1}
    assert adapter.asked[2:] == [("a", "", ""), ("b", "", "")]
    assert scheduled_fetches() == [("one", 0), ("two", 0)]


def test_a_resting_host_is_not_asked(start, replay):
    start("lesswrong")
    start("alignment-forum")  # the same servers
    replay.fail(status=429, body=b"<!DOCTYPE html><title>Just a moment</title>")
    with SourceClient(hosts=SharedHosts()) as client:
        assert read_feeds(client) == {"lesswrong": 0, "alignment-forum": 0}
    assert len(replay.requests) == 1
    assert Host.objects.get(key="lesswrong").closed_until is not None
    assert "a page for people" in source().feeds_error
    assert "rests until" in Source.objects.get(slug="alignment-forum").feeds_error


def test_the_task_reads_feeds_before_it_runs_scheduled_fetches(start, serve_posts, replay):
    start("ea-forum", sets=["karma:30"])
    serve_posts("ea-forum", post_of("A0000000000000001", MOMENT))
    assert tasks.run_scheduled_fetches() == 1
    assert Location.objects.get().external_id == "A0000000000000001"
    assert Version.objects.get().title == "Post A0000000000000001"


def test_no_feed_is_read_after_the_end_of_a_slice(start, replay, source_client):
    start("lesswrong")
    assert read_feeds(source_client, may_go_on=lambda: False) == {}
    assert replay.requests == []
    assert source().feeds_due_at is None


def test_editors_see_when_a_feed_was_read_and_its_errors(client, lesswrong, source_client):
    client.force_login(UserFactory(editor=True))
    adapter = lesswrong(a=Announcements(()))
    assert "Feed checked" not in client.get("/editor/sources/").content.decode()
    read_feeds(source_client)
    text = client.get("/editor/sources/").content.decode()
    assert text.count("Feed checked") == 1
    make_due()
    adapter.given["a"] = UnexpectedAnswer("it sent <rdf>")
    read_feeds(source_client)
    assert "it sent &lt;rdf&gt;" in client.get("/editor/sources/").content.decode()


def test_stored_works_are_found_without_reading_all_versions(lesswrong):
    lesswrong(a=Announcements((ref("one"),)))
    with CaptureQueriesContext(connection) as asked:
        read_feeds(None)
    (query,) = [one["sql"] for one in asked if 'FROM "preprints_version"' in one["sql"]]
    for _ in range(60):  # as few rows as there were are read in any order
        PreprintFactory()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE preprints_version, preprints_location, preprints_preprint")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {query}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "on preprints_version" in plan
    assert "Index Cond: (preprint_id = " in plan


def test_a_longer_feed_than_any_source_sends_is_not_taken(lesswrong, source_client, monkeypatch):
    monkeypatch.setattr(intake, "MOST_ITEMS_A_PAGE", 2)
    refs = (ref("one"), ref("two"), ref("three"))
    lesswrong(long=Announcements(refs, etag="x"), short=Announcements(refs[:2]))
    assert read_feeds(source_client) == {"lesswrong": 2}
    assert "a page of 3 works" in Source.objects.get(slug="lesswrong").feeds_error
