"""Where works come from: one adapter a file or folder, found by its `SOURCES`."""

from importlib import import_module
from pkgutil import iter_modules

from ingest.sources.base import Adapter

# By key, in the order in which a link is offered to them. Filled at start, by `ingest.apps`.
ADAPTERS: dict[str, Adapter] = {}

# These take DOIs and pages that other adapters know better, so they come after all others.
_LAST = ("doi", "web")


def find_adapters() -> None:
    """Fill ADAPTERS with the `SOURCES` of every module of this package, in alphabetical order."""
    names = [f"{__name__}.{module.name}" for module in iter_modules(__path__)]
    found = [adapter for name in names for adapter in getattr(import_module(name), "SOURCES", ())]
    found.sort(key=lambda adapter: adapter.key in _LAST)
    ADAPTERS.update({adapter.key: adapter for adapter in found})
