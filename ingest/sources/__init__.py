"""The places works come from: one adapter a file, all of them named here."""

from ingest.sources.arxiv import Arxiv
from ingest.sources.base import Adapter
from ingest.sources.forummagnum import FORUMS

# The order in which a link is offered to them; no two claim the same link.
ADAPTERS: dict[str, Adapter] = {"arxiv": Arxiv(), **FORUMS}
