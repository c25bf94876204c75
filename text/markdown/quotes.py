"""Quotation marks in Markdown, made typographic; not those in code, addresses and formulas."""

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from text.quotes import typographic

_BREAKS = ("softbreak", "hardbreak")
_SOMETHING = "x"  # stands for what is no text: marks beside it stand beside a word


def quotes_plugin(md: MarkdownIt) -> None:
    md.core.ruler.push("typographic_quotes", _make_typographic)


def _make_typographic(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline" and block.children:
            _of_paragraph(block.children)


def _of_paragraph(tokens: Sequence[Token]) -> None:
    """A mark in bold type may close one before it: the paragraph is read as a whole."""
    texts = list(_texts(tokens))
    signs = "".join(part if isinstance(part, str) else part.content for part in texts)
    if '"' not in signs and "'" not in signs:
        return
    made, place = typographic(signs), 0
    for part in texts:
        length = len(part) if isinstance(part, str) else len(part.content)
        if not isinstance(part, str):
            part.content = made[place : place + length]
        place += length


def _texts(tokens: Sequence[Token]) -> Iterator[Token | str]:
    """The pieces of text, and what stands between them."""
    is_address = False
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            is_address = token.type == "link_open" and token.markup == "autolink"
        elif token.type == "text" and not is_address:
            yield token
        elif token.type in _BREAKS:
            yield " "
        elif token.content or token.type == "image":
            yield _SOMETHING
