"""Which adapter walks a harvested source."""

from django.utils.translation import gettext_lazy as _

from ingest.errors import UnexpectedAnswer
from ingest.models import Source
from ingest.sources import ADAPTERS
from ingest.sources.base import Harvestable
from ingest.sources.feed import FeedAdapter
from ingest.sources.recognise import recognise

FEED = "feed"  # the adapter of the sources that editors add


def adapter_for(source: Source) -> Harvestable:
    """Raises UnexpectedAnswer for an adapter that can only fetch works one by one."""
    if source.adapter == FEED:
        return FeedAdapter(source.slug, source.name, str(source.options.get("url", "")), recognise)
    adapter = ADAPTERS.get(source.adapter)
    if not isinstance(adapter, Harvestable):
        raise UnexpectedAnswer(
            f"{source.adapter} has no pages",
            message=_("This source cannot be harvested yet; its works are fetched one by one."),
        )
    return adapter
