"""The words that were found, within what stands around them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from search.queries import Query
from search.statements import any_of, term_expression

# Of no text: they are for private use.
_START, _END = "\ue000", "\ue001"
_OPTIONS = (
    f"StartSel={_START}, StopSel={_END}, MaxFragments=2, MinWords=12, MaxWords=32, "
    'FragmentDelimiter=" … "'
)
_WHOLE = f"StartSel={_START}, StopSel={_END}, HighlightAll=true"
SHORT = 40  # words; a text of so few is shown whole
LONGEST_QUOTED = 20_000  # characters of a text in which words are looked for, to be shown


@dataclass(frozen=True, slots=True)
class ContextPiece:
    """A piece of a text; `is_match` where it is one of the words."""

    text: str
    is_match: bool


def words_in_context(texts: Sequence[str], query: Query) -> list[list[ContextPiece]]:
    """Of each text what stands around the words of the query, or its beginning; one query."""
    sql, values = any_of([term_expression(term) for term in query.wanted])
    if not texts:
        return []
    bare = [text[:LONGEST_QUOTED].replace(_START, "").replace(_END, "") for text in texts]
    options = [_WHOLE if len(text.split(None, SHORT)) <= SHORT else _OPTIONS for text in bare]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ts_headline('verso', text, {sql}, options)"  # noqa: S608 - no values in it
            " FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS given (text, options, number)"
            " ORDER BY number",
            [*values, bare, options],
        )
        marked = [found for (found,) in cursor.fetchall()]
    return [_passages(_with_dots(one, text)) for one, text in zip(marked, bare, strict=True)]


def _with_dots(marked: str, text: str) -> str:
    """Says where it is not the beginning or the end of the text."""
    plain = marked.replace(_START, "").replace(_END, "")
    before = "" if text.startswith(plain[:SHORT]) else "… "
    after = "" if text.endswith(plain[-SHORT:]) else " …"
    return f"{before}{marked}{after}"


def _passages(marked: str) -> list[ContextPiece]:
    """
    >>> _passages("no \\ue000regret\\ue001!")  # doctest: +NORMALIZE_WHITESPACE
    [ContextPiece(text='no ', is_match=False), ContextPiece(text='regret', is_match=True),
     ContextPiece(text='!', is_match=False)]
    """
    passages = []
    for piece in marked.split(_START):
        match, ended, rest = piece.partition(_END)
        if ended:
            passages += [ContextPiece(match, is_match=True), ContextPiece(rest, is_match=False)]
        else:
            passages.append(ContextPiece(match, is_match=False))
    return [passage for passage in passages if passage.text]
