"""What a feed's server may do wrong, over real HTTP, and what its harvest then does."""

import gzip
import socket
from datetime import timedelta

import httpcore
import pytest
from django.utils import timezone

from ingest.harvests.run import Asked, Run, due_sources, harvest
from ingest.http.client import SourceClient
from ingest.http.guard import network, pages
from ingest.http.pacing import SharedHosts
from ingest.models import Host, Reject, ScheduledFetch, Source
from ingest.services import sources
from preprints.models import Preprint, Version
from tests.factories.accounts import UserFactory
from tests.ingest.bombs import gzip_bomb
from tests.replay.raw import RawServer

pytestmark = pytest.mark.django_db

RSS = {"Content-Type": "application/rss+xml"}
PAGE = b"<!doctype html><html><title>Just a moment</title></html>"
ITEM = (
    "<item><title>{title}</title><link>https://blog.example.org/{number}</link>"
    "<author>a@example.org (Ada Example)</author><description>A text.</description>"
    "<pubDate>Wed, 15 Apr 2026 10:00:00 GMT</pubDate></item>"
)
PUBLIC, METADATA = "93.184.216.34", "169.254.169.254"


def rss(*titles, channel=""):
    items = [ITEM.format(title=title, number=number) for number, title in enumerate(titles)]
    text = f'<rss version="2.0"><channel><title>Notes</title>{channel}{"".join(items)}</channel>'
    return f"{text}</rss>".encode()


def asking(**options):
    return SourceClient(hosts=SharedHosts(), sleep=lambda _seconds: None, **options)


def run():
    return harvest(Run(Source.objects.get(adapter="feed"), client=asking))


def send(replay, content, headers=()):
    replay.fail(status=200, body=content, headers={**RSS, **dict(headers)})


@pytest.fixture
def editor():
    return UserFactory(editor=True)


@pytest.fixture
def feed(replay, editor):
    url = replay.address + "/feeds/rss.rss"
    return sources.add_feed("Notes", url, by=editor, now=timezone.now())


FAULTS = {
    "410": ({"status": 410}, "taken down"),
    "429": ({"status": 429}, "429"),
    "429 with Retry-After": ({"status": 429, "headers": {"Retry-After": "60"}}, "429"),
    "503 HTML": ({"status": 503, "headers": {"Content-Type": "text/html"}, "body": PAGE}, "503"),
    "challenge": (
        {"status": 403, "headers": {"Content-Type": "text/html"}, "body": PAGE},
        "403",
    ),
    "reset": ({"reset": True}, "Error"),
    "reset in mid-body": (
        {"status": 200, "headers": RSS, "body": rss("One", "Two"), "reset": True},
        "Error",
    ),
    "gzip bomb": (
        {
            "status": 200,
            "headers": {**RSS, "Content-Encoding": "gzip"},
            "body": gzip_bomb(),
        },
        "over 20000000 bytes",
    ),
    "truncated gzip": (
        {
            "status": 200,
            "headers": {**RSS, "Content-Encoding": "gzip"},
            "body": gzip.compress(rss("One"))[:-10],
        },
        "broken off",
    ),
    "entity bomb": ({"status": 302, "headers": {"Location": "entity_bomb.rss"}}, "entities"),
    "page for people": ({"status": 200, "headers": RSS, "body": PAGE}, "for people"),
    "nothing": ({"status": 200, "headers": RSS}, "not a feed"),
    "redirect to this machine": ({"status": 301, "headers": {"Location": "http://127.0.0.1/"}}, ""),
    "redirect to metadata": (
        {"status": 302, "headers": {"Location": f"http://{METADATA}/latest/"}},
        "",
    ),
    "redirect to a mapped address": (
        {"status": 302, "headers": {"Location": "http://[::ffff:127.0.0.1]/"}},
        "",
    ),
}


@pytest.mark.parametrize(("fault", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_ends_the_harvest_with_words_and_the_next_one_is_whole(fault, words, feed, replay):
    replay.fail(**fault)
    job = run()
    assert job.state == "failed"
    assert words in job.error
    assert (job.pages, job.cursor, Source.objects.get(pk=feed.pk).cursor) == (0, {}, {})
    assert not Preprint.objects.exists()
    Host.objects.update(closed_until=None)
    assert run().state == "done"
    assert Preprint.objects.count() == 2
    assert Reject.objects.count() == 3
    assert ScheduledFetch.objects.count() == 1


def test_a_feed_taken_down_is_not_asked_until_an_editor_runs_it(feed, replay):
    replay.fail(status=410)
    run()
    ended = Source.objects.get(pk=feed.pk)
    assert (ended.is_paused, "taken down" in ended.pause_reason) == (True, True)
    assert ended not in due_sources(timezone.now() + timedelta(days=1))


def test_a_dry_run_of_a_feed_taken_down_changes_nothing(feed, replay):
    replay.fail(status=410)
    harvest(Run(feed, client=asking, is_dry=True))
    assert not Source.objects.get(pk=feed.pk).is_paused


def test_a_feed_sent_too_slowly_is_given_up(editor, settings, monkeypatch):
    monkeypatch.setattr("ingest.http.client.PAGE_LIMITS", pages.Limits(seconds=0.5))
    pieces = [b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n", *[b"<"] * 100]
    with RawServer(pieces, pause=0.05) as drip:
        settings.INGEST_ALLOWED_HOSTS = [drip.place]
        sources.add_feed("Drip", drip.url, by=editor, now=timezone.now())
        job = run()
    assert job.state == "failed"
    assert "Timeout" in job.error


class Names:
    """A name that leads to one address after the other, the last for ever."""

    def __init__(self, *addresses):
        self.addresses, self.asked = list(addresses), 0

    def __call__(self, host, port, **options):
        self.asked += 1
        address = self.addresses.pop(0) if len(self.addresses) > 1 else self.addresses[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]


class Detours(httpcore.SyncBackend):
    """Real connections, but to servers on this machine that stand for addresses elsewhere."""

    def __init__(self, **servers):
        self.places = servers

    def connect_tcp(self, host, port, **options):
        name = {PUBLIC: "public", "127.0.0.1": "private", METADATA: "private"}[host]
        return super().connect_tcp("127.0.0.1", self.places[name], **options)


@pytest.fixture
def rebinding(editor, monkeypatch):
    """A feed at a name of the public's, which leads where `names` say, over real connections."""
    body = rss("From outside")
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n" % len(body)
    with RawServer([head + body]) as public, RawServer([head + rss("Secret")]) as private:
        ports = {
            "public": int(public.place.partition(":")[2]),
            "private": int(private.place.partition(":")[2]),
        }

        def lead(*addresses):
            names = Names(*addresses)
            monkeypatch.setattr(
                pages,
                "guarded_transport",
                lambda allowed, budget: network.guarded_transport(
                    allowed, budget, resolve=names, network=Detours(**ports)
                ),
            )
            url = "http://feed.example.org/rss"
            sources.add_feed("Notes", url, by=editor, now=timezone.now())
            return names, public, private

        yield lead


def test_a_host_name_that_changes_its_address_is_asked_at_the_checked_one(
    rebinding,
):
    names, public, private = rebinding(PUBLIC, "127.0.0.1", METADATA)
    assert run().state == "done"
    assert names.asked == 1
    assert Version.objects.get().title == "From outside"
    assert len(public.heads) == 1
    assert private.heads == []


@pytest.mark.parametrize("address", ["127.0.0.1", METADATA, "::ffff:127.0.0.1", "::ffff:7f00:1"])
def test_a_name_that_leads_into_our_network_is_never_connected_to(address, rebinding):
    _names, public, private = rebinding(address)
    assert run().state == "failed"
    assert (public.heads, private.heads) == ([], [])


# What is in it


def test_an_entry_that_is_twice_in_a_feed_is_stored_once(feed, replay):
    send(replay, rss("One", "Two").replace(b"example.org/1", b"example.org/0"))
    assert run().tally["new"] == 1
    assert Version.objects.get().title == "One"


def test_one_malformed_entry_of_many_is_kept(feed, replay):
    titles = [f"Entry {number}" for number in range(50)]
    send(replay, rss(*titles).replace(b"<title>Entry 7</title>", b""))
    job = run()
    assert (job.state, job.tally["new"], job.tally["rejected"]) == ("done", 49, 1)
    assert "example.org/7" in Reject.objects.get().external_id


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("iso-8859-1", "utf-8"),
        ("utf-8", "latin-1"),
        ("bogus", "utf-8"),
        ("koi8-r", "koi8-r"),
        ("us-ascii", "utf-8"),
    ],
)
def test_a_wrongly_declared_charset_is_corrected(charset, codec, feed, replay):
    title = "Ночь" if codec == "koi8-r" else "Größe und Maß"
    content = rss(title).decode().encode(codec)
    send(replay, content, {"Content-Type": f"text/xml; charset={charset}"})
    assert run().state == "done"
    assert Version.objects.get().title == title


def test_control_characters_are_removed_and_the_rest_is_read(feed, replay):
    send(replay, rss("A\x00 \x0bTitle&#0;&#xB;", "Another"))
    assert run().state == "done"
    assert sorted(Version.objects.values_list("title", flat=True)) == ["A Title", "Another"]


# When it is asked, and when its host rests


def test_a_host_whose_feed_fails_again_and_again_rests(feed, replay):
    replay.fail(times=3, status=500)
    assert [run().state for _ in range(3)] == ["failed"] * 3
    asked = len(replay.requests)
    assert "rests until" in run().error
    assert len(replay.requests) == asked
    sources.ask_again(feed.pk, by=UserFactory(editor=True), now=timezone.now())
    assert run().state == "done"
    assert Host.objects.get().failures == 0


def test_failures_of_typed_addresses_do_not_make_a_host_rest(feed, replay):
    replay.fail(times=20, status=500)
    for number in range(20):
        with asking() as client:
            assert client.open_page(f"{replay.address}/{number}").status == 500
    assert run().state == "done"


def test_a_feed_within_its_time_to_live_is_read_when_a_person_asks(feed, replay, editor):
    send(replay, rss("One", channel="<ttl>600</ttl>"))
    assert run().state == "done"
    assert run().pages == 0
    assert len(replay.requests) == 1
    sources.run_now(feed.pk, by=editor, now=timezone.now())
    send(replay, rss("One", "Two", channel="<ttl>600</ttl>"))
    assert run().tally["new"] == 1
    assert run().pages == 0


def test_a_feed_whose_run_was_broken_off_is_read_when_a_person_asks(feed, replay, editor):
    send(replay, rss("One", channel="<ttl>600</ttl>"))
    inner = {"inner": run().cursor["last"]}
    moments = dict.fromkeys(("started_at", "advanced_at"), timezone.now())
    window = {"asked": Asked().as_json(), "since": None, "until": None}
    feed.harvests.create(state="failed", window=window, cursor={"set": 0, **inner}, **moments)
    sources.run_now(feed.pk, by=editor, now=timezone.now())
    send(replay, rss("One", "Two"))
    assert run().tally["new"] == 1
