"""All of the page of a search."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.requests import AnyUser
from following.selectors import FollowButton, follow_button
from following.things import search_thing
from reading.selectors.scales import Scales
from reading.selectors.searching.facets import FacetView, facet_views
from reading.selectors.searching.hits import HitView, hit_views
from reading.selectors.sorts import SortLink
from search.asking import FACETS, PARAMETERS, asked_search, parameters_of
from search.facets import Facets
from search.finding import Found, find
from search.queries import Query
from search.statements import MOST_CANDIDATES

SORTS = {
    "best": _("Best match"),
    "newest": _("Newest"),
    "oldest": _("Oldest"),
    "significance": _("Most significant"),
}
HIGHEST_PAGE = MOST_CANDIDATES


@dataclass(frozen=True, slots=True)
class SearchPage:
    """unknown: what stood after `subject:` or `source:` and is none. filters: what is chosen, for
    the form. exact_url: the same search without corrected words."""

    typed: str
    is_asked: bool
    found: Found
    hits: list[HitView]
    facets: list[FacetView]
    sorts: list[SortLink]
    unknown: list[str]
    filters: list[tuple[str, str]]
    exact_url: str
    proposed_url: str
    all_url: str
    first_url: str
    previous_url: str
    next_url: str
    number: int
    feed_url: str
    follow_button: FollowButton | None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.filters)


def search_page(address: QueryDict, query: Query, user: AnyUser) -> SearchPage:
    """At most sixteen queries, however much is found; one more for who is signed in."""
    scales = Scales()
    facets = Facets({vocabulary.scale: terms for vocabulary, terms in scales.in_use()})
    asked, unknown = asked_search(
        address, query, facets, page=_page_number(address.get("page", ""))
    )
    found = find(asked)
    return SearchPage(
        typed=address.get("q", ""),
        is_asked=asked.is_asked,
        found=found,
        hits=hit_views(found, scales),
        facets=facet_views(facets, found.counts, address) if asked.is_asked else [],
        sorts=_sort_links(address, asked.sort),
        unknown=unknown,
        filters=[(name, value) for name in FACETS if (value := address.get(name, ""))],
        exact_url=_with(address, exact="1"),
        proposed_url=_with(address, q=str(found.proposed)) if found.proposed else "",
        all_url=_with(address, **dict.fromkeys(FACETS, "")),
        first_url=_with(address),
        previous_url=_with(address, page=str(asked.page - 1)) if asked.page > 1 else "",
        next_url=_with(address, page=str(asked.page + 1)) if asked.page < found.pages else "",
        number=asked.page,
        feed_url=f"/feeds/search.atom?{parameters_of(address)}" if asked.is_asked else "",
        follow_button=_follow_button(address, found, user) if asked.is_asked else None,
    )


def _follow_button(address: QueryDict, found: Found, user: AnyUser) -> FollowButton:
    """Of the words that were meant, where others were typed."""
    parameters = {name: address.get(name, "") for name in PARAMETERS}
    if found.is_corrected:
        parameters["q"] = str(found.query)
    return follow_button(user, search_thing(parameters))


def _sort_links(address: QueryDict, chosen: str) -> list[SortLink]:
    return [
        SortLink(words, _with(address, sort=name), is_chosen=name == chosen)
        for name, words in SORTS.items()
    ]


def _page_number(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) < 5
    return min(max(int(text), 1), HIGHEST_PAGE) if is_number else 1


def _with(address: QueryDict, **changed: str) -> str:
    """The address of the same search with some parameters changed; "" takes one away."""
    other = address.copy()
    if "page" not in changed:
        changed["page"] = ""
    if "q" in changed:
        changed["exact"] = ""
    for name, value in changed.items():
        other[name] = value
    for empty in [name for name, value in other.items() if not value]:
        del other[empty]
    return f"?{other.urlencode()}"
