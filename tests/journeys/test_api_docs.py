"""The API's documentation in a browser: somebody else's pages, under our security policy."""

import pytest

pytestmark = pytest.mark.journey


def test_the_documentation_renders_without_breaking_the_policy(visit_demo, demo_journal):
    page = visit_demo()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    answer = page.goto("/api/v1/docs/")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    page.get_by_text("The preprints, page by page").click()
    page.get_by_text("significance_min").first.wait_for()
    assert all(url.startswith((demo_journal.address, "data:")) for url in asked)
