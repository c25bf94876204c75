"""Where arXiv says that a work was published."""

import re
from collections.abc import Iterable
from urllib.parse import quote

from ingest.sources.arxiv.xml import line
from preprints.record import RecordRelation

_DOI = re.compile(r"10\.[0-9]{4,9}/\S{1,300}")
_BETWEEN_DOIS = re.compile(r"\s+|[,;](?=10\.)")
_OWN_PREFIX = "10.48550/arxiv."


def published_as(doi: str, journal_refs: Iterable[str]) -> tuple[RecordRelation, ...]:
    """doi: as authors typed it, perhaps several, perhaps as addresses; arXiv's own is no news."""
    relations = []
    for word in _BETWEEN_DOIS.split(doi):
        match = _DOI.search(word)
        bare = match[0].rstrip(".,;").lower() if match else ""
        if bare and not bare.startswith(_OWN_PREFIX):
            url = f"https://doi.org/{quote(bare, safe='/:;()!*$+,=@~')}"
            relations.append(RecordRelation("published-as", "doi", bare, url))
    relations += [
        RecordRelation("published-as", "journal-ref", citation)
        for citation in map(line, journal_refs)
        if citation
    ]
    return tuple(dict.fromkeys(relations))
