"""Every recorded answer of every source: what is read in it, or why nothing is.

The fields are checked one by one in the tests of each source; here no file is forgotten. The table
beside this module, read in the files by eye, says how many works each holds, then the first one's
identifier, title, first author and day; or why there is none. Files that may not be copied are read
where they lie.
"""

import csv
import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.errors import IngestError
from ingest.sources.arxiv import oai, query
from ingest.sources.base import Ref, Window
from ingest.sources.biorxiv import BIORXIV
from ingest.sources.crossref import parse_crossref
from ingest.sources.datacite import parse_datacite
from ingest.sources.doi import parse_agency
from ingest.sources.feed import Feed, read_feed
from ingest.sources.inveniordm import parse_record as parse_invenio
from ingest.sources.recognise import recognise
from ingest.sources.web.page import parse_page
from ingest.sources.zenodo import parse_record as parse_zenodo
from tests.recordings_outside.recordings import needs_recorded, recorded
from tests.replay.arxiv import RECORDINGS

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
    page = Feed("odd", "Odd", base, recognise).page_of(
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
# These have tests of their own: tests/ingest/test_recorded_forum_posts.py, tests/text.
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


def files():
    """By folder and name, from the shared folder or from the copies here."""
    found = {}
    for root in filter(None, [RECORDINGS, recorded(".")]):
        for path in Path(root).glob("*/*"):
            name = f"{path.parent.name}/{path.name.removesuffix('.gz')}"
            if path.parent.name not in ELSEWHERE and path.name != "README.md":
                found.setdefault(name, path)
    return found


def table():
    with (Path(__file__).parent / "recorded_files.tsv").open(newline="") as lines:
        return dict(list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:])


FILES, EXPECTED = files(), table()


@pytest.mark.parametrize("name", FILES)
def test_a_recorded_file_is_read_as_expected(name):
    content = FILES[name].read_bytes()
    content = gzip.decompress(content) if FILES[name].suffix == ".gz" else content
    try:
        found = summary(READERS[name.partition("/")[0]](content))
    except IngestError as error:
        found = f"{type(error).__name__}: {error}"
    assert found.startswith(EXPECTED[name])


def test_no_recorded_file_is_forgotten():
    assert not set(FILES) - set(EXPECTED)


def test_every_file_of_the_table_was_recorded():
    needs_recorded(".")
    assert not set(EXPECTED) - set(FILES)
