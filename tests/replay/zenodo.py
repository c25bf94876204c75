"""Records of Zenodo and, in the form of InvenioRDM, of Rogue Scholar."""

from functools import cache
from pathlib import Path
from typing import Any

from tests.replay.answers import ReceivedRequest, Reply
from tests.replay.samples import RECORDINGS, SYNTHETIC, json_reply, load

SETTINGS = {"ZENODO_API_URL": "/zenodo/api"}
SAMPLES = SYNTHETIC / "zenodo"
INVENIORDM_SAMPLES = SYNTHETIC / "inveniordm"
INVENIORDM_PATH = "/inveniordm/rogue-scholar.org/api"
GONE_ID = "900000000099"

_REDIRECTING = b"<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n"


def answer(request: ReceivedRequest) -> Reply | None:
    folder, slash, record_id = request.path.rpartition("/records/")
    if not slash or folder not in (SETTINGS["ZENODO_API_URL"], INVENIORDM_PATH):
        return None
    found = zenodo_records() if folder == SETTINGS["ZENODO_API_URL"] else inveniordm_records()
    if record_id == GONE_ID:
        return json_reply(load(SAMPLES / "gone.json"), 410)
    if record_id in found:
        return json_reply(found[record_id])
    for version_id, record in found.items():
        if record_id in (record.get("conceptrecid"), record.get("parent", {}).get("id")):
            location = f"{folder}/records/{version_id}"
            return Reply(302, "text/html", _REDIRECTING, {"Location": location})
    return json_reply(load(SAMPLES / "not_found.json"), 404)


@cache
def zenodo_records() -> dict[str, Any]:
    return _by_id([*(RECORDINGS / "zenodo").glob("*.json"), *SAMPLES.glob("*.json")])


@cache
def inveniordm_records() -> dict[str, Any]:
    return _by_id([*INVENIORDM_SAMPLES.glob("*.json")])


def _by_id(paths: list[Path]) -> dict[str, Any]:
    records = [load(path) for path in sorted(paths)]
    return {str(record["id"]): record for record in records if "id" in record}
