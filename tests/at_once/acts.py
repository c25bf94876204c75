"""How an act is written down: one row of the table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Call = Callable[[], Any]


@dataclass(frozen=True)
class Act:
    """One service, and how to call it.

    prepare: makes what the call needs, anew each time, and returns the call.
    refusals: the named errors of the calls that come too late; none where all are answered alike.
    only_changes_fields: it adds and removes no row, event or promise, which is all that is counted.
    state: what must be the same after one call and after four, beside the counted effects.
    """

    service: Callable[..., Any]
    prepare: Callable[[], Call]
    refusals: tuple[type[Exception], ...] = ()
    state: Callable[[], Any] = lambda: None
    only_changes_fields: bool = False
    name: str = ""

    @property
    def key(self) -> str:
        return f"{self.service.__module__}.{self.service.__name__}"

    def __str__(self) -> str:
        return f"{self.key}{f' ({self.name})' if self.name else ''}"
