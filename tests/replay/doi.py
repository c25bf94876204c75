"""doi.org's word on who registered a DOI or a prefix; links are not resolved."""

import json
from urllib.parse import unquote

from tests.replay import crossref, datacite
from tests.replay.answers import ReceivedRequest, Reply
from tests.replay.arxiv import RECORDINGS

SETTINGS = {"DOI_URL": "/doi"}
FOLDERS = (RECORDINGS / "doi_ra", RECORDINGS / "synthetic" / "doi_ra")


def answer(request: ReceivedRequest) -> Reply | None:
    names = request.path.removeprefix("/doi/ra/")
    if names == request.path:
        return None
    found = [_found(name) for name in unquote(names).split(",")]
    return Reply(200, "application/json", json.dumps(found, indent=2).encode())


def _found(name: str) -> dict[str, str]:
    for path in [path for folder in FOLDERS for path in folder.glob("*.json")]:
        (known,) = json.loads(path.read_bytes())
        if known["DOI"] == name.lower():
            return known
    for agency, dois in (("Crossref", crossref.works()), ("DataCite", datacite.records())):
        if any(name.lower() in (doi, doi.partition("/")[0]) for doi in dois):
            return {"DOI": name, "RA": agency}
    return {"DOI": name, "status": "DOI does not exist"}
