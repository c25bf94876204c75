"""How the entries of an issue stand together, on its page, in its preview and in feeds."""

from collections.abc import Iterable

from curation.models import Entry


def by_section(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """entries: in their order. Sections stand in the order of their first entry."""
    sections: dict[str, list[Entry]] = {}
    for entry in entries:
        sections.setdefault(entry.section, []).append(entry)
    return sections
