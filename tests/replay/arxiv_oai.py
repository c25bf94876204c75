"""OAI-PMH of arXiv: one recorded list, single records, and synthetic pages of today's server.

Without a set there is the list of 7 March 2023, in oai_dc only, on the three pages it had. The set
"synthetic" has pages in arXiv and arXivRaw as the server in use since March 2025 writes them.
"""

import gzip
import re
from datetime import UTC, datetime, time, timedelta
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

from tests.replay.answers import ReceivedRequest, Reply
from tests.replay.arxiv import RECORDINGS

SETTINGS = {"ARXIV_OAI_URL": "/arxiv/oai"}
RECORDED = RECORDINGS / "arxiv_oai"
SYNTHETIC = RECORDINGS / "synthetic" / "arxiv_oai"
CHAIN = (
    "chain_2023-03-07_page1.xml.gz",
    "chain_2023-03-07_page2.xml.gz",
    "chain_2023-03-07_page3_last.xml.gz",
)
CHAIN_DAY = "2023-03-07"
FORMATS = ("arXiv", "arXivOld", "arXivRaw", "oai_dc")

_REQUEST = re.compile(rb"<request ([^>]*)>")
_ATTRIBUTE = re.compile(r"(\w+)=(?:\"([^\"]*)\"|'([^']*)')")
_RECORD = re.compile(rb"        <record>\n.*?</record>\n", re.DOTALL)
_DATESTAMP = re.compile(rb"<datestamp>([0-9-]{10})")
_EXPIRES = re.compile(rb"expires='[^']*'")
_ERROR = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<responseDate>2025-03-12T10:00:00Z</responseDate>
<request>http://oaipmh.arxiv.org/oai</request>
<error code='{code}'>{text}</error>
</OAI-PMH>
"""


def answer(request: ReceivedRequest) -> Reply | None:
    """Errors come with HTTP 200, as the standard has it."""
    if request.path != "/arxiv/oai":
        return None
    asked = {name: values[0] for name, values in parse_qs(request.query).items()}
    return Reply(200, "text/xml; charset=utf-8", _answer(asked))


def _answer(asked: dict[str, str]) -> bytes:
    verb = asked.get("verb")
    if verb not in ("GetRecord", "ListRecords"):
        return error("badVerb", "Value of the verb argument is not a legal OAI-PMH verb.")
    if "resumptionToken" in asked:
        if set(asked) != {"verb", "resumptionToken"}:
            return error("badArgument", "No other paramters allowed with resumptionToken")
        return _recorded(asked) or error("badResumptionToken", "The token is invalid or expired.")
    if asked.get("metadataPrefix") not in FORMATS:
        return error("cannotDisseminateFormat", "Did not recognize requested format")
    if verb == "GetRecord":
        return _recorded(asked) or error("idDoesNotExist", "Nothing is known by this identifier.")
    return _first_page(asked)


def _first_page(asked: dict[str, str]) -> bytes:
    is_synthetic = asked.get("set") == "synthetic"
    is_known = asked["metadataPrefix"] in (("arXiv", "arXivRaw") if is_synthetic else ("oai_dc",))
    if not is_known:
        return error("cannotDisseminateFormat", "Not recorded in this format.")
    if is_synthetic:
        return _synthetic_from(asked["metadataPrefix"], asked.get("from", ""), asked.get("until"))
    is_the_day = asked.get("from", "") <= CHAIN_DAY <= asked.get("until", CHAIN_DAY)
    if "set" in asked or not is_the_day:
        return error("noRecordsMatch", "The combination of arguments results in an empty list.")
    return read(RECORDED / CHAIN[0])


def _synthetic_from(prefix: str, since: str, until: str | None) -> bytes:
    """The first page, or on one page what is left of both."""
    first, second = (read(SYNTHETIC / f"present_{prefix}_page{page}.xml") for page in (1, 2))
    days = [found.decode() for found in _DATESTAMP.findall(first + second)]
    if since > max(days) or (until and until < min(days)):
        return error("noRecordsMatch", "The combination of arguments results in an empty list.")
    if since <= min(days) and (not until or until >= max(days)):
        return _fresh(first)
    kept = [
        record
        for record in _RECORD.findall(first + second)
        if since <= _DATESTAMP.search(record)[1].decode() <= (until or max(days))
    ]
    head, tail = second.partition(b"<ListRecords>\n"), second.rpartition(b"    </ListRecords>")
    return b"".join([*head[:2], *kept, *tail[1:]])


def _fresh(content: bytes) -> bytes:
    """A token is good until a midnight in UTC: not the next one, which may come within a test."""
    midnight = datetime.combine(datetime.now(UTC).date() + timedelta(days=2), time(), UTC)
    return _EXPIRES.sub(f"expires='{midnight:%Y-%m-%dT%H:%M:%SZ}'".encode(), content)


def _recorded(asked: dict[str, str]) -> bytes | None:
    return by_request().get(frozenset(asked.items()))


@cache
def by_request() -> dict[frozenset[tuple[str, str]], bytes]:
    """Answers by the arguments that the <request> in each of them names."""
    found = {}
    for path in [*sorted(RECORDED.iterdir()), *sorted(SYNTHETIC.glob("present_*.xml"))]:
        content = read(path) if path.suffix in (".gz", ".xml") else b""
        if request := _REQUEST.search(content[:2000]):
            arguments = _ATTRIBUTE.findall(request[1].decode())
            key = frozenset((name, unescape(one or other)) for name, one, other in arguments)
            found[key] = content
    return found


def read(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def error(code: str, text: str) -> bytes:
    return _ERROR.format(code=code, text=text).encode()
