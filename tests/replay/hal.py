"""HAL: its API, which has the newest version of a work, and its site's export of any version."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

from tests.replay.answers import ReceivedRequest, Reply
from tests.replay.samples import SYNTHETIC, json_reply

SETTINGS = {"HAL_API_URL": "/hal/api", "HAL_URL": "/hal/site"}
SAMPLES = SYNTHETIC / "hal"
EARLIER = "hal-90000001v2"  # the only version here that is not the newest of its work

_QUERY = re.compile(r'halId_s:"([a-z_-]+[0-9]{8})"')
_EXPORT = re.compile(rf"{SETTINGS['HAL_URL']}/([a-z_-]+[0-9]{{8}}v[0-9])/tei")


def answer(request: ReceivedRequest) -> Reply | None:
    if request.path == f"{SETTINGS['HAL_API_URL']}/search/":
        match = _QUERY.fullmatch(dict(parse_qsl(request.query)).get("q", ""))
        return json_reply(search(match[1] if match else ""))
    if match := _EXPORT.fullmatch(request.path):
        if match[1] == EARLIER:
            return Reply(200, "text/xml", (SAMPLES / "second_version.xml").read_bytes())
        return Reply(404, "text/html", b"<!doctype html><html><title>HAL</title></html>")
    return None


def search(hal_id: str) -> dict[str, object]:
    """What the API answers where a work is asked for by its identifier."""
    found = [deposits()[hal_id]] if hal_id in deposits() else []
    documents = [
        {"halId_s": hal_id, "version_i": 1, "label_xml": path.read_text(encoding="utf-8")}
        for path in found
    ]
    return {"response": {"numFound": len(documents), "start": 0, "docs": documents}}


@cache
def deposits() -> dict[str, Path]:
    """By identifier; of each work its newest version."""
    paths = [path for path in SAMPLES.glob("*.xml") if path.stem != "second_version"]
    found = {}
    for path in paths:
        match = re.search('type="halId">([^<]+)<', path.read_text(encoding="utf-8"))
        found[match[1] if match else ""] = path
    return found
