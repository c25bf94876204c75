"""Which adapter walks a source."""

from ingest.errors import UnexpectedAnswer
from ingest.models import Source
from ingest.sources import ADAPTERS
from ingest.sources.base import Harvestable


def adapter_for(source: Source) -> Harvestable:
    """Raises UnexpectedAnswer for an adapter that can only fetch works one by one."""
    adapter = ADAPTERS.get(source.adapter)
    if not isinstance(adapter, Harvestable):
        raise UnexpectedAnswer(f"{source.adapter} cannot be harvested")
    return adapter
