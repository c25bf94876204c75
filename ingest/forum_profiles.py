"""What the authors of a forum post say on their profiles there, asked for one person who waits."""

from ingest.http.client import SourceClient
from ingest.http.pacing import KeptHosts
from ingest.services.links import LOOKUP_SECONDS
from ingest.sources.forummagnum.sites import SITES
from ingest.sources.forummagnum.writers import PostWriter, fetch_writers

FORUM_SOURCES = tuple(SITES)


def ask_for_writers(source: str, external_id: str) -> list[PostWriter]:
    """Call it outside a transaction: it waits for the forum. Raises an IngestError or HostTaken."""
    with KeptHosts() as hosts, SourceClient(hosts=hosts, longest_in_all=LOOKUP_SECONDS) as client:
        return fetch_writers(external_id, SITES[source], client)
