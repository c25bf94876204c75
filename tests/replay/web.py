"""Pages and feeds of sites nobody has an adapter for: whatever lies in two folders of samples.

`/web/NAME` and `/feeds/NAME`. Each has an ETag, and is not sent again to who has it.
"""

import hashlib
from pathlib import Path

from tests.replay.answers import ReceivedRequest, Reply

SETTINGS: dict[str, str] = {}
SYNTHETIC = Path(__file__).parent.parent / "recordings" / "synthetic"
_TYPES = {
    ".html": "text/html",
    ".rss": "application/rss+xml",
    ".rdf": "application/rdf+xml",
    ".atom": "application/atom+xml",
    ".json": "application/feed+json",
}


def answer(request: ReceivedRequest) -> Reply | None:
    folder, _slash, name = request.path.removeprefix("/").partition("/")
    path = SYNTHETIC / folder / name
    if folder not in ("web", "feeds") or "/" in name or not path.is_file():
        return None
    content = path.read_bytes()
    etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    if request.headers.get("if-none-match") == etag:
        return Reply(304, _TYPES[path.suffix], b"", {"ETag": etag})
    return Reply(200, _TYPES[path.suffix], content, {"ETag": etag})
