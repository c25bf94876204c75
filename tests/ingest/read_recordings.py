"""What is read in recorded answers of all sources, as a table says it.

A table, read in the files by eye, says how many works each file holds, then the first one's
identifier, title, first author and day; or why there is none.
"""

import csv
import gzip
from datetime import UTC, datetime

from ingest.errors import IngestError
from ingest.sources.arxiv import oai, query
from ingest.sources.base import Ref, Window
from ingest.sources.biorxiv import BIORXIV
from ingest.sources.crossref import parse_crossref
from ingest.sources.datacite import parse_datacite
from ingest.sources.doi import parse_agency
from ingest.sources.feed import FeedAdapter, read_feed
from ingest.sources.inveniordm import parse_record as parse_invenio
from ingest.sources.recognise import recognise
from ingest.sources.web.page import parse_page
from ingest.sources.zenodo import parse_record as parse_zenodo

NOW = datetime(2026, 9, 1, tzinfo=UTC)
PAGE = Ref("web", "example.org/1", None, "https://example.org/1")


def read_arxiv(content):
    return [entry.outcome for entry in query.parse_entries(content).entries]


def read_oai(content):
    """A record on its own has no answer around it."""
    if b"<OAI-PMH" not in content[:1000]:
        return [oai.parse_record(content)]
    page = oai.parse_page(content)
    assert page.rejected == []
    return page.records


def read_biorxiv(content):
    page = BIORXIV.parse_page(content, {"first": "2026-08-01", "last": "2026-08-31", "at": 0})
    assert page.rejected == ()
    return page.records


def read_any_feed(content):
    """Its works, and those it only announces."""
    base = "https://feed.example.org/"
    page = FeedAdapter("odd", "Odd", base, recognise).page_of(
        read_feed(content, base_url=base), Window(), {}
    )
    if page.rejected and not page.records:
        return f"rejected: {page.rejected[0].reason}"
    return [*page.records, *page.refs]


def read_page(content):
    return [parse_page(content, PAGE, content_type="text/html", now=NOW)]


def one(parse):
    return lambda content: [parse(content)]


READERS = {
    "arxiv_abs_html": read_page,
    "arxiv_api": read_arxiv,
    "arxiv_oai": read_oai,
    "biorxiv": read_biorxiv,
    "crossref": one(parse_crossref),
    "datacite": one(parse_datacite),
    "doi_ra": parse_agency,
    "feeds_odd": read_any_feed,
    "html_citation_meta": read_page,
    "inveniordm": one(lambda content: parse_invenio(content, "rogue-scholar.org")),
    "jsonfeed": read_any_feed,
    # Not asked by us; what they send is at least never taken for a registry's answer.
    "openalex": one(parse_crossref),
    "semanticscholar": one(parse_crossref),
    "zenodo": one(parse_zenodo),
}
# These have tests of their own: tests/ingest/test_parse_forum_posts.py, tests/text.
ELSEWHERE = {"forummagnum", "forummagnum_html", "synthetic"}


def summary(found):
    if isinstance(found, str):
        return found
    if not found:
        return "0 works"
    first = found[0]
    if isinstance(first, Ref):
        return f"{len(found)}: {first.external_id}"
    name, day = first.authors[0].name, f"{first.posted_at:%Y-%m-%d}"
    return f"{len(found)}: {first.location.external_id}, {first.title[:30].strip()}, {name}, {day}"


def files_in(root):
    """The recorded answers by folder and name, as a table names them."""
    return {
        f"{path.parent.name}/{path.name.removesuffix('.gz')}": path
        for path in root.glob("*/*")
        if path.parent.name not in ELSEWHERE and path.name != "README.md"
    }


def table(path):
    with path.open(newline="") as lines:
        return dict(list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:])


def found_in(path):
    content = path.read_bytes()
    content = gzip.decompress(content) if path.suffix == ".gz" else content
    try:
        return summary(READERS[path.parent.name](content))
    except IngestError as error:
        return f"{type(error).__name__}: {error}"
