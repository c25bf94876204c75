"""The browsable documentation, in a real browser and under the journal's own content policy."""

import os

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture
def server():
    """The journal on a free port. Nothing here reads the database, so none is set up or emptied."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    thread.start()
    thread.is_ready.wait()
    assert thread.error is None
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture
def page():
    # Playwright keeps an event loop in this thread, which Django would take for its own.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def test_the_documentation_renders_without_breaking_the_policy(server, page):
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    answer = page.goto(f"{server}/api/v1/docs/")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    page.get_by_text("The preprints, page by page").wait_for()
    page.get_by_text("The preprints, page by page").click()
    page.get_by_text("significance_min").first.wait_for()
    assert said == []
    assert all(url.startswith((server, "data:")) for url in asked)
