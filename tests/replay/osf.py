"""Preprints of api.osf.io with their contributors and versions."""

from functools import cache
from typing import Any

from tests.replay.answers import ReceivedRequest, Reply
from tests.replay.samples import SYNTHETIC, json_reply, load

SETTINGS = {"OSF_API_URL": "/osf/v2"}
SAMPLES = SYNTHETIC / "osf"


def answer(request: ReceivedRequest) -> Reply | None:
    prefix = f"{SETTINGS['OSF_API_URL']}/preprints/"
    if not request.path.startswith(prefix):
        return None
    guid, _slash, rest = request.path.removeprefix(prefix).partition("/")
    name = preprints().get(guid)
    part = f".{rest.removesuffix('/')}" if rest else ""
    path = SAMPLES / f"{name}{part}.json"
    if name is None or not path.exists():
        return json_reply(load(SAMPLES / "not_found.json"), 404)
    return json_reply(load(path))


@cache
def preprints() -> dict[str, Any]:
    """The samples' names by id, with its version and without."""
    found = {}
    for path in sorted(SAMPLES.glob("*.json")):
        preprint = load(path).get("data")
        if isinstance(preprint, dict):
            guid = preprint["id"]
            found[guid] = found[guid.partition("_")[0]] = path.stem
    return found
