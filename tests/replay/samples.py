"""Recorded and synthetic samples on disk, and JSON replies made of them."""

import json
from pathlib import Path
from typing import Any

from tests.replay.answers import Reply
from tests.replay.arxiv import RECORDINGS

SYNTHETIC = RECORDINGS / "synthetic"


def load(path: Path) -> Any:
    return json.loads(path.read_bytes())


def json_reply(answer: Any, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    return Reply(status, "application/json", json.dumps(answer).encode(), headers or {})
