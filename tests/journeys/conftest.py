import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from tests.journeys.journal import RunningJournal
from tests.journeys.writers import Writer, make_writers, open_form
from tests.replay.server import ReplayServer

# Chromium's own errands on the network are of no use here.
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]

expect.set_options(timeout=25_000)  # milliseconds, against hanging only


@contextmanager
def running_journal(
    folder: Path, blocker: DjangoDbBlocker, template: str, *, is_demo: bool = False
) -> Iterator[RunningJournal]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with (
        ReplayServer() as replay,
        RunningJournal(folder, replay, port, blocker, template, is_demo) as running,
    ):
        yield running


@pytest.fixture(scope="session")
def journal(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
    migrated_database: str,
) -> Iterator[RunningJournal]:
    """An empty journal."""
    folder = tmp_path_factory.mktemp("journal")
    with running_journal(folder, django_db_blocker, migrated_database) as running:
        yield running


@pytest.fixture(scope="session")
def demo_journal(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
    demo_database: str,
) -> Iterator[RunningJournal]:
    """A journal with the demo in it, for looking at only."""
    folder = tmp_path_factory.mktemp("demo")
    with running_journal(folder, django_db_blocker, demo_database, is_demo=True) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium. It goes with this folder's tests: Playwright keeps an event loop in this thread."""
    # The same names as in scripts/install-browser; without any, Playwright's own is there.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    installed = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=installed, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, journal: RunningJournal) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody new: `visit()` gives a fresh browser profile's page."""
    with visiting(browser, journal) as fresh:
        yield fresh


@pytest.fixture
def visit_demo(browser: Browser, demo_journal: RunningJournal) -> Iterator[Callable[..., Page]]:
    with visiting(browser, demo_journal) as fresh:
        yield fresh


@contextmanager
def visiting(browser: Browser, journal: RunningJournal) -> Iterator[Callable[..., Page]]:
    """Fresh pages on a journal. Anything the browser complains about (an error in a script,
    something the content security policy refused) fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def fresh(**options: Any) -> Page:
        # Scrolling smoothly to each field takes its time, and each of its steps is drawn.
        options = {"reduced_motion": "reduce", **options}
        context = browser.new_context(base_url=journal.address, **options)
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
def writers(journal: RunningJournal) -> Iterator[Writer]:
    """People with a review to write: the next one, whenever somebody new is needed."""
    return iter(make_writers(journal))


@pytest.fixture
def written(writers: Iterator[Writer]) -> Writer:
    return next(writers)


@pytest.fixture
def form(visit: Callable[..., Page], journal: RunningJournal, written: Writer) -> Page:
    """The form of a review, open in the browser of its signed-in writer; it saves at once."""
    return open_form(visit, journal, written)


@pytest.fixture
def form_as_people_have_it(
    visit: Callable[..., Page], journal: RunningJournal, written: Writer
) -> Page:
    """The same, for what somebody does before the form saves by itself."""
    return open_form(visit, journal, written, is_hurried=False)


@pytest.fixture
def plain(visit: Callable[..., Page], journal: RunningJournal, written: Writer) -> Page:
    """The same in a browser without scripts."""
    return open_form(visit, journal, written, java_script_enabled=False)


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: VERSO_PICTURES keeps them, otherwise they are made and thrown away."""
    kept = os.environ.get("VERSO_PICTURES")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
