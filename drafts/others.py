"""What a draft keeps beside its own texts: rows of `Draft.others`, newest last."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

# {"tab", "saved_at", "fields", "base", "revision"}; revision: of the draft since which a refused
# text stands here, 0 of one that was replaced. Rows of earlier releases have none.
Other = dict[str, Any]


def add_replaced(others: list[Other], fields: Mapping[str, str], *, now: datetime) -> list[Other]:
    """Texts that were saved and are replaced. They belong to no tab, so no tab may
    replace them."""
    return _added(others, _row("", fields, {}, now))


def without_chosen(others: list[Other], chosen: Mapping[str, str]) -> list[Other]:
    """Remove the texts that the writer has now chosen."""
    return [
        {**other, "fields": {n: t for n, t in other["fields"].items() if chosen.get(n) != t}}
        for other in others
    ]


def add_refused(
    others: list[Other],
    fields: Mapping[str, str],
    *,
    tab: str,
    base: Mapping[str, str],
    now: datetime,
    revision: int,
) -> list[Other]:
    """Texts that were not saved, because newer ones had been. A tab that goes on writing replaces
    what it sent before. Once its writer has decided between the two texts, its page begins from
    another `base`, and what stands here from before stays.

    revision: that the draft gets with them. A text that stands here already keeps its own.
    """
    row = _row(tab, fields, base, now)
    row["revision"] = _revision_of(others, row) or revision
    return _added([_without_earlier(other, row) for other in others], row)


def has_unseen(others: list[Other], *, shown: int, tab: str, fields: Mapping[str, str]) -> bool:
    """Whether a text was refused that its writer's page has not shown.

    shown: revision up to which the page shows them. tab, fields: of the page. What the tab sent
    itself, and what stands in its form, it does show.
    """
    return any(
        other.get("revision", 0) > shown
        and not (tab and other["tab"] == tab)
        and any(fields.get(name) != text for name, text in other["fields"].items())
        for other in others
    )


def newest_within(others: list[Other], *, size_bytes: int) -> list[Other]:
    """The newest rows that are together not longer; the newest of all whatever its length."""
    kept: list[Other] = []
    used = 0
    for other in reversed(others):
        used += size_of(other["fields"])
        if kept and used > size_bytes:
            break
        kept.insert(0, other)
    return kept


def size_of(fields: Mapping[str, str]) -> int:
    """In bytes."""
    return sum(len(text.encode("utf-8", "replace")) for text in fields.values())


def _row(tab: str, fields: Mapping[str, str], base: Mapping[str, str], now: datetime) -> Other:
    fields = {name: text for name, text in fields.items() if text.strip()}
    base = {name: base[name] for name in fields if name in base}
    return {"tab": tab, "saved_at": now.isoformat(), "fields": fields, "base": base, "revision": 0}


def _revision_of(others: list[Other], row: Other) -> int:
    """Since when the same texts stand there as refused; 0 where they do not."""
    same = (other for other in others if other["fields"] == row["fields"])
    return next((other["revision"] for other in same if other.get("revision")), 0)


def _without_earlier(other: Other, row: Other) -> Other:
    """`other` without the texts that the same tab goes on with in `row`."""
    base = other.get("base")  # None of rows of earlier releases
    if not row["tab"] or other["tab"] != row["tab"] or base is None:
        return other
    gone = {name for name in row["fields"] if base.get(name) == row["base"].get(name)}
    return {**other, "fields": {n: text for n, text in other["fields"].items() if n not in gone}}


def _added(others: list[Other], row: Other) -> list[Other]:
    """Add a row, once. If two tabs sent the same text, no tab may replace it."""
    same = [other for other in others if other["fields"] == row["fields"]]
    if any(other["tab"] != row["tab"] for other in same):
        row = {**row, "tab": ""}
    row = {**row, "revision": _revision_of(others, row) or row["revision"]}
    rest = [other for other in others if other["fields"] and other not in same]
    return [*rest, row] if row["fields"] else rest
