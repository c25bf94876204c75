"""How the entries of an issue stand together, on its page, in its preview and in feeds."""

from collections.abc import Iterable
from typing import TypeVar

from curation.models import Entry

AnyEntry = TypeVar("AnyEntry", bound=Entry)


def by_section(entries: Iterable[AnyEntry]) -> dict[str, list[AnyEntry]]:
    """entries: in their order. Sections stand in the order of their first entry."""
    sections: dict[str, list[AnyEntry]] = {}
    for entry in entries:
        sections.setdefault(entry.section, []).append(entry)
    return sections
