"""Interleaved rounds of one address and its peer, and the median of each."""

from dataclasses import dataclass
from statistics import median

from bench import load
from bench.journal import Journal

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Pair:
    ours: float
    peer: float


def rates(journal: Journal, path: str, peer: str, *, seconds: float, fresh: bool = False) -> Pair:
    """Requests a second on eight connections; `fresh`: past the page cache."""
    rounds = [
        [load.run(journal.address + one, seconds=seconds, fresh=fresh).rate for one in (path, peer)]
        for _ in range(ROUNDS)
    ]
    return Pair(*(median(column) for column in zip(*rounds, strict=True)))


def costs(journal: Journal, path: str, peer: str, *, seconds: float, fresh: bool) -> Pair:
    """Milliseconds of server CPU a request, one client at a time; `fresh`: as above."""
    rounds = [
        [_cost(journal, one, seconds=seconds, fresh=fresh) for one in (path, peer)]
        for _ in range(ROUNDS)
    ]
    return Pair(*(median(column) for column in zip(*rounds, strict=True)))


def _cost(journal: Journal, path: str, *, seconds: float, fresh: bool) -> float:
    before = journal.cpu_seconds()
    done = load.run(journal.address + path, seconds=seconds, connections=1, fresh=fresh)
    return (journal.cpu_seconds() - before) / done.requests * 1000
