"""Where the work of a DOI is."""

from ingest.parsing.dois import doi_url
from ingest.sources.arxiv import Arxiv
from preprints.known_sources import DOI
from preprints.record import RecordLocation


def doi_location(doi: str) -> RecordLocation:
    """Where the work of this bare DOI is; arXiv's works are known by their arXiv identifier."""
    if ref := Arxiv().recognise(doi):
        return RecordLocation(ref.source, ref.external_id, ref.url)
    return RecordLocation(DOI, doi, doi_url(doi))
