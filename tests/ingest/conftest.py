from collections.abc import Iterator
from typing import Any

import pytest

from ingest.http.client import SourceClient
from tests.replay import forum_feeds, forum_views, forums
from tests.replay.fixtures import replay

__all__ = ["replay", "serve_posts", "source_client"]


@pytest.fixture
def source_client() -> Iterator[SourceClient]:
    """A client that never waits between its tries."""
    with SourceClient(sleep=lambda _seconds: None) as client:
        yield client


@pytest.fixture
def serve_posts(monkeypatch):
    """Let the replay server's forums hold these posts only: `serve_posts("lesswrong", post, …)`.

    A forum that is not named holds none.
    """
    held: dict[str, dict[str, Any]] = {}

    def serve(forum: str, *posts: dict[str, Any]) -> None:
        held[forum] = {post["_id"]: post for post in posts}

    for module in (forums, forum_views, forum_feeds):
        monkeypatch.setattr(module, "posts", lambda forum: held.get(forum, {}))
    return serve
