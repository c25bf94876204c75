"""The Nu HTML checker finds no error in any page."""

import json
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.journeys.page_types import PageType, linked_page_types

FEWEST = 60  # pages: a search that finds fewer has lost some


@pytest.fixture(scope="module")
def folder(demo_journal, tmp_path_factory) -> Path:
    """The pages of the demo, as they are sent."""
    with demo_journal.inside():
        pages = linked_page_types()
    assert len(pages) > FEWEST
    folder = tmp_path_factory.mktemp("pages")
    for one in pages:
        (folder / file_name(one)).write_text(fetch(demo_journal.address, one))
    return folder


def file_name(page: PageType) -> str:
    return f"{page.name.replace(':', '-').replace(' ', '-')}.html"


def fetch(address: str, page: PageType) -> str:
    cookies = {"sessionid": page.session} if page.session else {}
    with httpx.Client(base_url=address, cookies=cookies, trust_env=False) as client:
        return client.get(page.address).text


def errors_in(folder: Path, tools: Path) -> list[str]:
    jar = tools / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        ["java", "-jar", jar, "--errors-only", "--format", "json", *sorted(folder.iterdir())],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{Path(one.get('url', '')).name}:{one.get('lastLine')}: {one['message']}"
        for one in messages
    ]


def test_no_page_has_an_error(folder, tools):
    errors = errors_in(folder, tools)
    assert not errors, "\n".join(errors)


def test_an_error_is_found(tmp_path, tools):
    (tmp_path / "wrong.html").write_text("<!doctype html><title>Wrong</title><p><li>")
    assert any("wrong.html" in error and "li" in error for error in errors_in(tmp_path, tools))
