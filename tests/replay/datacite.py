"""DataCite's records, one by its DOI; written without a look at our adapter."""

import json
from functools import cache
from urllib.parse import unquote

from tests.replay.answers import ReceivedRequest, Reply
from tests.replay.arxiv import RECORDINGS

SETTINGS = {"DATACITE_API_URL": "/datacite"}
FOLDERS = (RECORDINGS / "datacite", RECORDINGS / "synthetic" / "datacite")
NOT_FOUND = RECORDINGS / "synthetic" / "datacite" / "not_found.json"


def answer(request: ReceivedRequest) -> Reply | None:
    doi = request.path.removeprefix("/datacite/dois/")
    if doi == request.path:
        return None
    if found := records().get(unquote(doi).lower()):
        return Reply(200, "application/vnd.api+json; charset=utf-8", found)
    return Reply(404, "application/json; charset=utf-8", NOT_FOUND.read_bytes())


@cache
def records() -> dict[str, bytes]:
    """Recorded and synthetic answers, byte for byte; the documents of a dump are none."""
    found = {}
    for content in [path.read_bytes() for folder in FOLDERS for path in folder.glob("*.json")]:
        answer = json.loads(content)
        if "data" in answer:
            found[answer["data"]["id"].lower()] = content
    return found
