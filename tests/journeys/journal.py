"""A whole journal on loopback: a database of its own, Valkey, the web server, a worker."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_string, policy
from functools import cache
from pathlib import Path
from typing import Self

import httpx
import psutil
from django.conf import settings
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.copied_database import (
    copy_database,
    database_url,
    drop_database,
    working_in,
)
from tests.journeys.static_files import collected_static_files
from tests.replay.server import ReplayServer

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 120  # seconds, against hanging only
SECRET_KEY = "a key for the journeys only, long enough"


@dataclass
class RunningJournal:
    """Use it in a `with` block; `address` is where it answers, `mails()` what it has sent.

    template: the database to copy (of the fixture `migrated_database` or `demo_database`).
    """

    folder: Path
    replay: ReplayServer
    port: int
    blocker: DjangoDbBlocker
    template: str
    is_demo: bool = False
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __enter__(self) -> Self:
        with ExitStack() as started:
            self._start_all(started)
            self._stops = started.pop_all()  # reached only if all of it started
        return self

    def __exit__(self, *exception: object) -> None:
        self._stops.close()

    def _start_all(self, started: ExitStack) -> None:
        self.database = f"verso_journey_{secrets.token_hex(4)}"
        self.static_root = collected_static_files()
        started.callback(drop_database, self.database)
        started.callback(self._stop_processes)
        copy_database(self.template, self.database)
        if not self.is_demo:  # what is looked at only needs no worker
            self._start("celery", "-A", "journal", "worker", "-c", "1", "-l", "warning")
        self.start_web_server()

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Our own process works in this journal: another one would take seconds to start."""
        own_settings = override_settings(SITE_URL=self.address, SECRET_KEY=SECRET_KEY)
        with self.blocker.unblock(), own_settings, working_in(self.database_url):
            yield

    def _stop_processes(self) -> None:
        """At once: what they still do concerns nobody."""
        for process in self.processes:
            end_with_children(process)
        self.processes.clear()

    def start_web_server(self) -> None:
        self._start(
            *("granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)),
            *("--workers", "1", "journal.wsgi:application"),
        )
        self._wait()

    def kill_web_server(self) -> None:
        """At once, in the middle of whatever it does; the web server was started last."""
        end_with_children(self.processes.pop())

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def broker_number(self) -> int:
        """A Valkey database of its own, for a worker must not take another journal's work."""
        process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        return 2 + (2 * process + self.is_demo) % 14

    @property
    def database_url(self) -> str:
        return database_url(self.database)

    @property
    def environment(self) -> dict[str, str]:
        sources = {name: _as_text(value) for name, value in self.replay.settings.items()}
        return {
            **os.environ,
            **sources,
            "DATABASE_URL": self.database_url,
            "REDIS_URL": f"{settings.REDIS_URL.rsplit('/', 1)[0]}/{self.broker_number}",
            "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
            "SECRET_KEY": SECRET_KEY,
            "SITE_URL": self.address,
            "STATIC_ROOT": str(self.static_root),
            "IS_DEMO": str(self.is_demo),
            "ISSUE_FILES_DIR": str(self.folder / "issue-files"),
            "PICTURES_DIR": str(self.folder / "pictures"),
            "EMAIL_URL": f"filemail://{self.folder / 'mail'}",
            "PYTHONWARNINGS": "default",
        }

    def manage(self, *arguments: str) -> str:
        """Run a management command in this journal; returns what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def mails(self, to: str) -> list[tuple[str, str]]:
        """(subject, text) of every mail to one address, oldest first."""
        found = []
        for file in sorted((self.folder / "mail").glob("*"), key=lambda path: path.stat().st_mtime):
            mails = read_mails(file.read_text())
            found += [(subject, text) for receiver, subject, text in mails if receiver == to]
        return found

    def wait_for_mail(self, to: str, containing: str) -> str:
        """The text of a mail that the worker sends in the background."""
        deadline = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < deadline:
            for _subject, text in self.mails(to):
                if containing in text:
                    return text
            time.sleep(0.1)
        raise AssertionError(f"no mail to {to} with {containing!r}: {self.mails(to)}")

    def _start(self, *command: str) -> None:
        program = Path(sys.executable).with_name(command[0])
        with (self.folder / f"{command[0]}.log").open("wb") as log:
            self.processes.append(
                subprocess.Popen(
                    [str(program), *command[1:]],
                    cwd=ROOT,
                    env=self.environment,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
            )

    def _wait(self) -> None:
        """Until the web server, started last, answers."""
        deadline = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < deadline and self.processes[-1].poll() is None:
            try:
                if httpx.get(f"{self.address}/readyz", trust_env=False).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError((self.folder / "granian.log").read_text())


@cache  # it is looked ten times a second for a mail
def read_mails(text: str) -> list[tuple[str, str, str]]:
    """(to, subject, text) of those in a file."""
    found = []
    for part in text.split("\n" + "-" * 79 + "\n"):
        mail = message_from_string(part.strip(), policy=policy.default)
        body = mail.get_body(("plain",)) or mail
        found.append((mail["To"], mail["Subject"], body.get_content()))
    return found


def end_with_children(process: subprocess.Popen[bytes]) -> None:
    with suppress(psutil.NoSuchProcess):
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()  # first, for it may start its children again
        for child in children:
            with suppress(psutil.NoSuchProcess):
                child.kill()
    process.wait(timeout=20)


def _as_text(value: object) -> str:
    return ",".join(value) if isinstance(value, list) else str(value)
