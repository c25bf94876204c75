"""The places works come from: one adapter a file, all of them named here."""

from ingest.sources.arxiv import Arxiv
from ingest.sources.base import Adapter
from ingest.sources.biorxiv import SERVERS
from ingest.sources.doi import Doi
from ingest.sources.forummagnum import FORUMS
from ingest.sources.inveniordm import InvenioRdm
from ingest.sources.openreview import OpenReview
from ingest.sources.osf import Osf
from ingest.sources.web import WEB
from ingest.sources.zenodo import Zenodo

# The order in which a link is offered to them; no two but the last claim the same link.
ADAPTERS: dict[str, Adapter] = {
    "arxiv": Arxiv(),
    **FORUMS,
    **SERVERS,
    "zenodo": Zenodo(),
    "inveniordm": InvenioRdm(),
    "osf": Osf(),
    "openreview": OpenReview(),
    "doi": Doi(),  # after the servers that know their own DOIs
    "web": WEB,
}
