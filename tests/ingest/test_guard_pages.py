"""Answers that the guard has to survive, over real HTTP."""

import gzip
import time
import tracemalloc
import zlib
from contextlib import contextmanager, nullcontext

import pytest

from ingest.errors import NotAPage, PageUnreachable, UnexpectedAnswer
from ingest.http.client import SourceClient, UnsharedHosts
from ingest.http.guard import Limits, fetch_page
from tests.ingest.bombs import gzip_bomb
from tests.replay.raw import RawServer

HTML = {"Content-Type": "text/html"}
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def fetch(url, turn=lambda host: nullcontext(), **limits):
    return fetch_page(url, headers={}, turn=turn, limits=Limits(**limits))


@pytest.fixture
def open_raw(settings):
    """Open what a raw server sends."""

    def open_raw(*pieces, pause=0.0, resets=False, **limits):
        with RawServer(pieces, pause=pause, resets=resets) as server:
            settings.INGEST_ALLOWED_HOSTS = [server.place]
            return fetch(server.url, **limits)

    return open_raw


def test_a_page_comes_with_its_address_headers_and_bytes(replay):
    replay.fail(status=200, headers=HTML, body=b"<p>hello</p>")
    page = fetch(replay.address + "/page?x=1#part")
    assert (page.status, page.content) == (200, b"<p>hello</p>")
    assert page.headers["content-type"] == "text/html"
    assert page.url == replay.address + "/page?x=1#part"
    assert page.moved_to == ""
    (request,) = replay.requests
    assert (request.method, request.path, request.query) == ("GET", "/page", "x=1")
    assert request.headers["accept-encoding"] == "gzip"
    assert "cookie" not in request.headers
    assert "authorization" not in request.headers


def test_the_client_says_who_it_is_and_keeps_the_hosts_pace(replay):
    steps = []

    class Hosts(UnsharedHosts):
        def pace(self, pace_key):
            steps.append(f"pace {pace_key}")

        @contextmanager
        def alone(self, pace_key):
            steps.append(f"hold {pace_key}")
            yield
            steps.append(f"free {pace_key}")

    replay.fail(status=302, headers={"Location": "/other"})
    replay.fail(status=200, headers=HTML, body=b"x")
    with SourceClient(hosts=Hosts()) as client:
        client.open_page(replay.address, headers={"If-None-Match": '"x"'})
    assert steps == ["hold web:127.0.0.1", "pace web:127.0.0.1", "free web:127.0.0.1"] * 2
    assert all(request.headers["user-agent"].startswith("Verso/") for request in replay.requests)
    assert all(request.headers["if-none-match"] == '"x"' for request in replay.requests)


def test_a_page_that_answers_503_is_not_asked_again(replay):
    replay.fail(times=2, status=503, headers={"Retry-After": "1"})
    with SourceClient() as client:
        assert client.open_page(replay.address).status == 503
    assert len(replay.requests) == 1


# Redirects


def test_redirects_are_followed_and_cookies_left_behind(replay):
    replay.fail(status=302, headers={"Location": "/b", "Set-Cookie": "session=1"})
    replay.fail(status=307, headers={"Location": "c?d=e#f"})
    replay.fail(status=200, headers=HTML, body=b"x")
    page = fetch(replay.address + "/a")
    assert page.url == replay.address + "/c?d=e"
    assert [request.path for request in replay.requests] == ["/a", "/b", "/c"]
    assert all("cookie" not in request.headers for request in replay.requests)


@pytest.mark.parametrize(
    ("statuses", "moved_to"),
    [
        ([], ""),
        ([301], "/1"),
        ([308], "/1"),
        ([301, 308], "/2"),
        ([302], ""),
        ([302, 301], ""),
        ([301, 302], "/1"),
        ([301, 302, 301], "/1"),
    ],
)
def test_permanent_and_temporary_redirects_are_distinguished(statuses, moved_to, replay):
    for number, status in enumerate(statuses, start=1):
        replay.fail(status=status, headers={"Location": f"/{number}"})
    replay.fail(status=200, headers=HTML, body=b"x")
    assert fetch(replay.address).moved_to == (moved_to and replay.address + moved_to)


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/",
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "//169.254.169.254/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://0x7f.1/",
        "http://localhost/",
        "http://user:secret@example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "http://[",
        "http://example.org:6379/",
    ],
)
def test_a_redirect_is_checked_like_the_first_address(target, replay):
    hosts = []

    def turn(host):
        hosts.append(host)
        return nullcontext()

    replay.fail(status=302, headers={"Location": target})
    with pytest.raises(PageUnreachable) as caught:
        fetch(replay.address, turn)
    assert hosts == ["127.0.0.1"]
    assert len(replay.requests) == 1
    assert caught.value.message == PageUnreachable.message


def test_redirects_without_end_are_refused(replay):
    replay.fail(times=10, status=302, headers={"Location": "/again"})
    with pytest.raises(UnexpectedAnswer, match="too often"):
        fetch(replay.address)
    assert len(replay.requests) == 5


def test_a_redirect_without_location_is_an_answer(replay):
    replay.fail(status=302, headers=HTML, body=b"x")
    assert fetch(replay.address).status == 302


# What is sent


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/html",
        "TEXT/HTML; charset=utf-8",
        "application/xhtml+xml",
        "application/xml",
        "text/xml;charset=x",
        "application/rss+xml",
        "application/atom+xml",
        "application/json",
        "application/feed+json",
        "application/vnd.example.feed+json",
    ],
)
def test_readable_content_types_are_read(content_type, replay):
    replay.fail(status=200, headers={"Content-Type": content_type}, body=b"x")
    assert fetch(replay.address).content == b"x"


@pytest.mark.parametrize(
    ("content_type", "word"),
    {
        "application/pdf": "PDF",
        "Application/PDF; qs=0.001": "PDF",
        "image/png": "file",
        "application/octet-stream": "file",
        "application/zip": "file",
        "text/plain": "file",
        "video/mp4": "file",
    }.items(),
)
def test_any_other_file_is_refused_with_words(content_type, word, replay):
    replay.fail(status=200, headers={"Content-Type": content_type}, body=b"x")
    with pytest.raises(NotAPage) as caught:
        fetch(replay.address)
    assert word in str(caught.value.message)


def test_the_bytes_of_a_file_are_not_read(open_raw):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 900000\r\n\r\n"
    started_at = time.perf_counter()
    with pytest.raises(NotAPage):
        open_raw(head, *[b"x"] * 50, pause=0.1)
    assert time.perf_counter() - started_at < 2


def test_a_failure_is_an_answer_whatever_its_type(replay):
    replay.fail(status=404, headers={"Content-Type": "text/plain"}, body=b"x")
    assert fetch(replay.address).status == 404


# Compression


def packed(content, **headers):
    headers = {**HTML, "Content-Encoding": "gzip", **headers}
    return {"status": 200, "headers": headers, "body": content}


def test_a_compressed_page_is_unpacked(replay):
    content = b"<p>hello</p>" * 10_000
    replay.fail(**packed(gzip.compress(content)))
    assert fetch(replay.address).content == content


def test_a_page_compressed_in_several_members_is_unpacked(replay):
    replay.fail(**packed(gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0"))
    assert fetch(replay.address).content == b"one two"


def test_a_decompression_bomb_is_stopped_in_bounded_memory(replay):
    bomb = gzip_bomb(100_000_000)
    assert len(bomb) < 300_000
    assert gzip.decompress(bomb) == bytes(100_000_000)
    replay.fail(**packed(bomb))
    tracemalloc.start()
    try:
        with pytest.raises(UnexpectedAnswer, match="over 1000000 bytes"):
            fetch(replay.address, page_bytes=1_000_000)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8_000_000


def test_content_compressed_twice_is_unpacked_once(replay):
    inner = gzip.compress(bytes(1_000_000))
    replay.fail(**packed(gzip.compress(inner)))
    assert fetch(replay.address).content == inner


def test_a_page_too_large_before_it_is_unpacked_is_refused(replay):
    noise = zlib.compress(bytes(1), 0) * 10
    replay.fail(**packed(gzip.compress(noise * 2000, compresslevel=0)))
    with pytest.raises(UnexpectedAnswer, match="more bytes"):
        fetch(replay.address, wire_bytes=100_000)


def test_a_page_too_large_as_it_is_is_refused(replay):
    replay.fail(status=200, headers=HTML, body=b"x" * 100_001)
    with pytest.raises(UnexpectedAnswer, match="bytes"):
        fetch(replay.address, wire_bytes=100_000)


@pytest.mark.parametrize(
    "body",
    [b"no gzip at all", gzip.compress(b"x" * 1000, mtime=0)[:-12]],
    ids=["not gzip", "cut off"],  # bytes would name the moment of the compression
)
def test_a_broken_compression_is_named(body, replay):
    replay.fail(**packed(body))
    with pytest.raises(UnexpectedAnswer, match="broken"):
        fetch(replay.address)


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "x"])
def test_a_compression_we_did_not_ask_for_is_refused(encoding, replay):
    replay.fail(**packed(b"x", **{"Content-Encoding": encoding}))
    with pytest.raises(UnexpectedAnswer, match="compressed as"):
        fetch(replay.address)


# Time, and broken connections


@pytest.mark.parametrize(
    "pieces",
    {
        "body": [OK + b"Content-Length: 100\r\n\r\n", *[b"x"] * 100],
        "chunks": [OK + b"Transfer-Encoding: chunked\r\n\r\n", *[b"1\r\nx\r\n"] * 100],
        "headers": [OK, *[f"X-{number}: x\r\n".encode() for number in range(100)]],
        "status line": [bytes([byte]) for byte in OK * 2],
        "nothing": [b""] * 100,
    }.values(),
    ids=lambda pieces: str(len(pieces)),
)
def test_a_slow_answer_is_stopped_in_each_of_its_parts(pieces, open_raw):
    started_at = time.perf_counter()
    with pytest.raises(PageUnreachable):
        open_raw(*pieces, pause=0.05, seconds=0.4)
    assert time.perf_counter() - started_at < 1.5


def test_redirects_share_one_time_limit(settings):
    redirect = b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"
    with RawServer([b"", redirect], pause=0.15) as server:
        settings.INGEST_ALLOWED_HOSTS = [server.place]
        with pytest.raises(PageUnreachable, match=r"out of time|Timeout"):
            fetch(server.url, seconds=0.9)
        assert 1 < len(server.heads) < 5


def test_a_connection_broken_in_the_body_is_no_short_page(open_raw):
    with pytest.raises(PageUnreachable, match="Error"):
        open_raw(OK + b"Content-Length: 100\r\n\r\n", b"half", resets=True)
    with pytest.raises(PageUnreachable, match="Error"):
        open_raw(OK + b"Content-Length: 100\r\n\r\n", b"half")
    with pytest.raises(PageUnreachable, match="Error"):
        open_raw(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"4\r\nhalf\r\n")


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [b"SSH-2.0-OpenSSH_9.6\r\n"],
        [b"\x00" * 100],
        [OK + b"X-Long: " + b"x" * 200_000],
        [OK + b"Content-Length: x\r\n\r\n"],
        [OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nx"],
    ],
)
def test_a_server_that_speaks_no_http_is_unreachable(pieces, open_raw):
    with pytest.raises(PageUnreachable) as caught:
        open_raw(*pieces)
    assert caught.value.message == PageUnreachable.message


def test_blocked_and_silent_addresses_differ_only_in_the_log(settings, free_tcp_port, caplog):
    caplog.set_level("INFO", logger="ingest.http.guard.pages")
    settings.INGEST_ALLOWED_HOSTS = [f"127.0.0.1:{free_tcp_port}"]
    sentences = set()
    for url in (
        f"http://127.0.0.1:{free_tcp_port}/",  # nobody listens
        "http://127.0.0.1:1/",
        "http://10.0.0.1/",
        "ftp://example.org/",
    ):
        with pytest.raises(PageUnreachable) as caught:
            fetch(url)
        sentences.add(str(caught.value.message))
    assert len(sentences) == 1
    assert "ConnectError" in caplog.text
    assert "port 1" in caplog.text
