from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from events.locks import Lock
from events.models import Event
from events.services import NamedSubject, record_event
from ingest.errors import ChallengePage, FeedKnown, UnexpectedAnswer
from ingest.harvests import intake
from ingest.http.hosts import page_pace_key
from ingest.http.pacing import note_failure
from ingest.models import Harvest, Host, Reject, ScheduledFetch, Source
from ingest.services import sources
from ingest.sources.base import HarvestPage
from preprints.models import Preprint
from preprints.record import DeclaredVersion, RecordLocation
from preprints.storing import store_records
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW, POSTED
from tests.preprints.test_store_record import RECORD

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def editor(client):
    editor = UserFactory(editor=True)
    client.force_login(editor)
    return editor


@pytest.fixture
def arxiv():
    return Source.objects.get(slug="arxiv")


def page(client):
    return " ".join(client.get("/editor/sources/").content.decode().split())


def run(source, **fields):
    defaults = {"state": "done", "started_at": NOW, "advanced_at": NOW}
    return Harvest.objects.create(source=source, **{**defaults, **fields})


def reject(source, **fields):
    defaults = {"content": b"<record>&</record>", "content_hash": "x", "reason": "no title"}
    return Reject.objects.create(source=source, seen_at=NOW, **{**defaults, **fields})


def test_every_source_says_how_it_is_doing(client, editor, arxiv):
    arxiv.is_paused = False
    arxiv.save()
    run(arxiv, tally={"new": 1200, "known": 3, "met": 3})
    ScheduledFetch.objects.create(
        source="arxiv", external_id="2601.1", why="announced", url="https://x/", due_at=NOW
    )
    reject(arxiv)
    text = page(client)
    assert "1,200 new, 3 known" in text
    assert "1 work waits to be fetched" in text
    assert "1 record could not be read" in text
    assert text.count("Not started yet.") == Source.objects.count() - 1


def test_a_failure_and_a_resting_host_are_shown_with_their_reasons(client, editor, arxiv):
    arxiv.is_paused = False
    arxiv.save()
    run(arxiv, state="failed", error="HTTP 500")
    assert "The last run failed</b>: HTTP 500" in page(client)
    note_failure("arxiv", ChallengePage("a page for people"), timezone.now())
    assert "a page for people" in page(client)
    client.post("/editor/sources/arxiv/ask-again/")
    assert Host.objects.get().closed_until is None


def test_the_page_takes_as_many_queries_for_many_sources(
    client, editor, django_assert_max_num_queries
):
    page(client)
    for number in range(20):
        source = Source.objects.create(
            slug=f"s{number}", name=f"S {number}", adapter="arxiv", created_at=NOW
        )
        run(source, tally={"new": 1})
        reject(source)
    with django_assert_max_num_queries(10):
        page(client)


def test_a_source_is_started_and_paused_and_the_log_knows_by_whom(client, editor, arxiv):
    client.post("/editor/sources/arxiv/run/")
    arxiv.refresh_from_db()
    assert not arxiv.is_paused
    assert arxiv.next_run_at <= timezone.now()
    client.post("/editor/sources/arxiv/pause/")
    arxiv.refresh_from_db()
    assert arxiv.is_paused
    events = Event.objects.filter(subject="source:arxiv")
    assert list(events.values_list("kind", "actor_id", "is_public")) == [
        ("source.started", editor.pk, False),
        ("source.paused", editor.pk, False),
    ]


def test_a_stopped_mass_change_can_be_allowed_once(client, editor, arxiv):
    arxiv.is_stopped, arxiv.pause_reason = True, "It would withdraw 10 of 20 known works."
    arxiv.save()
    text = page(client)
    assert "It would withdraw 10 of 20 known works." in text
    assert "Allow it once" in text
    client.post("/editor/sources/arxiv/allow-once/")
    arxiv.refresh_from_db()
    assert (arxiv.is_allowed_once, arxiv.is_paused, arxiv.is_stopped) == (True, False, False)
    assert arxiv.fetches_allowed_until > timezone.now()


class Mended:
    def __init__(self, answer):
        self.answer = answer

    def reread(self, content):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def test_a_reject_is_read_again_after_a_fix(client, editor, arxiv, monkeypatch):
    one = reject(arxiv)
    monkeypatch.setattr(sources, "adapter_for", lambda source: Mended(UnexpectedAnswer("odd")))
    answer = client.post(f"/editor/rejects/{one.pk}/retry/", follow=True)
    assert "It still cannot be read: odd" in answer.content.decode()
    monkeypatch.setattr(sources, "adapter_for", lambda source: Mended(RECORD))
    client.post(f"/editor/rejects/{one.pk}/retry/")
    one.refresh_from_db()
    assert one.state == "taken"
    assert Preprint.objects.count() == 1


def test_what_is_read_again_is_followed_up_like_any_other(client, editor, arxiv, monkeypatch):
    history = tuple(DeclaredVersion(f"v{n}", POSTED) for n in (1, 2))
    record = replace(RECORD, source_version="v2", history=history)
    monkeypatch.setattr(sources, "adapter_for", lambda source: Mended(record))
    client.post(f"/editor/rejects/{reject(arxiv).pk}/retry/")
    scheduled = ScheduledFetch.objects.get()
    assert (scheduled.external_id, scheduled.version) == (RECORD.location.external_id, 1)
    twin = replace(
        RECORD,
        location=RecordLocation("zenodo", "1", "https://zenodo.org/records/1"),
        title="The same by another name",
        other_locations=(RECORD.location,),
    )
    monkeypatch.setattr(sources, "adapter_for", lambda source: Mended(twin))
    client.post(f"/editor/rejects/{reject(arxiv, content_hash='y').pk}/retry/")
    assert Preprint.objects.filter(merged_into=None).count() == 1


def test_a_post_that_is_read_again_is_watched(client, editor, monkeypatch):
    post = replace(
        RECORD,
        location=RecordLocation("lesswrong", "abc", "https://www.lesswrong.com/posts/abc"),
        source_version="",
        body_html="<p>A text.</p>",
    )
    monkeypatch.setattr(sources, "adapter_for", lambda source: Mended(post))
    one = reject(Source.objects.get(slug="lesswrong"))
    client.post(f"/editor/rejects/{one.pk}/retry/")
    assert ScheduledFetch.objects.get().why == "watch"


@pytest.mark.parametrize("unfit", ["a\x00b", "half a \ud800 character"])
def test_a_record_that_only_the_database_refused_can_be_read_again(
    unfit, client, editor, arxiv, monkeypatch
):
    bad = replace(RECORD, title=unfit)
    intake.store_page(arxiv, HarvestPage(cursor={}, records=(bad,)), now=NOW)
    one = Reject.objects.get()
    client.post(f"/editor/rejects/{one.pk}/retry/")
    one.refresh_from_db()
    assert one.state == "open"
    monkeypatch.setattr(
        sources, "store_records", lambda records, now: store_records([RECORD], now=now)
    )
    client.post(f"/editor/rejects/{one.pk}/retry/")
    one.refresh_from_db()
    assert one.state == "taken"
    assert Reject.objects.count() == Preprint.objects.count() == 1


def test_rejects_are_shown_as_they_came_and_can_be_dismissed(client, editor, arxiv):
    one = reject(arxiv, external_id="2601.00001")
    text = client.get("/editor/sources/arxiv/rejects/").content.decode()
    assert "&lt;record&gt;&amp;&lt;/record&gt;" in text
    main = text[text.index("<main") : text.index("</main>")]
    assert (main.count("<time"), f'title="{NOW:%Y-%m-%d %H:%M} UTC"' in main) == (1, True)
    client.post(f"/editor/rejects/{one.pk}/dismiss/")
    text = client.get("/editor/sources/arxiv/rejects/").content.decode()
    assert "None. Records that cannot be read wait here until an editor decides." in text


def test_a_source_whose_time_has_come_says_what_it_waits_for(client, editor, arxiv):
    arxiv.is_paused, arxiv.next_run_at = False, timezone.now()
    arxiv.save()
    assert "Due</b>: it will run within a minute or two" in page(client)


def test_a_run_in_an_hour_is_announced(client, editor, arxiv):
    arxiv.is_paused = False
    arxiv.next_run_at = timezone.now() + timedelta(minutes=90)
    arxiv.save()
    assert ">an hour from now</time>" in page(client).replace("\xa0", " ")


def test_a_feed_is_added_once_and_read_soon(client, editor):
    feed = {"name": "Our lab's notes", "url": "https://example.org/feed.xml"}
    client.post("/editor/sources/add/", feed)
    source = Source.objects.get(adapter="feed")
    assert (source.slug, source.options) == ("our-labs-notes", {"url": feed["url"]})
    assert source.next_run_at <= timezone.now()
    answer = client.post("/editor/sources/add/", feed)
    assert answer.status_code == 422
    assert "already one of the sources" in answer.content.decode()


def test_a_feed_is_not_looked_for_while_another_is_being_added(editor, second_connection):
    """Else two who add the same one at once would both find it new."""

    def add():
        sources.add_feed("Notes", "https://example.org/feed", by=editor, now=NOW)

    second_connection.execute("SELECT pg_advisory_xact_lock(%s)", [int(Lock.FEEDS)])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
    with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
        add()
    second_connection.rollback()
    add()
    with pytest.raises(FeedKnown):
        add()
    assert Source.objects.filter(adapter="feed").count() == 1


def test_a_feed_at_a_private_address_is_refused_and_what_was_typed_stays(client, editor):
    answer = client.post(
        "/editor/sources/add/", {"name": "Mine", "url": "http://169.254.169.254/feed"}
    )
    assert answer.status_code == 422
    assert 'value="http://169.254.169.254/feed"' in answer.content.decode()
    assert not Source.objects.filter(adapter="feed").exists()


def add_feed(client, name):
    client.post("/editor/sources/add/", {"name": name, "url": "https://blog.example.org/feed.xml"})
    return Source.objects.get(adapter="feed")


def test_a_feed_whose_host_rests_says_so_and_can_be_asked_again(client, editor):
    source = add_feed(client, "Notes")
    key = page_pace_key("blog.example.org")
    note_failure(key, ChallengePage("a page for people"), timezone.now())
    assert "a page for people" in page(client)
    client.post(f"/editor/sources/{source.slug}/ask-again/")
    assert Host.objects.get(key=key).closed_until is None
    assert Event.objects.filter(kind="source.asked_again", actor_id=editor.pk).exists()


def test_a_feed_named_like_an_adapter_does_not_get_its_backlog(client, editor):
    ScheduledFetch.objects.create(
        source="zenodo", external_id="1", why="announced", url="https://x/", due_at=NOW
    )
    assert add_feed(client, "Zenodo").slug == "zenodo-2"
    assert "1 work waits" not in page(client).split("Single works")[0]


def test_works_of_sources_that_are_not_harvested_are_shown_apart(client, editor):
    assert "Single works" not in page(client)
    scheduled = partial(ScheduledFetch.objects.create, url="https://doi.org/10.5555/1", due_at=NOW)
    scheduled(source="doi", external_id="10.5555/1", why="announced")
    scheduled(source="doi", external_id="10.5555/2", why="announced")
    scheduled(source="doi", external_id="10.5555/4", why="watch", due_at=timezone.now() + DAY)
    gone = {"failed_at": NOW, "last_error": "there is no such <record>"}
    scheduled(source="zenodo", external_id="77", version=2, why="version", **gone)
    scheduled(source="arxiv", external_id="2601.1", why="announced", **gone)
    note_failure("doi", ChallengePage("a page for people"), timezone.now())
    shown = page(client).split("Single works", 1)[1]
    assert "<b>doi.org</b>: 2 works wait to be fetched. The site will be asked again after" in shown
    assert "a page for people" in shown
    assert "<b>Zenodo</b>: 1 work was given up." in shown
    assert ">77</a>: there is no such &lt;record&gt; <time" in shown
    assert "arXiv" not in shown


def test_a_reject_that_the_database_refuses_stays_open(client, editor, arxiv, monkeypatch):
    one = reject(arxiv)
    unfit = replace(RECORD, title="a\x00b")
    monkeypatch.setattr(sources, "adapter_for", lambda source: Mended(unfit))
    answer = client.post(f"/editor/rejects/{one.pk}/retry/", follow=True)
    assert "It still cannot be read" in answer.content.decode()
    one.refresh_from_db()
    assert one.state == "open"
    assert "NUL" in one.reason


def test_a_decided_reject_is_not_decided_again(client, editor, arxiv, monkeypatch):
    one = reject(arxiv)
    client.post(f"/editor/rejects/{one.pk}/dismiss/")
    monkeypatch.setattr(sources, "adapter_for", lambda source: Mended(RECORD))
    for act in ("retry", "dismiss"):
        answer = client.post(f"/editor/rejects/{one.pk}/{act}/", follow=True)
        assert "already been imported or dismissed" in answer.content.decode()
    assert Preprint.objects.count() == 0
    events = Event.objects.filter(kind__startswith="reject.")
    assert list(events.values_list("kind", "actor_id", "is_public", "data")) == [
        ("reject.dismissed", editor.pk, False, {"reject": one.pk})
    ]


def test_every_reject_can_be_reached_and_only_its_beginning_is_shown(client, editor, arxiv):
    for number in range(51):
        reject(arxiv, external_id=f"id-{number}-", content_hash=str(number))
    reject(arxiv, content=b"\xff" + b"y" * 30_000, content_hash="long")
    first = client.get("/editor/sources/arxiv/rejects/").content.decode()
    assert "y" * 19_999 in first
    assert "y" * 20_000 not in first
    assert "id-0-" not in first
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert "id-0-" in client.get(f"/editor/sources/arxiv/rejects/{older}").content.decode()


def test_a_stop_before_a_mass_change_is_called_so_and_may_be_run_again(client, editor, arxiv):
    arxiv.is_stopped, arxiv.pause_reason = True, "It would withdraw 10 of 20."
    arxiv.save()
    text = page(client)
    assert "Stopped before a mass change</b>: It would withdraw 10 of 20." in text
    assert text.count("/editor/sources/arxiv/run/") == 1


def test_a_running_harvest_says_how_far_it_is(client, editor, arxiv):
    arxiv.is_paused = False
    arxiv.save()
    run(arxiv, state="running", pages=3, expected=2265, tally={"seen": 1500, "versions": 10})
    text = page(client)
    assert "10 new versions." in text
    assert "3 pages, 1,500 records of 2,265." in text


def test_a_pause_may_say_why(client, editor, arxiv):
    client.post("/editor/sources/arxiv/run/")
    client.post("/editor/sources/arxiv/pause/", {"reason": "They asked us to wait."})
    assert "Paused</b>: They asked us to wait." in page(client)


def test_sources_stand_in_the_order_they_were_added(client, editor):
    headings = [part.split("</h2>")[0] for part in page(client).split("<h2>")[1:]]
    assert headings == list(Source.objects.order_by("pk").values_list("name", flat=True))


def test_the_page_says_how_far_search_is_behind(client, editor):
    assert "The search index is up to date." in page(client)
    record_event(
        "preprint.listed", about=NamedSubject("V1", 1), now=timezone.now() - timedelta(hours=3)
    )
    text = page(client).replace("\xa0", " ")
    assert "1 change is not in the search index yet; it was made" in text
    assert ">3 hours ago</time>" in text
