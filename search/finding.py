"""Searching: what is found, what it can be narrowed by, and which words were meant."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db import connection

from search.queries import Query
from search.spelling import corrected
from search.statements import (
    MOST_CANDIDATES,
    Expression,
    page_statement,
    with_marks,
    words_of,
)

TEXTS_A_PAGE = 20
FEW = 3  # with less than so many texts found, other words are proposed


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that was found: its kind (`DocumentKind`) and the number of its row."""

    kind: str
    object_id: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of the texts have which value: `counts.of("status")["reviewed"]`."""

    by_name: dict[str, dict[str, int]] = field(default_factory=dict)

    def of(self, name: str) -> dict[str, int]:
        return self.by_name.get(name, {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of a search.

    query: what was searched for; other words than were asked for where those were mistyped
    (`is_corrected`). proposed: a query that finds more, None where there is none. is_loose: texts
    that lack one of the words, since none has them all. texts: at most `MOST_CANDIDATES`;
    `is_bounded` where there are more.
    """

    query: Query
    hits: list[Hit]
    texts: int
    size: int = TEXTS_A_PAGE
    is_bounded: bool = False
    counts: Counts
    proposed: Query | None = None
    is_corrected: bool = False
    is_loose: bool = False

    @property
    def pages(self) -> int:
        return -(-self.texts // self.size)


NOTHING_FOUND = Found(query=Query(), hits=[], texts=0, counts=Counts())


@dataclass(frozen=True, slots=True)
class Search:
    """A query, groups of marks of which a text has one each, the order, the page.

    among: the texts that are searched; None for all."""

    query: Query
    marks: Sequence[Sequence[str]] = ()
    sort: str = "best"
    page: int = 1
    size: int = TEXTS_A_PAGE
    is_exact: bool = False  # no other words than these
    among: Sequence[Hit] | None = None

    @property
    def is_asked(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.query.terms or self.marks)


def find(asked: Search) -> Found:
    """One query; up to four where nothing, or little, is found; none where nothing is asked."""
    if not asked.is_asked:
        return NOTHING_FOUND
    found = _find(asked, asked.query, words_of(asked.query))
    if found.texts >= FEW or asked.is_exact or not asked.query.words:
        return found
    other = corrected(asked.query, asked.marks)
    if found.texts:
        return replace(found, proposed=other)
    if other is not None:
        meant = _find(asked, other, words_of(other))
        if meant.texts:
            return replace(meant, is_corrected=True)
    loose = _find(asked, asked.query, words_of(asked.query, is_loose=True))
    return replace(loose, is_loose=True) if loose.texts else found


def _find(asked: Search, query: Query, words: Expression) -> Found:
    sql, values = page_statement(
        query,
        with_marks(words, asked.marks),
        sort=asked.sort,
        size=asked.size,
        offset=(asked.page - 1) * asked.size,
        among=None if asked.among is None else [(hit.kind, hit.object_id) for hit in asked.among],
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        texts, hits, counts = cursor.fetchone()
    return Found(
        query=query,
        hits=[Hit(kind, object_id) for kind, object_id in hits or ()],
        texts=min(texts, MOST_CANDIDATES),
        size=asked.size,
        is_bounded=texts > MOST_CANDIDATES,
        counts=_counts(counts or ()),
    )


def _counts(rows: Sequence[tuple[str, str, int]]) -> Counts:
    by_name: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name, value, texts in rows:
        by_name[name][value] = texts
    return Counts(dict(by_name))
