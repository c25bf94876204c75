"""Crossref's works, one by its DOI; written without a look at our adapter."""

import json
from functools import cache
from urllib.parse import unquote

from tests.replay.answers import ReceivedRequest, Reply
from tests.replay.arxiv import RECORDINGS

SETTINGS = {"CROSSREF_API_URL": "/crossref"}
FOLDERS = (RECORDINGS / "crossref", RECORDINGS / "synthetic" / "crossref")
NOT_FOUND = RECORDINGS / "crossref" / "http404_arxiv_doi_not_in_crossref.txt"


def answer(request: ReceivedRequest) -> Reply | None:
    doi = request.path.removeprefix("/crossref/works/")
    if doi == request.path:
        return None
    if found := works().get(unquote(doi).lower()):
        return Reply(200, "application/json", found)
    return Reply(404, "text/plain", NOT_FOUND.read_bytes())


@cache
def works() -> dict[str, bytes]:
    """Recorded and synthetic answers, byte for byte, by the DOI of the work in each."""
    found = {}
    for content in [path.read_bytes() for folder in FOLDERS for path in folder.glob("*.json")]:
        answer = json.loads(content)
        if answer["message-type"] == "work":
            found[answer["message"]["DOI"].lower()] = content
    return found
