"""What an address asks to be searched for: on the page, in the API and in the feed."""

from collections.abc import Mapping
from urllib.parse import urlencode

from search.facets import Facets
from search.finding import TEXTS_A_PAGE, Search
from search.queries import Query
from search.statements import SORTS

# All that says what is found, and not in which order: "exact" beside the words and the facets.
FACETS = (
    "type",
    "significance",
    "strength",
    "status",
    "subject",
    "source",
    "kind",
    "issue",
    "year",
)
PARAMETERS = ("q", *FACETS, "exact")


def parameters_of(address: Mapping[str, str]) -> str:
    """What an address asks for, in one order and without anything else; "" for nothing."""
    return urlencode([(name, value) for name in PARAMETERS if (value := address.get(name, ""))])


def asked_search(
    address: Mapping[str, str],
    query: Query,
    facets: Facets,
    *,
    page: int = 1,
    size: int = TEXTS_A_PAGE,
) -> tuple[Search, list[str]]:
    """The search, and what stood after `subject:` or `source:` and is none."""
    narrowed, unknown = _named_groups(facets, query)
    groups = [*facets.groups(address), *narrowed]
    sort = _sort(address, query)
    is_exact = bool(address.get("exact"))
    return Search(query, groups, sort=sort, page=page, size=size, is_exact=is_exact), unknown


def _named_groups(facets: Facets, query: Query) -> tuple[list[tuple[str, ...]], list[str]]:
    groups, unknown = [], []
    for name, typed in (("subject", query.subjects), ("source", query.sources)):
        for one in typed:
            if found := facets.find(name, one):
                groups.append(found)
            else:
                unknown.append(f"{name}:{one}")
    return groups, unknown


def _sort(address: Mapping[str, str], query: Query) -> str:
    """Without words no text matches better than another."""
    asked = address.get("sort", "")
    if asked in SORTS:
        return asked
    return "best" if query.wanted else "newest"
