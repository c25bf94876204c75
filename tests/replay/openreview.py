"""Notes by id, of OpenReview's two interfaces."""

from functools import cache
from urllib.parse import parse_qs

from tests.replay.answers import ReceivedRequest, Reply
from tests.replay.samples import SYNTHETIC, json_reply, load

SETTINGS = {
    "OPENREVIEW_API_URL": "/openreview/v2",
    "OPENREVIEW_V1_API_URL": "/openreview/v1",
}
SAMPLES = SYNTHETIC / "openreview"


def answer(request: ReceivedRequest) -> Reply | None:
    _empty, site, interface, *rest = [*request.path.split("/"), "", ""]
    if site != "openreview" or rest[:1] != ["notes"]:
        return None
    name = notes(interface).get(parse_qs(request.query)["id"][0])
    if name:
        return json_reply(load(SAMPLES / interface / name))
    if interface == "v1":
        return json_reply(load(SAMPLES / "v1" / "nothing.json"))
    return json_reply(load(SAMPLES / "v2" / "not_found.json"), 404)


@cache
def notes(interface: str) -> dict[str, str]:
    """The samples' file names by the id of their note."""
    found = {}
    for path in sorted((SAMPLES / interface).glob("*.json")):
        for note in load(path).get("notes", []):
            found[note["id"]] = path.name
    return found
