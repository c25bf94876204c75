"""Where arXiv says that a work was published."""

import re
from collections.abc import Iterable

from ingest.parsing import dois
from ingest.parsing.limits import LONGEST_EXTERNAL_ID
from ingest.sources.arxiv.xml import line
from preprints.record import RecordRelation

_BETWEEN_DOIS = re.compile(r"\s+|[,;](?=10\.)")
_OWN_PREFIX = "10.48550/arxiv."


def published_as(doi: str, journal_refs: Iterable[str]) -> tuple[RecordRelation, ...]:
    """doi: as authors typed it, perhaps several, perhaps as addresses; arXiv's own is left out."""
    relations = []
    for word in _BETWEEN_DOIS.split(doi):
        bare = dois.find_doi(word)
        if bare and not bare.startswith(_OWN_PREFIX):
            relations.append(dois.published_as(bare))
    relations += [
        RecordRelation("published-as", "journal-ref", citation[:LONGEST_EXTERNAL_ID])
        for citation in map(line, journal_refs)
        if citation
    ]
    return tuple(dict.fromkeys(relations))
