"""BibTeX, in UTF-8. What TeX would read as a command is escaped; a title keeps its formulas."""

import re
from collections.abc import Iterator
from dataclasses import replace

from text.citations.names import CitedName
from text.citations.record import CitationRecord, Cited
from text.marks import normalize
from text.plain import clean_text, collapse_space
from text.tex.commands import Atom, dissect
from text.tex.delimiters import Maths

TYPES = {Cited.ISSUE: "book"}  # with an editor; all others are "misc"
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
_SPECIALS = re.compile(r"[\\~^&%$#_{}]")
_BRACE = re.compile(r"\\.|([{}])", re.DOTALL)
_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")


def bibtex(record: CitationRecord) -> str:
    lines = [f"  {name} = {{{value}}}" for name, value in _fields(record) if value]
    if record.issued:  # a macro, which every style knows
        lines.append(f"  month = {MONTHS[record.issued.month - 1]}")
    kind = TYPES.get(record.cited, "misc")
    return f"@{kind}{{{_key(record)},\n" + ",\n".join(lines) + "\n}\n"


def _fields(record: CitationRecord) -> Iterator[tuple[str, str]]:
    people = " and ".join(map(_name, record.people))
    yield ("editor" if record.cited == Cited.ISSUE else "author"), people
    # In braces of its own, or styles would write its capitals small.
    yield "title", f"{{{_title(record)}}}"
    if record.issued:
        yield "year", str(record.issued.year)
    yield "volume", record.volume
    yield "number", _escaped(record.issue or ("" if record.eprint else record.number))
    yield "publisher", _escaped(record.publisher)
    yield "archiveprefix", "arXiv" if record.eprint else ""
    yield "eprint", record.eprint
    yield "doi", record.doi
    yield "url", _url(record.url)
    yield "note", _escaped(record.note)


def _key(record: CitationRecord) -> str:
    first = record.people[0] if record.people else CitedName()
    words = normalize("NFKD", first.family or first.literal).lower()
    name = _NOT_IN_KEY.sub("", words)[:20]
    year = str(record.issued.year) if record.issued else ""
    return f"{name}{year}-{record.identifier}".lstrip("-")


def _name(name: CitedName) -> str:
    if name.literal or not name.given:
        return f"{{{_escaped(name.literal or name.with_particle)}}}"
    parts = (name.with_particle, name.suffix, name.given)
    return ", ".join(_escaped(part) for part in parts if part)


def _title(record: CitationRecord) -> str:
    parts = dissect(clean_text(collapse_space(record.marked(record.title))))
    escaped = replace(parts, marked=_escaped(parts.marked))
    return escaped.put_together(_atom, style=lambda _tag: "")


def _atom(atom: Atom) -> str:
    if isinstance(atom, Maths):
        tex = collapse_space(atom.tex)
        return f"${tex}$" if _is_balanced(tex) and "$" not in tex else _escaped(tex)
    return _escaped(atom.text)


def _is_balanced(tex: str) -> bool:
    depth = 0
    for match in _BRACE.finditer(tex):
        depth += {"{": 1, "}": -1}.get(match[1] or "", 0)
        if depth < 0:
            return False
    return depth == 0 and not tex.endswith("\\")


def _escaped(text: str) -> str:
    return _SPECIALS.sub(lambda match: _SPECIAL[match[0]], collapse_space(text))


def _url(url: str) -> str:
    """Styles print it with `\\url`, which takes all but braces and what ends a line."""
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C").replace(" ", "%20")
