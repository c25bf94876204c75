"""What a draft keeps beside its own texts: rows of `Draft.others`, newest last."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

Other = dict[str, Any]  # {"tab", "saved_at", "fields", "base"}
MOST_OTHERS = 10


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
) -> list[Other]:
    """Texts that were not saved, because newer ones had been. A tab that goes on writing replaces
    what it sent before. Once its writer has decided between the two texts, its page begins from
    another `base`, and what stands here from before stays.
    """
    row = _row(tab, fields, base, now)
    return _added([_without_earlier(other, row) for other in others], row)


def _row(tab: str, fields: Mapping[str, str], base: Mapping[str, str], now: datetime) -> Other:
    fields = {name: text for name, text in fields.items() if text.strip()}
    base = {name: base[name] for name in fields if name in base}
    return {"tab": tab, "saved_at": now.isoformat(), "fields": fields, "base": base}


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
    rest = [other for other in others if other["fields"] and other not in same]
    return [*rest, row][-MOST_OTHERS:] if row["fields"] else rest
