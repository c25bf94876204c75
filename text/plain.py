"""Plain text: cleaned for storage, shortened for lists, freed of TeX for search."""

import re

from text.invisible import INVISIBLE, without_invisible
from text.marks import normalize, without_long_rows
from text.tex.commands import Atom, dissect
from text.tex.delimiters import MASK, Maths, mask_maths, split_maths
from text.tex.formulas import plain_formula

# What PostgreSQL or XML cannot store: control characters, lone surrogates, and noncharacters
# (we mark places with some of them).
_NEVER = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_UNWANTED = re.compile(f"[{_NEVER}]")
_UNWANTED_ASCII = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_LIGATURE = re.compile("[\ufb00-\ufb06]")  # of typesetting: "ﬁ", which nobody searches for
# Marks piled on one letter write over the lines above and below; once composed, two are more than
# any language needs. HTML is not composed: there a Greek letter has three.
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILED_MARKS = re.compile(f"([{_MARKS}]{{2}})[{_MARKS}]+")
_PILED_LOOSE_MARKS = re.compile(f"([{_MARKS}]{{3}})[{_MARKS}]+")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# One search answers for most texts with dashes, quotes and letters of other languages.
_MAYBE_UNCLEAN = re.compile(f"[{_NEVER}{_MARKS}{INVISIBLE}\r\x0b\x0c\x85\u2028\u2029]")
_WORD = re.compile(r"\S+")
_CHARACTERS_A_WORD = 12  # a text without spaces is cut after so many characters for each word
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]{0,3}(?=\s[\"'“‘(\[]{0,3}[A-Z0-9À-Þ" + MASK + "])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|al|etc|vs|cf|ca|resp|approx|Figs?|Eqs?|Refs?|Secs?|Tabs?|Nos?|Drs?|Profs?"
    r"|Mr|Mrs|Ms|St|Vol|[A-Z]))\.$"
)


def clean_text(text: str) -> str:
    """Text that can be stored and shown anywhere: NFC, line ends as \\n, nothing invisible."""
    cleaned = _storable(text)
    if cleaned.isascii():
        return cleaned
    composed = normalize("NFC", _LIGATURE.sub(_letters_of, cleaned))
    return _PILED_MARKS.sub(r"\1", composed)


def clean_characters(text: str) -> str:
    """`clean_text` for HTML, which NFC can break: `>` before U+0338 would become U+226F."""
    cleaned = without_long_rows(_storable(text))
    return cleaned if cleaned.isascii() else _PILED_LOOSE_MARKS.sub(r"\1", cleaned)


def _storable(text: str) -> str:
    """Line ends as \\n, nothing invisible; rows of marks are left for the caller to cut, once."""
    # Most texts, most of the time; the first question answers for a single line, and is faster.
    if text.isascii() and (text.isprintable() or not _UNWANTED_ASCII.search(text)):
        return text
    if not _MAYBE_UNCLEAN.search(text):
        return text
    return without_invisible(_UNWANTED.sub("", _LINE_ENDS.sub("\n", text)))


def _letters_of(ligature: re.Match[str]) -> str:
    return normalize("NFKC", ligature[0])


def collapse_space(text: str) -> str:
    """One space for each run of white space, none at the ends."""
    return " ".join(text.split())


def teaser(text: str, words: int = 50) -> str:
    """The first `words` words, then "…"; a formula counts as one word and is never cut."""
    text = collapse_space(text)
    room = words * _CHARACTERS_A_WORD
    masked = mask_maths(text)
    if masked == text and len(first := " ".join(text.split(" ", words)[:words])) <= room:
        return text if first == text else first.rstrip(" ,;:–—-") + "…"
    end = 0
    for count, word in enumerate(_WORD.finditer(masked)):
        if count == words or word.end() > room:
            return text[: end or _end_within_word(masked, room)].rstrip(" ,;:–—-") + "…"
        end = word.end()
    return text


def _end_within_word(masked: str, room: int) -> int:
    """Where to cut one endless word: before the formula at `room`, or after one it begins with."""
    if masked[room - 1] == MASK:
        before = len(masked[:room].rstrip(MASK))
        return before or len(masked) - len(masked.lstrip(MASK))
    return room


def tex_to_plain(text: str) -> str:
    """TeX accents and commands to Unicode, formulas without their dollars, for search and tips.

    >>> tex_to_plain(r"Erd\\H{o}s--R\\'enyi graphs with $n^2$ edges")
    'Erdős–Rényi graphs with n^2 edges'
    """
    return dissect(clean_text(text)).put_together(_plain_atom, style=lambda _tag: "")


def formulas_to_plain(text: str) -> str:
    """Text without other TeX in it, as that of a forum post, its formulas without dollars."""
    pieces = split_maths(text)
    return "".join(one if isinstance(one, str) else plain_formula(one.tex) for one in pieces)


def _plain_atom(atom: Atom) -> str:
    return plain_formula(atom.tex) if isinstance(atom, Maths) else atom.text


def first_sentence(text: str) -> str:
    """Up to the first full stop that is not an abbreviation's, an initial's or a formula's."""
    text = collapse_space(text)
    masked = mask_maths(text)
    for match in _SENTENCE_END.finditer(masked):
        stop = match.start() + 1
        if not _ABBREVIATION.search(masked, max(0, stop - 20), stop):
            return text[: match.end()]
    return text
