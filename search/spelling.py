"""Which words were meant, where those that were typed are found nowhere, or not together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from unicodedata import combining

from django.db import connection
from rapidfuzz.distance import OSA

from search.queries import Query
from search.statements import Expression, with_marks, words_of
from text.marks import normalize

SHORTEST_CORRECTED = 4  # letters; a shorter word is like too many others
SHORT = 7  # letters; of so few that one wrong one leaves too little for trigrams to find it by
MOST_LIKE = 30  # words that are looked at for each that was typed
MOST_TRIED = 6  # of these, whose texts are counted
MOST_COUNTED = 50  # texts; a word that has more is as good
_LIKE = """
SELECT typed, word
  FROM unnest(%s::text[], %s::text[]) AS given (typed, bare), search_words_like(bare, %s) AS word
UNION
SELECT typed, found.word
  FROM unnest(%s::text[], %s::text[]) AS given (typed, variant)
  JOIN search_word AS found ON found.word = variant
"""
_COUNT = """
(SELECT count(*) FROM (
  SELECT FROM search_document WHERE words @@ {} LIMIT {}) AS found)
"""


@dataclass(frozen=True, slots=True)
class Like:
    """A word of the works that somebody may have meant who typed another; edits: letters apart."""

    typed: str
    word: str
    edits: int


def corrected(query: Query, groups: Sequence[Sequence[str]]) -> Query | None:
    """The query with the words that were most likely meant; None where no other finds a text.

    Two queries. A word that no work has is taken for mistyped; where each is a word, one of them.
    """
    words = [word for word in query.words if len(word) >= SHORTEST_CORRECTED]
    likes = _like(words)
    unknown = set(words) - {like.typed for like in likes if not like.edits}
    tried = _to_try(like for like in likes if like.edits and like.typed in (unknown or words))
    if not tried:
        return None
    finds = _finding(query, groups, tried, unknown)
    if not unknown:
        return query.with_words({finds[0].typed: finds[0].word}) if finds else None
    # Of each the first, which is the likeliest.
    instead = {like.typed: like.word for like in reversed(finds)}
    return query.with_words(instead) if instead.keys() == unknown else None


def _like(words: Sequence[str]) -> list[Like]:
    """Each with itself, too, where it is a word of the works."""
    short = [(word, variant) for word in words for variant in _variants(word)]
    variants = [list(column) for column in zip(*short, strict=True)] or [[], []]
    with connection.cursor() as cursor:
        cursor.execute(_LIKE, [list(words), list(map(_bare, words)), MOST_LIKE, *variants])
        found = cursor.fetchall()
    likes = (Like(typed, word, OSA.distance(_bare(typed), word)) for typed, word in found)
    return [like for like in likes if like.edits <= _most_edits(like.typed)]


def _bare(word: str) -> str:
    """As the works' words are kept: small letters without accents.

    >>> _bare("Poincaré")
    'poincare'
    """
    return "".join(char for char in normalize("NFKD", word.lower()) if not combining(char))


def _most_edits(word: str) -> int:
    return 1 if len(word) < SHORT else 2


def _variants(word: str) -> set[str]:
    """All that is one letter from a short word.

    >>> sorted(variant for variant in _variants("grpah") if variant in ("graph", "grape", "rpah"))
    ['graph', 'rpah']
    """
    word = _bare(word)
    if len(word) > SHORT or not (word.isascii() and word.isalpha()):
        return set()
    parts = [(word[:end], word[end:]) for end in range(len(word) + 1)]
    without = {start + end[1:] for start, end in parts if end}
    swapped = {start + end[1] + end[0] + end[2:] for start, end in parts if len(end) > 1}
    other = {start + letter + end[1:] for start, end in parts if end for letter in ascii_lowercase}
    more = {start + letter + end for start, end in parts for letter in ascii_lowercase}
    return {word} | without | swapped | other | more


def _to_try(likes: Iterable[Like]) -> list[Like]:
    """The likeliest few for each word that was typed."""
    by_word: defaultdict[str, list[Like]] = defaultdict(list)
    for like in sorted(likes, key=lambda like: (like.edits, like.word)):
        by_word[like.typed].append(like)
    return [like for some in by_word.values() for like in some[:MOST_TRIED]]


def _finding(
    query: Query, groups: Sequence[Sequence[str]], tried: Sequence[Like], unknown: set[str]
) -> list[Like]:
    """Those with which texts are found, in one query: the likeliest first, then those that more
    texts have. Beside each only words that are known stand."""
    asked = [_with(query, like, unknown - {like.typed}, groups) for like in tried]
    counts = [_COUNT.format(sql, MOST_COUNTED) for sql, _values in asked]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(counts)}",
            [value for _sql, values in asked for value in values],
        )
        texts = dict(zip(tried, cursor.fetchone(), strict=True))
    found = [like for like in tried if texts[like]]
    return sorted(found, key=lambda like: (like.edits, -texts[like]))


def _with(
    query: Query, like: Like, left_out: set[str], groups: Sequence[Sequence[str]]
) -> Expression:
    meant = query.with_words({like.typed: like.word}).without_words(left_out)
    return with_marks(words_of(meant), groups)
