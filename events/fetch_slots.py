"""How many processes of a worker may wait for other sites at the same time.

One process of each worker is always left for mail and everything else that is done at once; a
worker of one process does that first. What somebody waits for (a pasted link) has a slot more than
what runs by itself (harvests, scheduled fetches). A slot is a lock of the database's session, so
that a killed process frees it.
"""

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from events.locks import LockKind, try_lock, unlock


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker and its number of processes. Outside a worker: a command or a test, of one."""

    name: str = ""
    processes: int = 1

    def slots(self, *, is_background: bool) -> Sequence[int]:
        """Which slots may be taken, the first one first."""
        if is_background:
            return range(max(1, self.processes - 2))
        return range(max(1, self.processes - 1))[::-1]


_worker = Worker()


def start_worker(processes: int) -> None:
    """Called once in a worker, before it forks its processes, which inherit what it is."""
    global _worker
    _worker = Worker(f"{socket.gethostname()} {os.getpid()}", processes)


@contextmanager
def fetch_slot(*, is_background: bool = False) -> Iterator[bool]:
    """Hold a slot in the block, if one is free; yields whether one was."""
    names = [f"{_worker.name} {slot}" for slot in _worker.slots(is_background=is_background)]
    taken = next((name for name in names if try_lock(name, LockKind.FETCH_SLOT)), None)
    try:
        yield taken is not None
    finally:
        if taken is not None:
            unlock(taken, LockKind.FETCH_SLOT)
