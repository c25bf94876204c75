"""The `details` of api.biorxiv.org: by DOI, and by days in pages of four."""

from functools import cache
from typing import Any

from tests.replay.answers import ReceivedRequest, Reply
from tests.replay.samples import RECORDINGS, SYNTHETIC, json_reply, load

SETTINGS = {"BIORXIV_API_URL": "/biorxiv"}
SAMPLES = SYNTHETIC / "biorxiv"
PAGE_SIZE = 4  # the server's own is 30
NOTHING_FOUND = {"messages": [{"status": "no posts found"}], "collection": []}


def answer(request: ReceivedRequest) -> Reply | None:
    parts = request.path.split("/")
    if parts[:3] != ["", "biorxiv", "details"]:
        return None
    server, rest = parts[3], parts[4:]
    if rest[-2:] == ["na", "json"]:
        doi = "/".join(rest[:-2])
        found = [row for row in rows(server) if row["doi"] == doi]
        message = {"status": "ok", "count": len(found)}
    else:
        since, until, start = rest[0], rest[1], int(rest[2])
        days = [row for row in rows(server) if since <= row["date"] <= until]
        found = days[start : start + PAGE_SIZE]
        # Strings for numbers, as the server sends them.
        message = {
            "status": "ok",
            "interval": f"{since}:{until}",
            "cursor": start,
            "count": len(found),
            "total": str(len(days)),
        }
    return json_reply({"messages": [message], "collection": found} if found else NOTHING_FOUND)


@cache
def rows(server: str) -> list[dict[str, Any]]:
    """Every row of the recorded and the synthetic files, by the day it was posted."""
    folders = (RECORDINGS / "biorxiv", SAMPLES)
    paths = [path for folder in folders for path in sorted(folder.glob("*.json"))]
    found = [row for path in paths for row in load(path)["collection"]]
    return sorted(
        (row for row in found if row["server"].lower() == server),
        key=lambda row: (row["date"], row["doi"], int(row["version"])),
    )
