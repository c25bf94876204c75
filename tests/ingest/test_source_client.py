import gzip
import ssl
import time
import tracemalloc
from datetime import UTC, datetime

import httpcore
import httpx
import pytest

from ingest.errors import AccessForbidden, ChallengePage, SourceUnavailable, UnexpectedAnswer
from ingest.http.client import LARGEST_ANSWER, SourceClient, UnsharedHosts, retry_after
from tests.ingest.bombs import gzip_bomb
from tests.replay.raw import RawServer

PAGE = b"<!doctype html><title>Checking your browser</title>"
NOW = datetime(2026, 4, 12, 22, 0, tzinfo=UTC)


@pytest.fixture
def waits():
    return []


@pytest.fixture
def client(waits):
    with SourceClient(sleep=waits.append, jitter=lambda: 1.0) as client:
        yield client


def ask(client, replay):
    url = replay.settings["ARXIV_API_URL"]
    return client.get(url, params={"id_list": "1605.08386"}, pace_key="arxiv")


class Noted(UnsharedHosts):
    def __init__(self, keys):
        self.keys = keys

    def pace(self, pace_key):
        self.keys.append(pace_key)


def test_the_client_says_who_it_is(replay, client, settings):
    settings.SITE_URL, settings.CONTACT_EMAIL = "https://verso.example", "editors@verso.example"
    with SourceClient() as named_client:
        ask(named_client, replay)
    (request,) = replay.requests
    name = f"Verso/{settings.VERSION} (+https://verso.example; mailto:editors@verso.example)"
    assert request.headers["user-agent"] == name


def test_an_answer_comes_with_its_status_headers_and_bytes(replay, client):
    answer = ask(client, replay)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert b"<id>http://arxiv.org/abs/1605.08386v1</id>" in answer.content


def test_certificates_are_checked_by_all_clients_and_read_once(monkeypatch):
    used = []

    class Wire(httpcore.MockStream):
        def start_tls(self, ssl_context, server_hostname=None, timeout=None):
            used.append((ssl_context, server_hostname))
            return httpcore.MockStream([b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"])

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", lambda *_given, **_options: Wire([]))
    for _ in range(2):
        with SourceClient() as client:
            client.get("https://example.org/", params={}, pace_key="example.org")
    (context, name), (other, _) = used
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert name == "example.org"
    assert context is other


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_fault_is_tried_again_after_longer_and_longer_waits(
    status, replay, client, waits
):
    replay.fail(times=3, status=status)
    assert ask(client, replay).status == 200
    assert len(replay.requests) == 4
    assert waits == [1.0, 2.0, 4.0]


def test_a_fault_that_stays_is_given_up(replay, client, waits):
    replay.fail(times=5, status=503)
    with pytest.raises(SourceUnavailable, match="503"):
        ask(client, replay)
    assert len(replay.requests) == 4
    assert len(waits) == 3


def test_a_broken_connection_is_tried_again(replay, client):
    replay.fail(times=2, reset=True)
    assert ask(client, replay).status == 200
    assert len(replay.requests) == 3


def test_a_source_that_is_not_there_is_unavailable(client, waits, free_tcp_port):
    with pytest.raises(SourceUnavailable, match="ConnectError"):
        client.get(f"http://127.0.0.1:{free_tcp_port}/", params={}, pace_key="x")
    assert len(waits) == 3


def test_a_slow_answer_is_not_asked_for_again(replay, waits):
    def time_out(request):
        raise httpx.ReadTimeout("slow", request=request)

    slow = SourceClient(transport=httpx.MockTransport(time_out), sleep=waits.append)
    with slow as client, pytest.raises(SourceUnavailable, match="ReadTimeout"):
        ask(client, replay)
    assert waits == []


def test_a_wait_the_source_asks_for_is_kept(replay, client, waits):
    replay.fail(status=503, headers={"Retry-After": "7"})
    assert ask(client, replay).status == 200
    assert waits == [7.0]


def test_a_person_is_not_kept_waiting_for_minutes(replay, client, waits):
    replay.fail(status=429, headers={"Retry-After": "21"})
    with pytest.raises(SourceUnavailable):
        ask(client, replay)
    assert len(replay.requests) == 1
    assert waits == []


@pytest.mark.parametrize(
    ("value", "seconds"),
    {
        "7": 7.0,
        " 120 ": 120.0,
        "Sun, 12 Apr 2026 22:00:30 GMT": 30.0,
        "Sun, 12 Apr 2026 22:00:30 -0000": 30.0,
        "Sun, 12 Apr 2026 21:00:00 GMT": 0.0,
        "": 0.0,
        "-5": 0.0,
        "soon": 0.0,
        "Thu, 01 Jan 99999999999999999999 00:00:00 GMT": 0.0,
        "Thu, 01 Jan 2099 00:00:00 +99999999999999": 0.0,
        "9" * 400: float("inf"),
    }.items(),
)
def test_a_wait_may_be_given_in_seconds_or_as_a_date(value, seconds):
    assert retry_after(value, now=NOW) == seconds


@pytest.mark.parametrize("status", [403, 429])
def test_a_challenge_is_not_retried(status, replay, client):
    replay.fail(times=4, status=status, headers={"Content-Type": "text/html"}, body=PAGE)
    with pytest.raises(ChallengePage):
        ask(client, replay)
    assert len(replay.requests) == 1


def test_a_403_is_not_retried(replay, client):
    replay.fail(times=4, status=403, body=b"Forbidden")
    with pytest.raises(AccessForbidden, match="403"):
        ask(client, replay)
    assert len(replay.requests) == 1


def test_a_page_about_maintenance_is_no_challenge(replay, client):
    replay.fail(times=2, status=503, headers={"Content-Type": "text/html"}, body=PAGE)
    assert ask(client, replay).status == 200


def test_a_redirect_on_the_same_host_is_followed(replay, client):
    target = "/arxiv/api/query?id_list=1707.08567"
    replay.fail(status=301, headers={"Location": target})
    assert b"1707.08567v1" in ask(client, replay).content


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org/",
        "http://localhost/arxiv/api/query",
        "https://127.0.0.1/",
        "//169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
    ],
)
def test_a_redirect_to_another_host_is_refused(target, replay, client):
    replay.fail(status=302, headers={"Location": target})
    with pytest.raises((UnexpectedAnswer, SourceUnavailable)):
        ask(client, replay)


def test_redirects_without_end_are_refused(replay, client):
    replay.fail(times=10, status=302, headers={"Location": "/arxiv/api/query"})
    with pytest.raises(UnexpectedAnswer, match="too often"):
        ask(client, replay)
    assert len(replay.requests) == 4


def test_an_answer_that_is_too_large_is_refused(replay, client):
    replay.fail(status=200, body=b"x" * (LARGEST_ANSWER + 1))
    with pytest.raises(UnexpectedAnswer, match="bytes"):
        ask(client, replay)


def test_a_gzip_bomb_is_stopped_in_bounded_memory(replay, client):
    bomb = gzip_bomb(10 * LARGEST_ANSWER)
    assert len(bomb) < LARGEST_ANSWER / 50
    replay.fail(status=200, headers={"Content-Encoding": "gzip"}, body=bomb)
    tracemalloc.start()
    try:
        with pytest.raises(UnexpectedAnswer, match="bytes"):
            ask(client, replay)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * LARGEST_ANSWER


def test_a_compressed_answer_that_breaks_off_is_no_short_answer(replay, client):
    cut = gzip.compress(b"<record/>" * 1000)[:-12]
    replay.fail(status=200, headers={"Content-Encoding": "gzip"}, body=cut)
    with pytest.raises(UnexpectedAnswer, match="broken off"):
        ask(client, replay)


def test_a_connection_broken_in_mid_body_is_tried_again(replay, client):
    replay.fail(times=2, status=200, body=b"<feed>" * 100, reset=True)
    assert ask(client, replay).content.endswith(b"</feed>\n")
    assert len(replay.requests) == 3


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "pieces",
    [
        [OK + b"Content-Length: 100\r\n\r\n", *[b"x"] * 100],
        [OK, *[f"X-{number}: x\r\n".encode() for number in range(100)]],
        [bytes([byte]) for byte in OK * 2],
        [b""] * 100,
    ],
    ids=["body", "headers", "status line", "nothing"],
)
def test_a_slow_answer_is_stopped_in_each_part_and_not_retried(pieces, waits):
    started_at = time.perf_counter()
    with (
        RawServer(pieces, pause=0.05) as server,
        SourceClient(sleep=waits.append, longest_exchange=0.4) as client,
        pytest.raises(SourceUnavailable, match=r"out of time|Timeout"),
    ):
        client.get(server.url, params={}, pace_key="x")
    assert time.perf_counter() - started_at < 1.5
    assert waits == []


def test_each_exchange_has_its_own_time_limit(replay):
    replay.fail(times=3, status=200, body=b"x", delay=0.2)
    with SourceClient(longest_exchange=0.4) as client:
        assert [ask(client, replay).content for _ in range(3)] == [b"x"] * 3


def test_the_pace_is_kept_before_every_request(replay):
    keys = []
    replay.fail(status=503)
    replay.fail(status=301, headers={"Location": "/arxiv/api/query?id_list=1605.08386"})
    with SourceClient(hosts=Noted(keys), sleep=lambda _seconds: None) as client:
        ask(client, replay)
    assert keys == ["arxiv"] * 3 == ["arxiv"] * len(replay.requests)


def test_the_environment_sends_no_request_through_a_proxy(replay, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with SourceClient(retries=0) as client:
        assert ask(client, replay).status == 200


def test_waits_have_jitter(replay):
    waits = []
    replay.fail(times=3, status=503)
    with SourceClient(sleep=waits.append) as client:
        ask(client, replay)
    assert all(0.5 * 2**n <= wait <= 1.5 * 2**n for n, wait in enumerate(waits))
    assert waits[0] != waits[1] / 2


def test_a_delayed_answer_is_waited_for(replay, client):
    replay.fail(status=200, body=b"late", delay=0.05)
    started_at = time.perf_counter()
    assert ask(client, replay).content == b"late"
    assert time.perf_counter() - started_at >= 0.05


def test_a_header_that_a_sites_keepers_gave_goes_to_their_hosts_only(replay, client, settings):
    settings.INGEST_EXTRA_HEADERS = ["arxiv|X-Pass: open: sesame", "lesswrong|X-Other: no"]
    ask(client, replay)
    headers = replay.requests[0].headers
    assert headers["x-pass"] == "open: sesame"
    assert "x-other" not in headers
