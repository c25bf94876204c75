"""What somebody may go on to type: titles that have these words, the last of them perhaps begun."""

from django.db import connection

from preprints.models import Preprint
from search.marks import KIND, mark
from search.models import DocumentKind, Word
from search.queries import Query
from search.statements import Expression, all_of, any_of, with_marks, words_of
from web.sql import subquery

SHORTEST_BEGINNING = 2  # letters of a word
MOST_COMPLETED = 12  # words that begin so
MOST_LOOKED_AT = 400  # works
MOST_SUGGESTED = 6
# Only what stands in a title or a name.
_IN_HEADS = r"regexp_replace(({})::text, $$'(?=\s|\)|$)$$, $$':AB$$, 'g')::tsquery"
_TITLES = f"""
WITH asked AS MATERIALIZED (SELECT {{}} AS query),
candidate AS MATERIALIZED (
  SELECT object_id, at, document.words FROM search_document AS document
   WHERE words @@ (SELECT query FROM asked WHERE numnode(query) > 1) LIMIT {MOST_LOOKED_AT}),
best AS (
  SELECT object_id, ts_rank('{{{{0, 0, 0.3, 1}}}}', candidate.words, asked.query, 1) AS rank, at
    FROM candidate, asked)
SELECT version.title_plain
  FROM best
  JOIN {subquery(Preprint.objects.public().values("id", "current_version_id"))} AS work
    ON work.id = best.object_id
  JOIN preprints_version AS version ON version.id = work.current_version_id
 ORDER BY rank DESC, at DESC LIMIT {MOST_SUGGESTED}
"""  # noqa: S608 - a constant


def suggest_titles(query: Query) -> list[str]:
    """Two queries at most."""
    words = query.words
    if not words or len(words[-1]) < SHORTEST_BEGINNING:
        return []
    last = any_of([_plain(word) for word in (words[-1], *_completed(words[-1]))])
    others = words_of(query.without_words({words[-1]}))
    sql, values = with_marks(_in_heads(all_of([others, last])), [[mark(KIND, DocumentKind.WORK)]])
    with connection.cursor() as cursor:
        cursor.execute(_TITLES.format(sql), values)
        return list(dict.fromkeys(title for (title,) in cursor.fetchall()))


def _completed(beginning: str) -> list[str]:
    words = Word.objects.filter(word__startswith=beginning.lower()).order_by("word")
    return list(words.values_list("word", flat=True)[:MOST_COMPLETED])


def _plain(word: str) -> Expression:
    return "plainto_tsquery('verso', %s)", [word]


def _in_heads(words: Expression) -> Expression:
    sql, values = words
    return _IN_HEADS.format(sql), values
