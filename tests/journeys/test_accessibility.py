"""Every page can be used by everybody: on a phone and at a desk, by day and by night.

axe-core looks for what a program can judge of WCAG 2.2, in a real browser. Each route is looked at
without being named here.
"""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.journeys.conftest import running_journal
from tests.journeys.journal import RunningJournal
from tests.journeys.page_types import PageType, linked_page_types, page_types

pytestmark = [pytest.mark.journey, pytest.mark.long]

DESK, PHONE, NARROWEST = (1280, 900), (360, 740), (320, 640)  # pixels, width and height
LOOKS = [(DESK, "light"), (PHONE, "dark")]  # colours do not depend on the width
# What is inside is Swagger UI's own, and so are its faults.
CONTEXT = {"exclude": [["#swagger-ui"]]}
FEWEST, FEWEST_LINKED = 80, 60  # pages: a search that finds fewer has lost some
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# After a key was pressed, what gets the focus shows it as if it had been reached by Tab.
CAN_HAVE_FOCUS = "a[href], button, input, select, textarea, summary, [tabindex]"
UNSEEN_FOCUS = """selector => [...document.querySelectorAll(selector)]
  .filter(one => one.checkVisibility() && !one.disabled && !one.closest("#swagger-ui"))
  .filter(one => {
    one.focus({ preventScroll: true });
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return one === document.activeElement && (outlineStyle === "none" || outlineWidth === "0px");
  })
  .map(one => one.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def journal(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any, migrated_database: str
) -> Iterator[RunningJournal]:
    """A journal with one of each thing; nothing in it needs the worker, so it has none."""
    folder = tmp_path_factory.mktemp("one-of-each")
    with running_journal(folder, django_db_blocker, migrated_database, is_demo=True) as running:
        yield running


def test_no_page_keeps_anybody_out(visit: Callable[..., Page], journal: RunningJournal) -> None:
    with journal.inside():
        pages = page_types()
    assert len(pages) > FEWEST
    found = faults(visit, journal, pages)
    assert not found, "\n".join(found)


def test_no_page_of_the_demo_keeps_anybody_out(
    visit_demo: Callable[..., Page], demo_journal: RunningJournal
) -> None:
    with demo_journal.inside():
        pages = linked_page_types()
    assert len(pages) > FEWEST_LINKED
    found = faults(visit_demo, demo_journal, pages)
    assert not found, "\n".join(found)


def faults(visit: Callable[..., Page], journal: RunningJournal, pages: list[PageType]) -> list[str]:
    found: list[str] = []
    browsers: dict[str, Page] = {}
    for one in pages:
        if one.session not in browsers:
            browsers[one.session] = open_browser(visit, journal, one.session, found)
        found += faults_of(browsers[one.session], one)
    return found


def open_browser(
    visit: Callable[..., Page], journal: RunningJournal, session: str, found: list[str]
) -> Page:
    page = visit()
    if session:
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": journal.address}])
    own = urlsplit(journal.address).netloc

    def note_request(request: Any) -> None:
        host = urlsplit(request.url).netloc
        if host not in ("", own):
            found.append(f"{page.url}: asked another host, {request.url}")

    def note_line(line: Any) -> None:
        if line.type == "error" and "404" not in line.text:
            found.append(f"{page.url}: {line.text}")

    page.on("request", note_request)
    page.on("console", note_line)
    return page


def faults_of(page: Page, one: PageType) -> Iterator[str]:
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.emulate_media(color_scheme="light")
    page.goto(one.address)
    page.locator("main").wait_for(state="attached")  # Swagger UI makes its own
    page.evaluate(AXE_SCRIPT)
    for (width, height), scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        yield from (f"{one.name}, {width} {scheme}: {fault}" for fault in axe_faults(page))
        yield from too_wide(page, one, width)
    width, height = NARROWEST
    page.set_viewport_size({"width": width, "height": height})
    yield from too_wide(page, one, width)
    page.keyboard.press("Tab")
    yield from (
        f"{one.name}: focus unseen: {html}" for html in page.evaluate(UNSEEN_FOCUS, CAN_HAVE_FOCUS)
    )


def axe_faults(page: Page) -> Iterator[str]:
    run = "context => axe.run(context, { resultTypes: ['violations'] })"
    for rule in page.evaluate(run, CONTEXT)["violations"]:
        for node in rule["nodes"]:
            yield f"{rule['id']}: {node['html'][:200]}: {node['failureSummary']}"


def too_wide(page: Page, one: PageType, width: int) -> Iterator[str]:
    if over := page.evaluate(TOO_WIDE):
        yield f"{one.name} ({one.address}): {over} pixels too wide at {width}"
