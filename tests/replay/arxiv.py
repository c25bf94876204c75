"""The query API of arXiv, for `id_list` only; written without a look at our adapter."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

from tests.replay.answers import ReceivedRequest, Reply

SETTINGS = {"ARXIV_API_URL": "/arxiv/api/query"}
RECORDINGS = Path(__file__).parent.parent / "recordings"
FOLDERS = (RECORDINGS / "arxiv_api", RECORDINGS / "synthetic" / "arxiv")
MANY_AUTHORS_ID = "2401.03000"  # made on the fly: 3,000 authors

_ENTRY = re.compile(rb"  <entry>\s*<id>http://arxiv\.org/abs/(\S+?)v(\d+)</id>.*?</entry>\n", re.S)
_WELL_FORMED_ID = re.compile(r"(?:[a-z-]+(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?")
_FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" \
xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/replay</id>
  <title>arXiv Query: search_query=&amp;id_list={ids}&amp;start=0&amp;max_results=10</title>
  <updated>2026-04-12T22:10:19Z</updated>
  <opensearch:itemsPerPage>10</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
"""


def answer(request: ReceivedRequest) -> Reply | None:
    """Unknown ids are left out, as arXiv does."""
    if request.path != "/arxiv/api/query":
        return None
    asked = parse_qs(request.query)
    wanted = asked.get("id_list", [""])[0].split(",")
    size = int(asked.get("max_results", ["10"])[0])
    for external_id in wanted:
        if not _WELL_FORMED_ID.fullmatch(external_id):
            return Reply(400, "application/atom+xml", _error(external_id))
    found = [entries()[external_id] for external_id in wanted if external_id in entries()]
    head = _FEED.format(ids=",".join(wanted), total=len(found)).encode()
    content = head + b"".join(found[:size]) + b"</feed>\n"
    return Reply(200, "application/atom+xml; charset=utf-8", content)


@cache
def entries() -> dict[str, bytes]:
    """Every entry of the recorded files, byte for byte, under "ID" (the newest) and "IDvN"."""
    found: dict[str, bytes] = {}
    newest: dict[str, int] = {}
    contents = [path.read_bytes() for folder in FOLDERS for path in sorted(folder.glob("*.xml"))]
    for content in [*contents, many_authors_feed()]:
        for match in _ENTRY.finditer(content):
            external_id, version = match[1].decode(), int(match[2])
            found[f"{external_id}v{version}"] = match[0]
            if version >= newest.get(external_id, 0):
                newest[external_id], found[external_id] = version, match[0]
    return found


def many_authors_feed(count: int = 3000) -> bytes:
    authors = "".join(
        f"    <author>\n      <name>Author {number} Example</name>\n    </author>\n"
        for number in range(1, count + 1)
    )
    entry = f"""  <entry>
    <id>http://arxiv.org/abs/{MANY_AUTHORS_ID}v1</id>
    <title>A Collaboration of {count}</title>
    <updated>2024-01-15T09:30:00Z</updated>
    <summary>We were many.</summary>
    <category term="hep-ex" scheme="http://arxiv.org/schemas/atom"/>
    <published>2024-01-15T09:30:00Z</published>
    <arxiv:primary_category term="hep-ex"/>
{authors}  </entry>
"""
    return (_FEED.format(ids=MANY_AUTHORS_ID, total=1) + entry + "</feed>\n").encode()


def _error(external_id: str) -> bytes:
    sample = (RECORDINGS / "synthetic" / "arxiv" / "error_malformed_id.xml").read_bytes()
    return sample.replace(b"notanid", re.sub(r"[^\w./-]", "_", external_id).encode())
