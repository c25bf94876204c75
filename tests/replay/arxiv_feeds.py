"""arXiv's daily feeds: one synthetic day, for the categories that are in it."""

import hashlib
import re
from urllib.parse import unquote

from tests.replay.answers import ReceivedRequest, Reply
from tests.replay.arxiv import RECORDINGS

SETTINGS = {"ARXIV_RSS_URL": "/arxiv/feeds"}
SAMPLES = RECORDINGS / "synthetic" / "arxiv_feeds"

_PATH = re.compile(r"/arxiv/feeds/rss/([^/]+)")
_ANNOUNCED = {"cs", "cs.AI", "cs.CC", "cs.LG", "cs.NA", "hep-ex", "math", "math.NA", "stat.ML"}
_IDLE = {"econ", "econ.EM", "q-bio", "q-bio.QM"}


def answer(request: ReceivedRequest) -> Reply | None:
    """The ETag is without quotation marks, as the server's is."""
    match = _PATH.fullmatch(request.path)
    if match is None:
        return None
    categories = set(unquote(match[1]).split("+"))
    media_type = "application/rss+xml"
    if not categories <= _ANNOUNCED | _IDLE:
        return Reply(400, media_type, (SAMPLES / "rss_error.xml").read_bytes())
    name = "rss.xml" if categories & _ANNOUNCED else "rss_weekend.xml"
    content = (SAMPLES / name).read_bytes()
    etag = hashlib.sha256(content).hexdigest()
    if request.headers.get("if-none-match") == etag:
        return Reply(304, media_type, b"", {"ETag": etag})
    return Reply(200, media_type, content, {"ETag": etag, "Cache-Control": "max-age=3600"})
