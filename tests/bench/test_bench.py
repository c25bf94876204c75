import json
from http.server import BaseHTTPRequestHandler

import pytest

from bench import load, report
from bench.report import Metric, at_least, at_most
from tests.local_server import serving
from web.page_cache.application import is_anonymous_read


@pytest.fixture
def server():
    """A small server that notes the cookie of each request."""
    asked: list[str | None] = []

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.headers["Cookie"])
            self.send_response(500 if self.path.startswith("/broken") else 200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_words: object) -> None:
            pass

    with serving(Answer) as address:
        yield address, asked


@pytest.mark.parametrize("fresh", [True, False])
def test_our_client_counts_what_it_asked(server, monkeypatch, fresh):
    monkeypatch.setattr(load, "WRK", None)
    address, asked = server
    done = load.run(f"{address}/page", seconds=0.2, connections=1, fresh=fresh)
    assert done.requests == len(asked) > 0
    assert set(asked) == {load.PAST_THE_CACHE["Cookie"] if fresh else None}
    assert done.rate == pytest.approx(done.requests / done.seconds)


def test_a_rate_of_errors_is_no_rate(server, monkeypatch):
    monkeypatch.setattr(load, "WRK", None)
    with pytest.raises(load.LoadFailed, match="answered 500"):
        load.run(f"{server[0]}/broken", seconds=0.2, connections=1)


def test_load_goes_to_this_machine_only():
    with pytest.raises(ValueError, match="this machine only"):
        load.run("http://192.0.2.1/", seconds=0.1)


def test_a_metric_knows_whether_it_reached_its_target():
    assert at_least("a", 80, "req/s", 100, "constant", 0.7).ok
    assert not at_least("a", 60, "req/s", 100, "constant", 0.7).ok
    assert at_most("b", 12, "CPU ms", 12.0).ok
    assert not at_most("b", 13, "CPU ms", 12.0).ok


def test_the_report_is_written_for_people_and_programs(tmp_path):
    metrics = [
        at_least("pages.home.cached", 21000.0, "req/s", 26000.0, "constant", 0.7),
        Metric("plain", 1.0, "s"),
    ]
    file = tmp_path / "var" / "bench.json"
    report.write(file, metrics, load="wrk", scale="small")
    written = json.loads(file.read_text())
    assert set(written) == {"metrics", "machine", "git"}
    assert written["metrics"]["pages.home.cached"] == {
        "value": 21000.0,
        "unit": "req/s",
        "beside": 26000.0,
        "beside_what": "constant",
        "ratio": 0.8077,
        "target": 0.7,
        "ok": True,
    }
    lines = report.table(metrics).splitlines()
    assert lines[1].startswith("pages.home.cached  21,000  req/s  26,000")
    assert lines[1].endswith("ok")


def test_what_is_asked_for_fresh_is_not_answered_by_the_page_cache():
    given = {"REQUEST_METHOD": "GET", "HTTP_COOKIE": load.PAST_THE_CACHE["Cookie"]}
    assert not is_anonymous_read(given)
    assert is_anonymous_read({"REQUEST_METHOD": "GET"})
