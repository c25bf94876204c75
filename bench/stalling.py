"""What hostile texts cost, and how long they make others wait."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import psutil

from bench.hostile import COSTLY, DEFACING, fuzzed_formulas, hostile_texts

ATTACKERS = 4  # requests at a time
MOST_CHARACTERS = 60_000  # of one field of a form
FUZZED = 60
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def all_texts() -> list[str]:
    """Formulas by themselves, the same many times, and whole texts; the same in each run."""
    formulas = [*COSTLY, *DEFACING, *fuzzed_formulas(FUZZED)]
    alone = [f"$${tex}$$" for tex in formulas]
    return [*alone, *hostile_texts(MOST_CHARACTERS)]


def cpu_of_each(texts: list[str], render: Callable[[str], object]) -> list[float]:
    """CPU seconds of this process and of KaTeX's for each text."""
    spent = []
    for text in texts:
        before = _cpu_seconds()
        render(text)
        spent.append(max(0.0, _cpu_seconds() - before))
    return spent


def _cpu_seconds() -> float:
    """CPU time of this process and its children; that of a child that has ended is counted by its
    parent."""
    own = psutil.Process()
    times = own.cpu_times()
    spent = times.user + times.system + times.children_user + times.children_system
    for child in own.children():
        of_child = child.cpu_times()
        spent += of_child.user + of_child.system
    return spent


def sign_in(address: str, email: str, password: str) -> httpx.Client:
    client = httpx.Client(base_url=address, timeout=60, follow_redirects=True)
    form = _TOKEN.search(client.get("/accounts/login/").text)
    assert form is not None
    answer = client.post(
        "/accounts/login/",
        data={"login": email, "password": password, "csrfmiddlewaretoken": form[1]},
        headers={"Referer": address},
    )
    answer.raise_for_status()
    assert "sessionid" in client.cookies, "not signed in"
    return client


def preview(client: httpx.Client, text: str) -> int:
    token = client.cookies["csrftoken"]
    answer = client.post(
        "/preview/",
        data={"field": "summary", "summary": text, "csrfmiddlewaretoken": token},
        headers={"Referer": str(client.base_url)},
    )
    return answer.status_code


def longest_wait(address: str, client: httpx.Client, texts: list[str]) -> tuple[float, list[int]]:
    """Seconds of the slowest anonymous request while `texts` are previewed, and their answers."""
    with asking(address) as waits, ThreadPoolExecutor(ATTACKERS) as attack:
        answers = list(attack.map(lambda text: preview(client, text), texts))
    return max(waits), answers


def wait_in_quiet(address: str, seconds: float) -> float:
    """The same while nothing else is asked of the server: what the machine itself makes wait."""
    with asking(address) as waits:
        time.sleep(seconds)
    return max(waits)


@contextmanager
def asking(address: str) -> Iterator[list[float]]:
    """The seconds of each anonymous request meanwhile, once it is over.

    Asked by a process of its own, which does not wait for the threads that encode large forms.
    """
    waits: list[float] = []
    visitor = subprocess.Popen(
        [sys.executable, "-c", _VISITOR, address],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield waits
    finally:
        measured, _ = visitor.communicate(timeout=60)  # closes its input, which ends it
        waits += json.loads(measured)


_VISITOR = """
import json, select, sys, time
from http.client import HTTPConnection
from urllib.parse import urlsplit
parts = urlsplit(sys.argv[1])
connection, waits = HTTPConnection(parts.hostname, parts.port, timeout=60), []
while not waits or not select.select([sys.stdin], [], [], 0.02)[0]:
    started = time.perf_counter()
    connection.request("GET", "/healthz")
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, answer.status
    waits.append(time.perf_counter() - started)
print(json.dumps(waits))
"""
