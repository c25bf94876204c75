"""Organisations of api.ror.org: one by its ID, or some by their name."""

from urllib.parse import parse_qs

from tests.replay.answers import ReceivedRequest, Reply
from tests.replay.samples import SYNTHETIC, json_reply, load

SETTINGS = {"ROR_API_URL": "/ror/v2"}
SAMPLES = SYNTHETIC / "ror"
HERONS = "0here0n77"  # the ID of organisation.json, the first of herons.json


def answer(request: ReceivedRequest) -> Reply | None:
    base = f"{SETTINGS['ROR_API_URL']}/organizations"
    if request.path == f"{base}/{HERONS}":
        return json_reply(load(SAMPLES / "organisation.json"))
    if request.path.startswith(f"{base}/"):
        return json_reply(load(SAMPLES / "not_found.json"), 404)
    if request.path != base:
        return None
    (asked,) = parse_qs(request.query)["query"]
    return json_reply(load(SAMPLES / ("herons.json" if "Heron" in asked else "none.json")))
