from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Event
from ingest.errors import NotAWork, SourceUnavailable, WorkNotFound, WorkNotPublic
from ingest.harvests import other_versions, scheduled_fetches
from ingest.harvests.scheduled_fetches import next_fetch_at, run_scheduled_fetches
from ingest.http.hosts import Pace
from ingest.models import ScheduledFetch
from preprints.duplicates.merge import merge_preprints
from preprints.models import DuplicateCandidate, Edit, Location, Merge, Version
from preprints.record import DeclaredVersion, RecordLocation
from preprints.storing import store_records
from tests.factories.times import NOW, POSTED
from tests.preprints.test_store_record import RECORD

pytestmark = pytest.mark.django_db

URL = "https://www.lesswrong.com/posts/abc"
POST = replace(
    RECORD,
    location=RecordLocation("lesswrong", "abc", URL),
    source_version="",
    abstract="",
    body_html="<p>" + " ".join(f"word{n}" for n in range(500)) + "</p>",
)


class Forum:
    """A source of one post; `says` is what a fetch finds, a record or an error."""

    key = "lesswrong"
    pace = Pace(key=key)

    def __init__(self):
        self.says, self.asked = POST, []

    def fetch(self, ref, client):
        self.asked.append(ref)
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


@pytest.fixture
def forum(monkeypatch):
    forum = Forum()
    monkeypatch.setattr(scheduled_fetches, "ADAPTERS", {"lesswrong": forum})
    return forum


@pytest.fixture
def watched():
    outcomes = store_records([POST], now=NOW)
    scheduled_fetches.watch_new([POST], outcomes, now=NOW)
    return make_due()


def make_due():
    ScheduledFetch.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    return ScheduledFetch.objects.get()


@pytest.mark.parametrize(
    ("age", "pause"),
    [
        (timedelta(minutes=5), timedelta(hours=1)),
        (timedelta(hours=7), timedelta(hours=6)),
        (timedelta(days=2), timedelta(days=1)),
        (timedelta(days=30), timedelta(days=7)),
        (timedelta(days=400), timedelta(days=30)),
    ],
)
def test_an_older_text_is_fetched_less_often(age, pause):
    assert next_fetch_at(NOW - age, NOW) == NOW + pause


def test_an_unchanged_text_is_only_scheduled_again(watched, forum):
    assert run_scheduled_fetches(None) == {"lesswrong": 1}
    watched.refresh_from_db()
    assert watched.due_at > timezone.now()
    assert watched.checked_at is not None
    assert Version.objects.count() == 1
    assert Event.objects.count() == 1


def test_an_edit_found_by_a_fetch_is_a_new_version_or_a_small_edit(watched, forum):
    forum.says = replace(POST, body_html=POST.body_html.replace("word7 ", "seven "))
    run_scheduled_fetches(None)
    assert Edit.objects.count() == 1
    forum.says = replace(POST, title="Another title", posted_at=POSTED + timedelta(days=1))
    make_due()
    run_scheduled_fetches(None)
    assert Version.objects.count() == 2


def test_a_work_is_marked_gone_after_two_misses_a_day_apart_and_never_removed(watched, forum):
    forum.says = WorkNotFound("no such post")
    run_scheduled_fetches(None)
    watched.refresh_from_db()
    assert watched.due_at - watched.missed_at == timedelta(hours=24)
    assert Location.objects.get().gone_since is None
    make_due()
    run_scheduled_fetches(None)
    assert Location.objects.get().gone_since is not None
    assert Event.objects.last().kind == "location.gone"
    assert Version.objects.count() == 1


def test_a_work_that_comes_back_is_marked_as_there(watched, forum):
    Location.objects.update(gone_since=NOW)
    run_scheduled_fetches(None)
    assert Location.objects.get().gone_since is None
    assert Event.objects.last().kind == "location.back"


def test_a_source_that_does_not_answer_is_asked_later_and_no_work_is_marked_gone(watched, forum):
    forum.says = SourceUnavailable("HTTP 503")
    run_scheduled_fetches(None)
    watched.refresh_from_db()
    assert (watched.attempts, watched.last_error) == (1, "HTTP 503")
    assert watched.due_at > timezone.now()
    assert watched.missed_at is None


def test_an_announced_work_is_fetched_and_watched_from_then_on(forum):
    ScheduledFetch.objects.create(
        source="lesswrong", external_id="abc", why="announced", url=URL, due_at=NOW
    )
    make_due()
    run_scheduled_fetches(None)
    assert Version.objects.count() == 1
    assert ScheduledFetch.objects.get().why == "watch"


def test_an_announced_work_that_is_not_there_yet_is_asked_for_again_for_most_of_a_day(forum):
    ScheduledFetch.objects.create(
        source="lesswrong", external_id="abc", why="announced", url=URL, due_at=NOW
    )
    forum.says = WorkNotFound("no such post")
    waited = timedelta()
    for _attempt in range(scheduled_fetches.MOST_ATTEMPTS - 1):
        run_scheduled_fetches(None)
        scheduled = ScheduledFetch.objects.get()
        assert scheduled.failed_at is None
        waited += scheduled.due_at - timezone.now()
        make_due()
    assert timedelta(hours=20) < waited < timedelta(hours=24)
    run_scheduled_fetches(None)
    scheduled = ScheduledFetch.objects.get()
    assert (scheduled.failed_at is not None, scheduled.last_error) == (True, "no such post")
    assert run_scheduled_fetches(None) == {}


def test_an_announced_work_that_comes_late_is_taken_in(forum):
    ScheduledFetch.objects.create(
        source="lesswrong", external_id="abc", why="announced", url=URL, due_at=NOW
    )
    forum.says = WorkNotFound("no such post")
    run_scheduled_fetches(None)
    forum.says = POST
    make_due()
    run_scheduled_fetches(None)
    assert Version.objects.count() == 1


def test_an_announced_work_that_is_not_public_is_kept_as_failed(forum):
    ScheduledFetch.objects.create(
        source="lesswrong", external_id="abc", why="announced", url=URL, due_at=NOW
    )
    forum.says = WorkNotPublic("isEvent")
    run_scheduled_fetches(None)
    scheduled = ScheduledFetch.objects.get()
    assert (scheduled.failed_at is not None, scheduled.last_error) == (True, "isEvent")
    assert run_scheduled_fetches(None) == {}


def test_a_work_that_was_given_up_and_came_with_a_harvest_is_watched(forum):
    ScheduledFetch.objects.create(
        source="lesswrong", external_id="abc", why="announced", url=URL, due_at=NOW
    )
    forum.says = WorkNotPublic("a draft")
    run_scheduled_fetches(None)
    scheduled_fetches.watch_new([POST], store_records([POST], now=NOW), now=NOW)
    forum.says = replace(POST, title="Another title")
    make_due()
    assert run_scheduled_fetches(None) == {"lesswrong": 1}
    assert Version.objects.count() == 2


def test_an_announced_item_that_is_no_work_is_fetched_once_and_blocks_no_other(forum):
    for name in ("abc", "abd"):
        ScheduledFetch.objects.create(
            source="lesswrong", external_id=name, why="announced", url=URL, due_at=NOW
        )
    forum.says = NotAWork("a data set")
    assert run_scheduled_fetches(None) == {"lesswrong": 2}
    assert (
        ScheduledFetch.objects.filter(failed_at__isnull=False, last_error="a data set").count() == 2
    )


def test_an_earlier_version_is_asked_for_by_its_number(forum):
    ScheduledFetch.objects.create(
        source="lesswrong", external_id="abc", version=2, why="version", url=URL, due_at=NOW
    )
    forum.says = replace(POST, body_html="", source_version="v2")
    run_scheduled_fetches(None)
    assert forum.asked[0].version == 2
    assert not ScheduledFetch.objects.exists()


def test_an_entry_of_a_feed_is_not_scheduled_by_itself():
    entry = replace(POST, location=RecordLocation("web", "example.org/1", "https://example.org/1"))
    outcomes = store_records([entry], now=NOW)
    scheduled_fetches.watch_new([entry], outcomes, now=NOW)
    assert not ScheduledFetch.objects.exists()


def announced(forum):
    ScheduledFetch.objects.create(
        source="lesswrong", external_id="abc", why="announced", url=URL, due_at=NOW
    )
    run_scheduled_fetches(None)


def test_what_an_announced_work_shows_to_be_one_work_is_merged(forum):
    twin = RecordLocation("ea-forum", "xyz", "https://forum.effectivealtruism.org/posts/xyz")
    store_records([replace(POST, location=twin)], now=NOW)
    store_records([POST], now=NOW)
    forum.says = replace(POST, other_locations=(twin,))
    announced(forum)
    assert Merge.objects.get().merged.merged_into == Merge.objects.get().kept


def test_an_announced_work_that_looks_like_a_known_one_is_suggested_to_editors(forum):
    post = replace(POST, title="Axioms for careful agents")
    twin = RecordLocation("ea-forum", "xyz", "https://forum.effectivealtruism.org/posts/xyz")
    store_records([replace(post, location=twin)], now=NOW)
    forum.says = post
    announced(forum)
    assert DuplicateCandidate.objects.get().state == "open"


def test_a_label_stored_at_another_place_is_asked_for_all_the_same():
    deposit = RecordLocation("zenodo", "90001", "https://zenodo.org/records/90001")
    history = tuple(DeclaredVersion(f"v{n}", POSTED + timedelta(days=n)) for n in (1, 2))
    second = replace(RECORD, source_version="v2", history=history)
    (kept,) = store_records([replace(RECORD, location=deposit, title="With data")], now=NOW)
    (merged,) = store_records([second], now=NOW)
    merge_preprints(kept.preprint_id, merged.preprint_id, reason="One work", now=NOW)
    third = replace(
        second, source_version="v3", history=(*history, DeclaredVersion("v3", NOW)), posted_at=NOW
    )
    other_versions.schedule_earlier_versions([third], store_records([third], now=NOW), now=NOW)
    assert list(ScheduledFetch.objects.values_list("source", "version")) == [("arxiv", 1)]


def announce(*names):
    for days, (source, external_id) in enumerate(names):
        due_at = timezone.now() - timedelta(days=9 - days)
        ScheduledFetch.objects.create(
            source=source, external_id=external_id, why="announced", url=URL, due_at=due_at
        )


def test_sources_take_turns_so_that_none_waits_for_the_backlog_of_another(monkeypatch):
    forums = {key: Forum() for key in ("alignment-forum", "lesswrong")}
    for key, forum in forums.items():
        forum.key = key
        forum.fetch = lambda ref, client: turns.append(ref.source) or POST
    monkeypatch.setattr(scheduled_fetches, "ADAPTERS", forums)
    turns = []
    announce(*(("alignment-forum", str(n)) for n in range(5)), ("lesswrong", "abc"))
    run_scheduled_fetches(None, may_go_on=lambda: len(turns) < 3)
    assert turns == ["alignment-forum", "lesswrong", "alignment-forum"]


def test_an_unexpected_error_postpones_one_fetch_and_others_continue(forum, monkeypatch):
    broken = Forum()
    broken.key, broken.says = "alignment-forum", KeyError("surprise")
    adapters = {"alignment-forum": broken, "lesswrong": forum}
    monkeypatch.setattr(scheduled_fetches, "ADAPTERS", adapters)
    announce(("alignment-forum", "xyz"), ("lesswrong", "abc"))
    assert run_scheduled_fetches(None) == {"alignment-forum": 0, "lesswrong": 1}
    put_off = ScheduledFetch.objects.get(source="alignment-forum")
    assert (put_off.attempts, put_off.last_error) == (1, "KeyError: 'surprise'")
    assert put_off.due_at > timezone.now()


def test_the_scheduled_fetches_of_a_source_are_found_without_those_of_others(watched, forum):
    with CaptureQueriesContext(connection) as asked:
        run_scheduled_fetches(None)
    query = next(one["sql"] for one in asked if "SKIP LOCKED" in one["sql"])
    with connection.cursor() as cursor:
        for other_way in ("seqscan", "bitmapscan", "sort"):  # chosen for a table of so few rows
            cursor.execute(f"SET LOCAL enable_{other_way} = off")
        cursor.execute(f"EXPLAIN {query}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Scan using scheduled_fetch_due" in plan
    assert "Index Cond: (((source)::text = 'lesswrong'" in plan
    assert "Sort" not in plan
