"""A journal to measure: its own database and folder, the demo in it, the server `make run` uses."""

import contextlib
import fcntl
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from journal import embedded

ROOT = Path(__file__).resolve().parent.parent
SCRATCH = ROOT / "var" / "bench"
DATABASE = "verso_bench"
READY_WITHIN = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class Journal:
    address: str
    process: psutil.Process
    environment: dict[str, str]

    def cpu_seconds(self) -> float:
        """User and system time that the whole server tree has used so far."""
        spent = 0.0
        for process in [self.process, *self.process.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                spent += times.user + times.system
        return spent

    def size(self, path: str) -> int:
        """Bytes of the body at `path`, uncompressed; also a check that it answers."""
        with urllib.request.urlopen(f"{self.address}{path}", timeout=30) as answer:
            return len(answer.read())

    def queries(self, paths: list[str]) -> dict[str, int]:
        """How many queries each path takes once the process is warm."""
        command = [sys.executable, "-m", "bench.queries", *paths]
        counted = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True
        )
        found: dict[str, int] = json.loads(counted.stdout)
        return found


class AlreadyMeasuring(RuntimeError):  # noqa: N818 - read as a sentence
    """Two measurements at a time would both be wrong."""


@contextlib.contextmanager
def alone() -> Iterator[None]:
    SCRATCH.mkdir(parents=True, exist_ok=True)
    with (SCRATCH / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyMeasuring("Another `make bench` is running in this folder.") from None
        yield


@contextlib.contextmanager
def running_journal() -> Iterator[Journal]:
    environment = prepare()
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "2", "--blocking-threads", "4", "--no-ws"]
    command += ["--log-level", "warning", "--workers-kill-timeout", "4", "bench.peers:application"]
    with (SCRATCH / "web.log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        journal = Journal(f"http://127.0.0.1:{port}", psutil.Process(server.pid), environment)
        _wait_for(journal)
        yield journal
    finally:
        server.terminate()
        server.wait(timeout=20)


def prepare() -> dict[str, str]:
    """A new database filled by the demo; returns the environment of its journal."""
    environment = make_database(DATABASE) | {
        "LIMIT_REQUESTS": "0",  # all of the load comes from one address
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "EMAIL_URL": f"filemail://{SCRATCH / 'mail'}",
        "STATIC_ROOT": str(SCRATCH / "staticfiles"),
        "IS_DEMO": "1",
    }
    subprocess.run(
        [sys.executable, "-m", "journal.running.prepare"], cwd=ROOT, env=environment, check=True
    )
    return environment


def make_database(name: str) -> dict[str, str]:
    """The environment of processes that use an empty database on the servers of this folder."""
    servers = embedded.addresses(ROOT / "var")
    with psycopg.connect(servers.database_url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return {
        **os.environ,
        "DATABASE_URL": servers.database_url.replace("/verso?", f"/{name}?"),
        "REDIS_URL": servers.redis_url.rpartition("/")[0] + "/9",
        "SECRET_KEY": "only for measuring, long enough to be taken",
        "VAR_DIR": str(SCRATCH),
        "LOG_LEVEL": "ERROR",
    }


def _wait_for(journal: Journal) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"{journal.address}/readyz", timeout=5).close()
            return
        time.sleep(0.1)
    raise TimeoutError((SCRATCH / "web.log").read_text())


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
