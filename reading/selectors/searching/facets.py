"""What a search can be narrowed by, with how many texts there are of each, as links."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from search.facets import Facet, Facets, Words
from search.finding import Counts

SHOWN_AT_FIRST = 8  # choices of a facet; the others are folded


@dataclass(frozen=True, slots=True)
class FacetLink:
    words: Words
    texts: int
    url: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class FacetView:
    label: Words
    links: list[FacetLink]
    folded: list[FacetLink]


def facet_views(facets: Facets, counts: Counts, query: QueryDict) -> list[FacetView]:
    """Those that there is something to choose from, or that are chosen."""
    every = facets.with_years(counts, query)
    views = (_view(facet, counts.of(facet.mark), query) for facet in every)
    return [view for view in views if view.links]


def _view(facet: Facet, counts: Mapping[str, int], query: QueryDict) -> FacetView:
    """Once one is chosen it stands alone, and its link takes it back."""
    chosen = facet.chosen(query)
    if chosen:
        link = FacetLink(
            chosen.words, chosen.texts(counts), _address(query, facet.name, ""), is_chosen=True
        )
        return FacetView(facet.label, [link], [])
    links = [
        FacetLink(choice.words, texts, _address(query, facet.name, choice.value))
        for choice in facet.choices
        if (texts := choice.texts(counts))
    ]
    if not facet.is_ordered:
        links.sort(key=lambda link: (-link.texts, str(link.words)))
    return FacetView(facet.label, links[:SHOWN_AT_FIRST], links[SHOWN_AT_FIRST:])


def _address(query: QueryDict, name: str, value: str) -> str:
    """Of the same search with another choice, from its first page."""
    address = query.copy()
    address.pop("page", None)
    address[name] = value
    for empty in [one for one, given in address.items() if not given]:
        del address[empty]
    return f"?{address.urlencode()}"
