"""What a search asks of PostgreSQL: a query for its index, and one statement for all of a page."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any, TypeAlias

from search import marks
from search.queries import Query, QueryTerm, TermKind

MOST_CANDIDATES = 2000  # texts that are ranked and counted; of what more there is nobody is told
MOST_REFINED = 200  # of these, the best by words, are asked whether they have them in one row

# An expression of a `tsquery`, and the values in it.
Expression: TypeAlias = tuple[str, list[Any]]
NOTHING: Expression = ("''::tsquery", [])

# Every word of a name as it is written, and in names alone (weight B).
_NAMES = r"""regexp_replace(
  plainto_tsquery('verso_names', %s)::text, $$'(?=\s|\)|$)$$, $$':B$$, 'g')::tsquery"""
_CANDIDATES = """
SELECT kind, object_id, at, words, status, work_kind, source, year, subject_ids, issue_id,
       significance_id, strength_id
  FROM search_document AS document
 WHERE words @@ (SELECT narrowed && %s::tsquery FROM asked WHERE numnode(narrowed) > 0)
   AND NOT EXISTS (SELECT FROM search_staledocument AS written
                    WHERE written.kind = document.kind AND written.object_id = document.object_id)
   {among}
"""
_AMONG = "AND (kind, object_id) IN (SELECT * FROM unnest(%s::text[], %s::bigint[]))"
# Those whose work is assessed here come first: of a common word, no other may be among them.
_STATEMENT = """
WITH asked AS MATERIALIZED (SELECT {narrowed} AS narrowed, {words} AS words, {row} AS in_one_row),
assessed AS MATERIALIZED ({candidates} LIMIT %s),
other AS MATERIALIZED ({candidates} LIMIT (SELECT %s - count(*) FROM assessed)),
candidate AS MATERIALIZED (SELECT * FROM assessed UNION ALL SELECT * FROM other),
ranked AS (
  SELECT kind, object_id, at, candidate.words, significance_id,
         ts_rank('{{0.1, 0.3, 0.6, 1}}', candidate.words, asked.words) AS rank
    FROM candidate, asked),
placed AS (
  SELECT *, row_number() OVER (ORDER BY rank DESC, at DESC, object_id) AS place FROM ranked),
hit AS (
  SELECT placed.kind, placed.object_id, row_number() OVER (ORDER BY {order}) AS number
    FROM placed CROSS JOIN asked LEFT JOIN reviews_term AS term ON term.id = significance_id
   ORDER BY number LIMIT %s OFFSET %s),
counted AS (
  SELECT name, value, count(*) AS texts
    FROM candidate, LATERAL (VALUES
      ('kind', kind), ('status', status), ('work', work_kind), ('source', source),
      ('year', year::text), ('issue', issue_id::text), ('significance', significance_id::text),
      ('strength', strength_id::text)) AS one (name, value)
   WHERE value <> '' GROUP BY name, value
  UNION ALL
  SELECT 'subject', subject_id::text, count(*)
    FROM candidate, unnest(subject_ids) AS subject_id GROUP BY subject_id)
SELECT (SELECT count(*) FROM candidate),
       (SELECT json_agg(json_build_array(kind, object_id) ORDER BY number) FROM hit),
       (SELECT json_agg(json_build_array(name, value, texts)) FROM counted)
"""
_ORDERS = {
    "best": """place > {refined}, CASE WHEN place <= {refined} THEN -placed.rank
      * CASE WHEN placed.words @@ asked.in_one_row THEN 2 ELSE 1 END ELSE 0 END, place""",
    "newest": "at DESC, place",
    "oldest": "at, place",
    "significance": "term.rank DESC NULLS LAST, place",
}
SORTS = tuple(_ORDERS)


def page_statement(
    query: Query,
    narrowed: Expression,
    *,
    sort: str,
    size: int,
    offset: int,
    among: Sequence[tuple[str, int]] | None = None,
) -> Expression:
    """One page of what is found: how many texts, those of the page, counts to narrow them by.

    among: the texts that are searched, by kind and number; None for all."""
    words = words_of(query)
    row = _in_one_row(query)
    most = MOST_CANDIDATES + 1  # so that it is known whether there are more
    sql = _STATEMENT.format(
        narrowed=narrowed[0],
        words=words[0],
        row=row[0],
        candidates=_CANDIDATES.format(among="" if among is None else _AMONG),
        order=_ORDERS[sort].format(refined=MOST_REFINED),
    )
    assessed = f"'{marks.ASSESSED}'"
    texts = [] if among is None else [[kind for kind, _id in among], [pk for _kind, pk in among]]
    candidates = [assessed, *texts, most, f"!{assessed}", *texts, most]
    return sql, [*narrowed[1], *words[1], *row[1], *candidates, size, offset]


def words_of(query: Query, *, is_loose: bool = False) -> Expression:
    """What the terms of a query ask for; is_loose: all but any one of its words."""
    wanted = [term_expression(term) for term in query.wanted]
    excluded = [(f"!!({sql})", values) for sql, values in map(term_expression, _excluded(query))]
    if is_loose and len(wanted) > 1:
        leaving_one_out = combinations(wanted, len(wanted) - 1)
        return all_of([any_of([all_of(some) for some in leaving_one_out]), *excluded])
    return all_of([*wanted, *excluded])


def with_marks(words: Expression, groups: Sequence[Sequence[str]]) -> Expression:
    """The same, narrowed to texts with one mark at least of each group."""
    quoted = [" | ".join(map(_quoted, group)) for group in groups]
    return all_of([words, *(("%s::tsquery", [group]) for group in quoted)])


def all_of(parts: Sequence[Expression]) -> Expression:
    return _joined(" && ", parts)


def any_of(parts: Sequence[Expression]) -> Expression:
    return _joined(" || ", parts)


def _joined(sign: str, parts: Sequence[Expression]) -> Expression:
    if not parts:
        return NOTHING
    sql = sign.join(part for part, _values in parts)
    return f"({sql})", [value for _part, values in parts for value in values]


def _excluded(query: Query) -> list[QueryTerm]:
    return [term for term in query.terms if term.is_excluded]


def term_expression(term: QueryTerm) -> Expression:
    if term.kind == TermKind.AUTHOR:
        return _NAMES, [term.text]
    function = "phraseto_tsquery" if term.kind == TermKind.PHRASE else "plainto_tsquery"
    return f"{function}('verso', %s)", [term.text]


def _in_one_row(query: Query) -> Expression:
    words = query.words
    return ("phraseto_tsquery('verso', %s)", [" ".join(words)]) if len(words) > 1 else NOTHING


def _quoted(mark: str) -> str:
    """
    >>> _quoted("=source:o'brien")
    "'=source:o''brien'"
    """
    escaped = mark.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
