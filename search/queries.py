"""What a person asks for: words, "a phrase", -word, author:, subject:, source:, id:.

Anything can be typed: what is no field is words, an open quotation ends with the text, and what is
too much is left out.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import Enum

from text.plain import clean_text, tex_to_plain

LONGEST_QUERY = 300  # characters
MOST_TERMS = 12  # words, phrases and fields
_QUOTES = str.maketrans("“”„«»‟", '""""""')
_TERM = re.compile(
    r"""(?P<minus>-)?
        (?:(?P<field>author|subject|source|id):\s?)?
        (?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))""",
    re.VERBOSE | re.IGNORECASE,
)
# They say how a formula is set, and nothing that anybody would search for.
_STYLES = re.compile(
    r"\\(?:math(?:bb|bf|cal|frak|it|rm|scr|sf|tt)|text(?:bf|it|rm|tt)?|operatorname|left|right"
    r"|big|Big|displaystyle|boldsymbol|bm|rm|bf|it|cal)(?![A-Za-z])"
)
_ACCENT = re.compile(r"\\(?:['`^\"~=.]|[cvuHkrbd]\s?\{)")
_SIGNS = re.compile(r"[\\${}^_~]+")
_SAYS_SOMETHING = re.compile(r"\w")


class TermKind(Enum):
    WORD = "word"
    PHRASE = "phrase"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A word, a phrase or an author's name; `is_excluded` where no text may have it."""

    kind: TermKind
    text: str
    is_excluded: bool = False

    def __str__(self) -> str:
        is_name = self.kind == TermKind.AUTHOR and " " in self.text
        is_quoted = is_name or self.kind == TermKind.PHRASE
        shown = f'"{self.text}"' if is_quoted else self.text
        field = "author:" if self.kind == TermKind.AUTHOR else ""
        return f"{'-' * self.is_excluded}{field}{shown}"


@dataclass(frozen=True, slots=True)
class Query:
    """subjects, sources, identifier: what followed `subject:`, `source:` and `id:`, as typed.

    is_cut: whether something was left out, for it was too long.
    """

    terms: tuple[QueryTerm, ...] = ()
    subjects: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    identifier: str = ""
    is_cut: bool = False

    @property
    def wanted(self) -> tuple[QueryTerm, ...]:
        return tuple(term for term in self.terms if not term.is_excluded)

    @property
    def words(self) -> tuple[str, ...]:
        """Those that may be mistyped: neither in quotation marks nor excluded."""
        return tuple(term.text for term in self.wanted if term.kind == TermKind.WORD)

    @property
    def is_empty(self) -> bool:
        """Whether it asks for no text at all."""
        return not (self.wanted or self.subjects or self.sources)

    def with_words(self, instead: dict[str, str]) -> "Query":
        """The same with other words in the place of some."""
        terms = (
            replace(term, text=instead.get(term.text, term.text))
            if term.kind == TermKind.WORD and not term.is_excluded
            else term
            for term in self.terms
        )
        return replace(self, terms=tuple(terms))

    def without_words(self, left_out: Collection[str]) -> "Query":
        kept = (term for term in self.terms if term.is_excluded or term.text not in left_out)
        return replace(self, terms=tuple(kept))

    def __str__(self) -> str:
        """As it could be typed."""
        fields = [*_fields("subject", self.subjects), *_fields("source", self.sources)]
        return " ".join([*map(str, self.terms), *fields])


def _fields(name: str, values: Iterable[str]) -> list[str]:
    return [f'{name}:"{value}"' if " " in value else f"{name}:{value}" for value in values]


def parse_query(typed: str) -> Query:
    r"""
    >>> print(parse_query('regret  "tight bounds" -survey author:"Ada Example"'))
    regret "tight bounds" -survey author:"Ada Example"
    >>> print(parse_query(r'Poincar\'e $\mathcal{O}(n)$ "open subject:logic'))
    Poincaré O (n) "open subject:logic"
    >>> parse_query("id:arXiv:1506.03379").identifier
    'arXiv:1506.03379'
    """
    text = clean_text(typed[:LONGEST_QUERY]).translate(_QUOTES)
    terms: list[QueryTerm] = []
    fields: dict[str, list[str]] = {"subject": [], "source": [], "id": []}
    for count, match in enumerate(_TERM.finditer(text)):
        if count == MOST_TERMS:
            break
        field, value = (match["field"] or "").lower(), match["phrase"] or match["word"] or ""
        if field in fields:
            fields[field].append(value.strip())
        else:
            is_quoted = match["phrase"] is not None
            terms += _terms(field, value, is_quoted=is_quoted, is_excluded=bool(match["minus"]))
    return Query(
        tuple(terms),
        tuple(filter(None, fields["subject"])),
        tuple(filter(None, fields["source"])),
        next(filter(None, fields["id"]), ""),
        is_cut=len(typed) > LONGEST_QUERY or sum(1 for _ in _TERM.finditer(text)) > MOST_TERMS,
    )


def _terms(field: str, value: str, *, is_quoted: bool, is_excluded: bool) -> list[QueryTerm]:
    text = without_tex(value)
    if not _SAYS_SOMETHING.search(text):
        return []
    if field:
        return [QueryTerm(TermKind.AUTHOR, text, is_excluded)]
    kind = TermKind.PHRASE if is_quoted else TermKind.WORD
    return [QueryTerm(kind, text, is_excluded)]


def without_tex(text: str) -> str:
    r"""Words as they are found: formulas without what only sets them.

    >>> without_tex(r"$\alpha_{min}$")
    'alpha min'
    """
    if not any(sign in text for sign in "\\$^_{}~"):
        return text
    plain = _STYLES.sub("", text)
    if _ACCENT.search(plain):
        plain = tex_to_plain(plain)
    return " ".join(_SIGNS.sub(" ", plain).split())
