"""Recognising the work that a pasted text names: by rules, without the network."""

import re
from collections.abc import Iterator
from itertools import islice

from django.utils.functional import Promise

from ingest.sources import ADAPTERS
from ingest.sources.base import Reach, Ref, prefix_of, reach_of
from text.marks import normalize

_LONGEST_TEXT = 4_000  # characters; a link stands at the start, or the text is no link
_MOST_WITHIN = 8  # addresses in one word; an archive's address holds another, and that is that
# Soft hyphen, zero-width characters and direction marks, which word processors leave in links.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]")
_STAMP = re.compile(r"(\S+)\s*\[[a-z]{2,}[a-z.-]*\]", re.IGNORECASE)
_TAB_TITLE = re.compile(r"\[([^\s\[\]]+)\]\s")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_AFTER_ADDRESS = re.compile(r"[\"<>`{}|\\^\[\]].*")
# Within an old DOI: "10.1130/0091-7613(1990)018<0000:X>2.3.CO;2".
_OF_SICI = re.compile(r"<\w{0,12}:[\w:-]{0,40}>(?=\d\.\d\.[a-z]{2};)", re.IGNORECASE)
_BRACKET = re.compile(r"[()]")
_PUNCTUATION = "<>()[]{}\"'`“”„‘’«».,;:!?…*_"


def recognise(text: str) -> Ref | None:
    """The first work that a link, an identifier or a sentence with one of them names.

    A page of any other site is meant only where nothing else is.
    """
    candidates = [piece for word in _words(_tidy(text)) for piece in _candidates(word)]
    pages = [source for source in ADAPTERS.values() if reach_of(source) == Reach.ANY_PAGE]
    others = [source for source in ADAPTERS.values() if source not in pages]
    for asked in (others, pages):
        for candidate in candidates:
            for source in asked:
                if ref := source.recognise(candidate):
                    return ref
    return None


def without_prefix(text: str) -> str:
    """An identifier without the word that people write before it: "arXiv:2310.01405"."""
    prefixes = "|".join(filter(None, map(prefix_of, ADAPTERS.values())))
    return re.sub(rf"(?:{prefixes}):\s*", "", text, count=1, flags=re.IGNORECASE)


def recognised_forms() -> tuple[str | Promise, ...]:
    """Examples of links and identifiers, for people."""
    return tuple(form for source in ADAPTERS.values() for form in source.forms)


def _tidy(text: str) -> str:
    text = text[:_LONGEST_TEXT].replace("&lt;", "<").replace("&gt;", ">")
    text = normalize("NFKC", text)  # full-width digits and dots
    text = _DASHES.sub("-", _INVISIBLE.sub("", text))
    for prefix in filter(None, map(prefix_of, ADAPTERS.values())):
        text = _with_prefix_joined(text, prefix)
    return text


def _with_prefix_joined(text: str, prefix: str) -> str:
    """ "arXiv : 2310.01405", "arXiv 2310.01405" in one word; within an address nothing changes."""
    apart = rf"(?<![\w./?&=-])({prefix})(?:\s*+:\s++|\s*+:?\s*+(?=[0-9]+\.[0-9]))"
    return re.sub(apart, r"\1:", text, flags=re.IGNORECASE)


def _words(text: str) -> Iterator[str]:
    """Pieces that may name a work; a bare number counts only where it stands alone."""
    if stamp := _STAMP.match(text.strip()):  # arXiv's margin: 2310.01405v2 [cs.LG] 3 Oct 2023
        yield stamp[1]
    if title := _TAB_TITLE.match(text.strip()):  # of arXiv's pages: [2310.01405] A Title
        yield title[1]
    words = text.split()
    yield from (word for word in words if len(words) == 1 or "/" in word or ":" in word)


def _candidates(word: str) -> Iterator[str]:
    """A word without the punctuation around it; of an address within an address, both."""
    starts = [match.start() for match in islice(_WEB.finditer(word), _MOST_WITHIN)]
    for start in starts:
        address = _cut_address(word[start:])
        # An identifier may end in an underscore; an emphasised address has one before it, too.
        is_emphasised = word[:start].endswith("_")
        marks = _PUNCTUATION if is_emphasised else _PUNCTUATION.replace("_", "")
        yield _within_brackets(address).rstrip(marks)
        yield address.partition("(")[0].partition(")")[0].rstrip(marks)
    if not starts:
        yield word.strip(_PUNCTUATION)


def _cut_address(text: str) -> str:
    """Up to a character that no address has, except within a DOI."""
    sici = _OF_SICI.search(text)
    kept = sici.end() if sici and not _AFTER_ADDRESS.search(text, 0, sici.start()) else 0
    return text[:kept] + _AFTER_ADDRESS.sub("", text[kept:])


def _within_brackets(address: str) -> str:
    """Up to a bracket that was opened before the address; DOIs have brackets of their own."""
    depth = 0
    for bracket in _BRACKET.finditer(address):
        depth += 1 if bracket[0] == "(" else -1
        if depth < 0:
            return address[: bracket.start()]
    return address
