"""Opening addresses that anybody may type, without reaching our own network.

`addresses` says what may be asked at all, `network` connects to the address that was checked,
`metering` ends what takes too long or too much, `unpacking` keeps a small answer from becoming a
large one, `pages` puts them together.
"""

from ingest.http.guard.addresses import check_url
from ingest.http.guard.metering import ExchangeBudget
from ingest.http.guard.network import guarded_transport
from ingest.http.guard.pages import Limits, fetch_page

__all__ = ["ExchangeBudget", "Limits", "check_url", "fetch_page", "guarded_transport"]
