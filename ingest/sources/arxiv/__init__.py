"""arXiv: its identifiers, its query API, its OAI-PMH and its daily feeds."""

from ingest.sources.arxiv.adapter import Arxiv
from ingest.sources.arxiv.oai import parse_page
from ingest.sources.arxiv.query import parse_feed

__all__ = ["Arxiv", "parse_feed", "parse_page"]
