"""A journal as in production: granian, PostgreSQL and Valkey as processes that can be stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
from pytest_django import DjangoDbBlocker

from journal import embedded
from tests.copied_database import copy_to_another_server, working_in
from tests.factories.accounts import PASSWORD, UserFactory
from tests.journeys.static_files import collected_static_files
from tests.running.test_make_run import free_port

ROOT = Path(__file__).parents[2]
STATEMENT_SECONDS = 2


class FaultyJournal:
    """Its servers live under `folder`, apart from those of the test run.

    template: a migrated database of the test run to copy (the fixture `migrated_database`).
    """

    def __init__(self, folder: Path, blocker: DjangoDbBlocker, template: str) -> None:
        self.var, port = folder / "var", free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.servers = embedded.addresses(self.var)
        self.environment = {
            **os.environ,
            "DATABASE_URL": self.servers.database_url,
            "REDIS_URL": self.servers.redis_url,
            "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
            "SECRET_KEY": "a key for these tests only, long enough",
            "SITE_URL": self.url,
            "VAR_DIR": str(self.var),
            "STATIC_ROOT": str(collected_static_files()),
            "EMAIL_URL": "filemail://",
            "WEB_STATEMENT_SECONDS": str(STATEMENT_SECONDS),
            "IS_DEMO": "0",
        }
        copy_to_another_server(template, self.servers.database_url)
        with blocker.unblock(), working_in(self.servers.database_url):
            UserFactory(email="editor@example.org", editor=True, verified=True)
        serve = ["--interface", "wsgi", "--port", str(port), "--workers", "1"]
        serve += ["--blocking-threads", "4", "--no-ws", "--log-level", "error"]
        self.log = (folder / "web.log").open("w")
        self.web = subprocess.Popen(
            [sys.executable, "-m", "granian", *serve, "journal.wsgi:application"],
            cwd=ROOT,
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
        )
        self.wait_until_it_serves()

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=60)

    def signed_in(self) -> httpx.Client:
        client = self.client()
        client.get("/accounts/login/")
        answer = client.post(
            "/accounts/login/",
            data={
                "login": "editor@example.org",
                "password": PASSWORD,
                "csrfmiddlewaretoken": client.cookies["csrftoken"],
            },
        )
        assert answer.status_code == 302, answer.text
        return client

    def wait_until_it_serves(self, path: str = "/preprints/") -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if httpx.get(self.url + path, timeout=30).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
        raise AssertionError("the journal does not serve")

    def database_processes(self) -> list[psutil.Process]:
        postmaster = psutil.Process(embedded._postmaster_pid(self.var))
        return [postmaster, *postmaster.children(recursive=True)]

    def broker_process(self) -> psutil.Process:
        return psutil.Process(embedded._read_state(self.var)["valkey"]["pid"])

    def stop_database(self) -> None:
        embedded._stop(embedded._postmaster_pid(self.var), signal.SIGINT)

    def start_servers(self) -> None:
        """Those that do not run, at their old addresses."""
        assert embedded.addresses(self.var) == self.servers

    def end(self) -> None:
        self.web.terminate()
        try:
            self.web.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.web.kill()
            self.web.wait()
        self.log.close()
        embedded.release(self.var, os.getpid())
        embedded._HELD.discard(self.var)


@contextmanager
def hanging(*processes: psutil.Process) -> Iterator[None]:
    """The processes hold all they have and do nothing."""
    try:
        for process in processes:
            process.suspend()
        yield
    finally:
        for process in processes:
            process.resume()
