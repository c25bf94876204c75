"""What was redacted of a published text, as readers and its writer see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from reviews.models.sealed_originals import name_of_part


@dataclass(frozen=True, slots=True)
class RedactionView:
    """A passage of a part that nobody reads; reason: for readers."""

    part: str
    on: date
    reason: str


def redaction_views(redactions: Iterable[Mapping[str, str]]) -> list[RedactionView]:
    return [
        RedactionView(name_of_part(one["part"]), date.fromisoformat(one["on"]), one["reason"])
        for one in redactions
    ]
