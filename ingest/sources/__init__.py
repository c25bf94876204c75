"""The places works come from: one adapter a file, all of them named here."""

from ingest.sources.arxiv import Arxiv
from ingest.sources.base import Source
from ingest.sources.forummagnum import FORUMS

# The order in which a link is offered to them; no two claim the same link.
SOURCES: dict[str, Source] = {"arxiv": Arxiv(), **FORUMS}
