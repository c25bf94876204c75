"""Labels of formulas and references to them, as LaTeX numbers them; KaTeX knows neither."""

import re
from collections.abc import Iterable, Mapping, Sequence

_LABEL = re.compile(r"\\label\s{0,9}\{([^{}]{0,200})\}")
_REFERENCE = re.compile(
    r"\\(?P<command>eqref|ref|[cC]ref|autoref)\*?\s{0,9}\{(?P<name>[^{}]{0,200})\}"
)
_TAG = re.compile(r"\\tag(\*?)\s{0,9}\{([^{}]{0,200})\}")
_END = re.compile(r"\s{0,9}\\end\{(?:equation|align|alignat|gather)\*?\}\s{0,9}\Z")
_NO_NUMBER = re.compile(r"\\(?:nonumber|notag)(?![a-zA-Z])")
_ROW_END = re.compile(r"\\\\")
# Each of their rows has a number of its own; anything else has one.
_MANY_ROWS = re.compile(r"\s*\\begin\{(?:align|alignat|gather)\*?\}")
_NUMBERED = re.compile(r"\\(begin|end)\{(align|alignat|gather|equation)\}")
_SPECIAL = re.compile(r"[\\{}$&#^_%~]")

Formula = tuple[str, bool]  # its TeX, and whether it stands on lines of its own


def number_labels(formulas: Iterable[Formula]) -> dict[str, str]:
    """The number, or the author's own tag, of each label in the displays of one text, in order."""
    numbers: dict[str, str] = {}
    last = 0
    for tex, is_display in formulas:
        if not is_display or r"\label" not in tex:
            continue
        for row in _rows(tex):
            labels = [name.strip() for name in _LABEL.findall(row)]
            if not labels:
                continue
            own = _TAG.search(row)
            last += own is None
            for name in labels:
                numbers.setdefault(name, own[2] if own else str(last))
    return numbers


def with_numbers(formulas: Sequence[Formula], numbers: Mapping[str, str]) -> list[Formula]:
    """The formulas with the number or tag of a row behind it, and the number for a reference.

    KaTeX's `\\tag` leaves nothing in the MathML of most environments.
    """
    return [
        (_numbered(tex, is_display, numbers) if _has_numbers(tex) else tex, is_display)
        for tex, is_display in ((_without_numbers(tex), shown) for tex, shown in formulas)
    ]


def shown_reference(command: str, name: str, numbers: Mapping[str, str]) -> str:
    """What a reader sees of a reference: a number, or the label where it names no display.

    >>> shown_reference("eqref", "eq:main", {"eq:main": "3"})
    '(3)'
    """
    if command == "label":
        return ""
    names = [part.strip() for part in name.split(",")]
    shown = ", ".join(numbers.get(part, part) for part in names)
    if command.startswith("cite"):
        return shown_citation(name)
    return f"({shown})" if command == "eqref" else shown


def shown_citation(names: str, first: str | None = None, second: str | None = None) -> str:
    r"""Of `\cite[first][second]{names}`: what stands before the names needs both of them.

    >>> shown_citation("GGG", "Theorem 6.5"), shown_citation("doe,roe", "see", "p. 3")
    ('[GGG, Theorem 6.5]', '[see doe, roe, p. 3]')
    """
    before, after = (first or "", second) if second is not None else ("", first or "")
    shown = ", ".join(name.strip() for name in names.split(","))
    return f"[{before.strip()}{' ' if before.strip() else ''}{shown}{_behind(after)}]"


def _behind(note: str) -> str:
    return f", {note.strip()}" if note.strip() else ""


def _without_numbers(tex: str) -> str:
    """KaTeX leaves room for numbers in some rows of "align", which shifts them in MathML."""
    return _NUMBERED.sub(r"\\\1{\2*}", tex) if r"\begin" in tex else tex


def _has_numbers(tex: str) -> bool:
    return any(sign in tex for sign in (r"\label", r"\tag", r"\no", "ref"))


def _rows(tex: str) -> list[str]:
    return _ROW_END.split(tex) if _MANY_ROWS.match(tex) else [tex]


def _numbered(tex: str, is_display: bool, numbers: Mapping[str, str]) -> str:
    def reference(match: re.Match[str]) -> str:
        shown = _escaped(shown_reference(match["command"], match["name"], numbers))
        return rf"\text{{{shown}}}"

    rows = []
    for row in _rows(_REFERENCE.sub(reference, tex)):
        number = _number_of(row, numbers) if is_display else ""
        bare = _NO_NUMBER.sub("", _TAG.sub("", _LABEL.sub("", row)))
        end = _END.search(bare)
        at = end.start() if end else len(bare)
        # In a column of its own it does not move the others.
        gap = "&& " if "&" in bare and _MANY_ROWS.match(tex) else r"\qquad "
        rows.append(f"{bare[:at]}{gap if number else ''}{number}{bare[at:]}")
    return r"\\".join(rows)


def _number_of(row: str, numbers: Mapping[str, str]) -> str:
    if own := _TAG.search(row):
        shown = own[2] if own[1] else f"({own[2]})"
    elif label := _LABEL.search(row):
        shown = _escaped(f"({numbers.get(label[1].strip(), '')})")
    else:
        return ""
    return rf"\text{{{shown}}}"


def _escaped(shown: str) -> str:
    return _SPECIAL.sub(r"\\_", shown)
