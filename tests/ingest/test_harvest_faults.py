"""What arXiv's server may do wrong in mid-harvest, over real HTTP: nothing is lost or doubled."""

import gzip
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from events.models import Event
from ingest.harvests.run import Asked, Run, harvest
from ingest.http.client import SourceClient
from ingest.http.pacing import SharedHosts, open_again
from ingest.models import Harvest, Reject, ScheduledFetch, Shelved, Source
from ingest.sources.arxiv import Arxiv
from ingest.sources.arxiv.oai import parse_record
from preprints.models import Location, Preprint, Version
from tests.factories.accounts import UserFactory
from tests.ingest.arxiv_pages import listing, record
from tests.ingest.bombs import gzip_bomb
from tests.made_once import taken_back
from tests.replay.arxiv_oai import CHAIN, RECORDED, SYNTHETIC, error, read
from tests.replay.raw import RawServer

pytestmark = pytest.mark.django_db

ASKED = Asked(set="synthetic", since=date(2025, 3, 1))
PAGES = 4  # two in each of the two passes
XML, HTML = {"Content-Type": "text/xml"}, {"Content-Type": "text/html"}
_TOKEN = re.compile(rb"<resumptionToken.*?</resumptionToken>")
PAGE = read(SYNTHETIC / "present_arXivRaw_page1.xml")
FOR_PEOPLE = b"<!DOCTYPE html><title>Retry after 20 seconds</title>"
BOMB = (
    b'<!DOCTYPE OAI-PMH [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (name, b"&%c;" % (name - 1) * 10) for name in range(ord("b"), 106)
    )
    + b"]><OAI-PMH><ListRecords>&i;</ListRecords></OAI-PMH>"
)


def asking(waits=None, **options):
    sleep = (lambda _seconds: None) if waits is None else waits.append
    return SourceClient(hosts=SharedHosts(), sleep=sleep, jitter=lambda: 1.0, **options)


def run(*, client=asking, **options):
    return harvest(Run(Source.objects.get(slug="arxiv"), ASKED, client=client, **options))


def after(pages, act):
    """Something to happen once so many pages have been stored."""
    return lambda job, page: act() if job.pages == pages else None


def content():
    """All that a harvest leaves in the catalogue, the log and the list of scheduled fetches."""
    return {
        "versions": sorted(
            Version.objects.values_list(
                *("preprint__locations__external_id", "source_version", "title"),
                *("author_line", "posted_at", "is_withdrawn", "number"),
            )
        ),
        "preprints": Preprint.objects.count(),
        "events": sorted(Event.objects.values_list("kind", "data__source_version")),
        "scheduled_fetches": sorted(
            ScheduledFetch.objects.values_list("external_id", "version", "why")
        ),
        "shelved": sorted(Shelved.objects.values_list("external_id")),
        "rejects": Reject.objects.count(),
    }


@pytest.fixture(scope="module")
def kept():
    return {}


@pytest.fixture
def undisturbed(replay, kept):
    """What a harvest without faults leaves, found once; the database and the server forget it."""
    if not kept:
        with taken_back():
            assert run().state == "done"
            kept.update(content())
        assert len(replay.requests) == PAGES
        replay.requests.clear()
    return kept


def test_the_sample_has_versions_events_and_scheduled_fetches_to_lose(undisturbed):
    assert len(undisturbed["versions"]) == len(undisturbed["events"]) == 5
    assert undisturbed["scheduled_fetches"]


PASSING = {
    "429": ({"status": 429, "body": b"Rate exceeded."}, 1.0),
    "429 with Retry-After": ({"status": 429, "headers": {"Retry-After": "7"}}, 7.0),
    "503 HTML": ({"status": 503, "headers": HTML, "body": FOR_PEOPLE}, 1.0),
    "503 HTML with Retry-After": (
        {"status": 503, "headers": {**HTML, "Retry-After": "20"}, "body": FOR_PEOPLE},
        20.0,
    ),
    "reset": ({"reset": True}, 1.0),
    "reset in mid-body": ({"status": 200, "headers": XML, "body": PAGE, "reset": True}, 1.0),
}


@pytest.mark.parametrize(("fault", "wait"), PASSING.values(), ids=PASSING)
def test_a_temporary_error_is_retried_until_it_ends(fault, wait, undisturbed, replay):
    waits = []
    job = run(client=lambda: asking(waits), on_page=after(2, lambda: replay.fail(**fault)))
    assert (job.state, job.error) == ("done", "")
    assert waits == [wait]
    assert len(replay.requests) == PAGES + 1
    assert content() == undisturbed


LASTING = {
    "429": ({"times": 4, "status": 429}, "429"),
    "429 for an hour": ({"status": 429, "headers": {"Retry-After": "3600"}}, "429"),
    "429 with a challenge": ({"status": 429, "headers": HTML, "body": FOR_PEOPLE}, "for people"),
    "403": ({"status": 403}, "403"),
    "503 HTML": ({"times": 4, "status": 503, "headers": HTML, "body": FOR_PEOPLE}, "503"),
    "200 HTML": ({"status": 200, "headers": HTML, "body": FOR_PEOPLE}, "for people"),
    "reset": ({"times": 4, "reset": True}, "Error"),
    "reset in mid-body": ({"times": 4, "status": 200, "body": PAGE, "reset": True}, "Error"),
    "truncated at once": ({"status": 200, "body": PAGE[:300]}, "XML"),
    "truncated between records": (
        {"status": 200, "body": PAGE[: PAGE.rindex(b"</record>") + len(b"</record>")]},
        "XML",
    ),
    "truncated at the end": ({"status": 200, "body": PAGE.rstrip()[:-1]}, "XML"),
    "truncated gzip": (
        {
            "status": 200,
            "headers": {**XML, "Content-Encoding": "gzip"},
            "body": gzip.compress(PAGE)[:-20],
        },
        "broken off",
    ),
    "gzip bomb": (
        {
            "status": 200,
            "headers": {**XML, "Content-Encoding": "gzip"},
            "body": gzip_bomb(),
        },
        "bytes",
    ),
    "entity bomb": ({"status": 200, "headers": XML, "body": BOMB}, "amplification"),
    "small entity bomb": (
        {"status": 200, "headers": XML, "body": BOMB.replace(b"&i;", b"&b;")},
        "document type",
    ),
    "empty": ({"status": 200, "headers": XML, "body": listing()}, "empty list"),
    "nothing": ({"status": 200, "headers": XML, "body": b""}, "XML"),
    "JSON": ({"status": 200, "headers": XML, "body": b'{"error": "busy"}'}, "XML"),
    "redirect elsewhere": (
        {"status": 302, "headers": {"Location": "http://169.254.169.254/oai"}},
        "redirect",
    ),
    "an error of the server's": (
        {"status": 200, "headers": XML, "body": error("badArgument", "start date too early")},
        "badArgument",
    ),
}


@pytest.mark.parametrize("stored", [1, 3])
@pytest.mark.parametrize(("fault", "words"), LASTING.values(), ids=LASTING)
def test_a_lasting_fault_ends_the_harvest_and_the_next_one_is_whole(
    fault, words, stored, undisturbed, replay
):
    job = run(on_page=after(stored, lambda: replay.fail(**fault)))
    assert job.state == "failed"
    assert words in job.error
    assert job.pages == stored
    assert job.cursor == Harvest.objects.get().cursor
    assert Preprint.objects.count() == (3 if stored == 3 else 0)
    open_again("arxiv")
    again = run()
    assert (again.pk, again.state, again.pages) == (job.pk, "done", PAGES)
    assert content() == undisturbed


@pytest.mark.parametrize("stored", [1, 3])
def test_after_a_harvest_that_was_taken_up_again_another_finds_nothing_new(
    stored, undisturbed, replay
):
    run(on_page=after(stored, lambda: replay.fail(status=403)))
    open_again("arxiv")
    assert run().tally["new"] > 0
    assert run().tally.get("new", 0) == 0
    assert content() == undisturbed


def test_a_page_sent_too_slowly_is_given_up_and_read_the_next_time(undisturbed, settings):
    pieces = [b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", *[b"<"] * 100]
    address = settings.ARXIV_OAI_URL
    with RawServer(pieces, pause=0.05) as drip:
        job = run(
            client=lambda: asking(longest_exchange=0.5),
            on_page=after(3, lambda: setattr(settings, "ARXIV_OAI_URL", drip.url)),
        )
    assert (job.state, job.pages) == ("failed", 3)
    assert "out of time" in job.error or "Timeout" in job.error
    settings.ARXIV_OAI_URL = address
    assert run().state == "done"
    assert content() == undisturbed


# Tokens


def serve(replay, *contents):
    for body in contents:
        replay.fail(status=200, body=body, headers=XML)


def test_a_repeated_token_ends_the_harvest_with_words(undisturbed, replay):
    round_ = listing(record("2503.99001"), token="again")
    job = run(on_page=after(2, lambda: serve(replay, round_, round_)))
    assert job.state == "failed"
    assert "runs in circles: a token came twice" in job.error
    assert len(replay.requests) == PAGES
    # "again" is no token the server knows, so the list begins anew.
    assert run().state == "done"
    assert content()["preprints"] == undisturbed["preprints"]


def stop_after(pages):
    """A harvest that is ended early, as a worker's slice is."""
    done = []

    def may_go_on():
        done.append(1)
        return len(done) < pages

    return run(may_go_on=may_go_on)


def starts(replay):
    queries = [request.query for request in replay.requests]
    return ["Token" if "resumptionToken" in query else query for query in queries]


def test_an_expired_token_leads_back_to_the_stored_day(undisturbed, replay):
    job = stop_after(3)
    assert job.state == "running"
    assert job.cursor["inner"]["token"]
    job.cursor["inner"]["expires"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    job.save()
    replay.requests.clear()
    assert run().state == "done"
    (again,) = starts(replay)  # the token is not even sent
    assert "from=2025-03-11" in again
    assert content() == undisturbed


def test_a_token_the_server_no_longer_takes_leads_back_to_the_stored_day(undisturbed, replay):
    stop_after(3)
    replay.requests.clear()
    serve(replay, error("badResumptionToken", "The token is invalid or expired."))
    assert run().state == "done"
    refused, again = starts(replay)
    assert refused == "Token"
    assert "from=2025-03-11" in again
    assert content() == undisturbed


# What is in a page


def test_a_record_twice_in_a_page_is_stored_once(replay):
    twice = [record("2503.90001", title=title) for title in ("Before", "After", "After")]
    serve(replay, *[listing(*twice, record("2503.90002"))] * 2)
    assert run().tally["new"] == 2
    assert Version.objects.get(preprint__locations__external_id="2503.90001").title == "After"
    assert Version.objects.count() == Location.objects.count() == Event.objects.count() == 2
    serve(replay, *[listing(*twice, record("2503.90002"))] * 2)
    assert run().tally["known"] == 2
    assert Version.objects.count() == Event.objects.count() == 2


@pytest.mark.parametrize(
    ("title", "stored"),
    [
        (b"A\x00 \x0b\x1b[31mTitle", "A [31mTitle"),
        (b"A &#0;Tit&#xB;le&#xD800;", "A Title"),
        (b"A Title\xef\xbf\xbf", "A Title"),
        ("A \u202eTitle".encode(), "A Title"),
    ],
)
def test_control_characters_are_removed_and_the_rest_is_read(title, stored, replay):
    page = listing(record("2503.90001", title="?"), record("2503.90002"))
    serve(replay, *[page.replace(b"<title>?", b"<title>" + title)] * 2)
    job = run()
    assert (job.state, job.tally["new"], job.tally.get("rejected", 0)) == ("done", 2, 0)
    assert Version.objects.get(preprint__locations__external_id="2503.90001").title == stored


@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1", "koi8-r", "bogus"])
@pytest.mark.parametrize("declared", ["UTF-8", "ISO-8859-1", "bogus"])
def test_a_wrongly_declared_charset_is_corrected(label, declared, replay):
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    page = listing(record("2503.90001", title="Größe und Maß – β"), head=head)
    headers = {"Content-Type": f"text/xml; charset={label}"}
    replay.fail(times=2, status=200, body=page, headers=headers)
    assert run().state == "done"
    assert Version.objects.get().title == "Größe und Maß – β"


def test_one_malformed_record_of_a_thousand_is_kept_shown_and_read_once_mended(
    replay, client, monkeypatch
):
    whole = read(RECORDED / CHAIN[0])
    broken = whole.replace(b"<dc:date>2013-08-25</dc:date>", b"<dc:date>yesterday</dc:date>", 1)
    other_format = error("cannotDisseminateFormat", "not here")
    serve(replay, other_format, other_format, _TOKEN.sub(b"", broken))
    job = run()
    assert (job.state, job.tally["new"], job.tally["rejected"]) == ("done", 999, 1)
    assert Preprint.objects.count() == 999
    reject = Reject.objects.get()
    kept = bytes(reject.content)
    assert b"<dc:date>yesterday</dc:date>" in kept
    assert kept.partition(b"<dc:title>")[2] in broken

    client.force_login(UserFactory(editor=True))
    shown = unescape(client.get("/editor/sources/arxiv/rejects/").content.decode())
    assert "1308.5395</b>: not a date: 'yesterday'" in shown
    assert "<dc:date>yesterday</dc:date>" in shown
    client.post(f"/editor/rejects/{reject.pk}/retry/")
    reject.refresh_from_db()
    assert (reject.state, Preprint.objects.count()) == ("open", 999)

    def mended(self, content):
        return parse_record(content.replace(b"yesterday", b"2013-08-25"))

    monkeypatch.setattr(Arxiv, "reread", mended)
    client.post(f"/editor/rejects/{reject.pk}/retry/")
    reject.refresh_from_db()
    assert (reject.state, Preprint.objects.count()) == ("taken", 1000)
    assert Event.objects.filter(kind="preprint.listed").count() == 1000
