"""Displayed TeX whose delimiters stand in paragraphs of their own, as some editors put them."""

import re

from lxml.html import HtmlElement

from text.tex.likelihood import looks_like_prose
from text.tree import drop

_PARAGRAPHS = ("p", "div")
_CLOSERS = {"$$": "$$", "\\[": "\\]"}
_TEX = re.compile(r"[\\^_=<>+]")
_MOST_LINES = 20


def join_displays(root: HtmlElement) -> None:
    """`<p>$$</p><p>x_1 = 2</p><p>$$</p>` becomes one paragraph."""
    done: set[HtmlElement] = set()
    for opener in root.iter(*_PARAGRAPHS):
        closer = _CLOSERS.get(_only_text(opener) or "")
        if closer is None or opener in done:
            continue
        lines = _lines_until(opener, closer)
        tex = "\n".join(_only_text(line) or "" for line in lines[:-1])
        if not _TEX.search(tex) or looks_like_prose(tex):
            continue
        done.update(lines)
        opener.text = f"{_only_text(opener)}\n{tex}\n{closer}"
        for line in lines:
            drop(line)


def _only_text(element: HtmlElement) -> str | None:
    """Its words, if it is a paragraph of nothing but words and line ends."""
    if element.tag not in _PARAGRAPHS or any(child.tag != "br" for child in element):
        return None
    return str(element.text_content()).strip()


def _lines_until(opener: HtmlElement, closer: str) -> list[HtmlElement]:
    """The paragraphs behind the opener, that of the closer last; none without it."""
    lines: list[HtmlElement] = []
    before = opener
    while len(lines) < _MOST_LINES and not (before.tail or "").strip():
        line = before.getnext()
        text = None if line is None else _only_text(line)
        if line is None or not text:
            break
        lines.append(line)
        if text == closer:
            return lines
        before = line
    return []
