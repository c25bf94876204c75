"""The orders a list can be read in, as links."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class SortLink:
    words: str | Promise
    url: str
    is_chosen: bool


def chosen_sort(query: QueryDict, sorts: Collection[str]) -> str:
    """The name of the order asked for; "" is that of a list nobody has asked for one."""
    asked = query.get("sort", "")
    return asked if asked in sorts else ""


def sort_links(query: QueryDict, sorts: Mapping[str, str | Promise], chosen: str) -> list[SortLink]:
    """Each leads to the first page of the same rows. sorts: words by the name in the address."""
    kept = query.copy()
    for name in ("after", "before", "sort"):
        kept.pop(name, None)
    links = []
    for name, words in sorts.items():
        address = QueryDict(mutable=True)
        address.update({key: str(value) for key, value in kept.items() if value})
        if name:
            address["sort"] = name
        links.append(SortLink(words, f"?{address.urlencode()}", is_chosen=name == chosen))
    return links
