"""Hosts that adapters ask: which pace they share, and how often they may be asked.

The table is filled at start by `ingest.apps`, from the paces that the adapters declare.
"""

from dataclasses import dataclass

USUAL_SECONDS = 1.0  # between two requests to a host
_LONGEST_KEY = 100  # as `ingest.models.Host` stores it


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often the servers of one source are asked; they count as one host.

    key: their row of `ingest.models.Host`. seconds: between two requests, as the source asks.
    domains: the source's, subdomains included. What no adapter recognises there is no work: such a
    page is not read as any page of the web is.
    """

    key: str
    domains: tuple[str, ...] = ()
    seconds: float = USUAL_SECONDS


_seconds: dict[str, float] = {}  # by pace key
_keys: dict[str, str] = {}  # pace keys, by domain


def add_pace(pace: Pace) -> None:
    _seconds[pace.key] = pace.seconds
    _keys.update(dict.fromkeys(pace.domains, pace.key))


def seconds_between(pace_key: str) -> float:
    return _seconds.get(pace_key, USUAL_SECONDS)


def page_pace_key(host: str) -> str:
    """The row of `ingest.models.Host` that requests for a host's pages share."""
    return adapters_pace_key(host) or "web:" + host[-(_LONGEST_KEY - len("web:")) :]


def adapters_pace_key(host: str) -> str:
    """The pace key of the adapter that a host belongs to; "" for any other host."""
    labels = host.split(".")
    domains = (".".join(labels[start:]) for start in range(len(labels)))
    return next((_keys[domain] for domain in domains if domain in _keys), "")
