"""Load on one address of this machine: by wrk where it is installed, else by a client of ours.

Only loopback, for a bounded time.
"""

import re
import shutil
import subprocess
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

PAST_THE_CACHE = {"Cookie": "whoever=is-known"}  # has pages made anew for it
WRK = shutil.which("wrk")
LOOPBACK = {"127.0.0.1", "localhost"}


class LoadFailed(RuntimeError):  # noqa: N818 - read as a sentence
    """Some requests were not answered with 200; a rate of errors says nothing."""


@dataclass(frozen=True, slots=True)
class Load:
    requests: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


def name() -> str:
    return "wrk" if WRK else "a client of ours (wrk is not installed; fast answers read too low)"


def run(url: str, *, seconds: float, connections: int = 8, fresh: bool = False) -> Load:
    """GET `url` over and over; with `fresh` past the page cache."""
    if urlsplit(url).hostname not in LOOPBACK:
        raise ValueError(f"Load goes to this machine only, not to {url}")
    if WRK:
        return _by_wrk(WRK, url, seconds, connections, fresh=fresh)
    return _by_ours(url, seconds, connections, fresh=fresh)


def _by_wrk(wrk: str, url: str, seconds: float, connections: int, *, fresh: bool) -> Load:
    # wrk takes whole seconds only.
    command = [wrk, "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", url]
    if fresh:
        command[1:1] = [f"-H{name}: {value}" for name, value in PAST_THE_CACHE.items()]
    asked = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=seconds + 30
    )
    answer = asked.stdout
    done = re.search(r"(\d+) requests in ([\d.]+)s", answer)
    if done is None or "Non-2xx" in answer or "Socket errors" in answer:
        raise LoadFailed(f"{url}:\n{answer}")
    return Load(int(done[1]), float(done[2]))


def _by_ours(url: str, seconds: float, connections: int, *, fresh: bool) -> Load:
    started = time.monotonic()
    if connections == 1:
        requests = _ask(url, seconds, fresh=fresh)
    else:
        with ProcessPoolExecutor(max_workers=2) as pool:
            asked = [pool.submit(_ask, url, seconds, fresh=fresh) for _ in range(2)]
            requests = sum(one.result() for one in asked)
    return Load(requests, time.monotonic() - started)


def _ask(url: str, seconds: float, *, fresh: bool) -> int:
    parts = urlsplit(url)
    deadline = time.monotonic() + seconds
    done = 0
    with closing(HTTPConnection(str(parts.hostname), parts.port, timeout=30)) as connection:
        while time.monotonic() < deadline:
            connection.request("GET", parts.path, headers=PAST_THE_CACHE if fresh else {})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise LoadFailed(f"{url} answered {answer.status}")
            done += 1
    return done
