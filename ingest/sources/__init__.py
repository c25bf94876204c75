"""Where works come from: one adapter a file or folder, found by its `SOURCES`."""

from importlib import import_module
from pkgutil import iter_modules

from ingest.sources.base import Adapter, reach_of

# By key, in the order in which a link is offered to them. Filled at start, by `ingest.apps`.
ADAPTERS: dict[str, Adapter] = {}


def find_adapters() -> None:
    """Fill ADAPTERS with the `SOURCES` of every module of this package, those of the least reach
    first, else in alphabetical order.
    """
    names = [f"{__name__}.{module.name}" for module in iter_modules(__path__)]
    found = [adapter for name in names for adapter in getattr(import_module(name), "SOURCES", ())]
    found.sort(key=reach_of)
    ADAPTERS.update({adapter.key: adapter for adapter in found})
