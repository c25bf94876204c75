"""What a followed search finds among the texts that are new, by the code of the page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from following.things import address_of
from search.asking import asked_search
from search.facets import Facets, terms_in_use
from search.finding import Hit, find
from search.queries import parse_query
from search.statements import MOST_CANDIDATES
from web.list_lengths import FOLLOWED_NEWS


@dataclass(frozen=True, slots=True)
class Fresh:
    """A text that became public with an event; own_of: the accounts whose own act that was."""

    hit: Hit
    position: int
    own_of: frozenset[int]


@dataclass(frozen=True, slots=True)
class FoundHits:
    """hits: the newest, as many as a search can find, for some are left out of what a person
    reads."""

    hits: tuple[Hit, ...]
    texts: int

    @property
    def shown(self) -> tuple[Hit, ...]:
        return self.hits[:FOLLOWED_NEWS]

    def without(self, named: Collection[Hit | int]) -> "FoundHits":
        left = tuple(hit for hit in self.hits if hit not in named)
        return FoundHits(left, self.texts - len(self.hits) + len(left))


def search_hits(parameters: str, fresh: Sequence[Hit]) -> FoundHits:
    """Four queries. The words are searched for as they are written: whoever mistyped one has seen
    so on the page."""
    address = address_of(parameters)
    query, facets = parse_query(address.get("q", "")), Facets(terms_in_use())
    search, _unknown = asked_search(address, query, facets, size=MOST_CANDIDATES)
    found = find(replace(search, sort="newest", is_exact=True, among=tuple(fresh)))
    return FoundHits(tuple(found.hits), found.texts)
