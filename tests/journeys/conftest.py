import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.journal import RunningJournal
from tests.replay.server import ReplayServer

# Chromium's own errands on the network are of no use here.
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningJournal]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    folder = tmp_path_factory.mktemp("journal")
    with ReplayServer() as replay, RunningJournal(folder, replay, port) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    installed = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=installed, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, journal: RunningJournal) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody new: `visit()` gives a fresh browser profile's page.

    Anything the browser complains about (an error in a script, something the content security
    policy refused) fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def fresh(**options: object) -> Page:
        context = browser.new_context(base_url=journal.address, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda line: complaints.append(line.text) if "Security Policy" in line.text else None,
        )
        return page

    yield fresh
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: VERSO_PICTURES keeps them, otherwise they are made and thrown away."""
    kept = os.environ.get("VERSO_PICTURES")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
