"""arXiv: its identifiers, its query API, its OAI-PMH and its daily feeds."""

from ingest.sources.arxiv.adapter import Arxiv
from ingest.sources.arxiv.oai import parse_page
from ingest.sources.arxiv.query import parse_feed
from ingest.sources.base import Adapter

__all__ = ["SOURCES", "Arxiv", "parse_feed", "parse_page"]

SOURCES: tuple[Adapter, ...] = (Arxiv(),)
