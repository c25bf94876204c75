"""Addresses that people paste into Markdown become links, without brackets around them."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from text.markdown.notes import is_bare_host

_SCHEME = re.compile(r"(?:^|[^a-zA-Z0-9+.-])(https?)$", re.IGNORECASE)
# No blanks, quotes, brackets of Markdown or HTML, and no dollars, which may open a formula; no
# dashes of sentences, and none of the punctuation of Chinese and Japanese.
_OUTSIDE = (
    "\\s<>\"'`|\\\\^{}\\[\\]$*\u201c\u201d\u2018\u2019\u2014\u3000-\u303f"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_IN_ADDRESS = rf"(?:[^{_OUTSIDE}]|(?<=[^\W_])\*(?=[^\W_])){{0,2000}}"
_ADDRESS = re.compile(rf"[^\W_]{_IN_ADDRESS}")
_WWW = re.compile(
    rf"(?<![a-zA-Z0-9_@./:-])www\.(?=[a-z0-9-]{{1,63}}\.[a-z]){_IN_ADDRESS}", re.IGNORECASE
)
_PUNCTUATION = ".,;:!?_~…"


def links_plugin(md: MarkdownIt) -> None:
    md.inline.ruler.after("text", "bare_link", _link_rule)
    md.core.ruler.after("inline", "www_links", _link_www)


def _link_rule(state: StateInline, silent: bool) -> bool:
    """At the colon of an address; its scheme has been read as text."""
    if state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.pending[-6:])
    address = _ADDRESS.match(state.src, state.pos + 3, state.posMax) if scheme else None
    if scheme is None or address is None:
        return False
    rest = _without_punctuation(address[0])
    url = state.md.normalizeLink(f"{scheme[1]}://{rest}")
    if not state.md.validateLink(url):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        _push_link(state, url, f"{scheme[1]}://{rest}")
    state.pos += 3 + len(rest)
    return True


def _push_link(state: StateInline, url: str, text: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": url}
    state.push("text", "", 0).content = text
    state.push("link_close", "a", -1)


def _without_punctuation(address: str) -> str:
    """What ends a sentence, or closes a bracket opened before the address, is not part of it."""
    opened = address.count("(") - address.count(")")
    end = len(address)
    while end:
        sign = address[end - 1]
        if sign == ")" and opened < 0:
            opened += 1
        elif sign not in _PUNCTUATION:
            break
        end -= 1
    return address[:end]


def _link_www(state: StateCore) -> None:
    for block in state.tokens:
        for child in block.children or ():
            _complete_address(child)
        if block.children and any("www." in one.content.casefold() for one in block.children):
            block.children = list(_with_links(block.children))


def _complete_address(token: Token) -> None:
    """`[text](www.example.org)` would lead to a page of ours."""
    name = {"link_open": "href", "image": "src"}.get(token.type, "")
    address = str(token.attrs.get(name, ""))
    if is_bare_host(address):
        token.attrs[name] = f"http://{address}"


def _with_links(children: list[Token]) -> list[Token]:
    tokens: list[Token] = []
    depth = 0
    for child in children:
        depth += child.nesting if child.type in ("link_open", "link_close") else 0
        is_plain = child.type == "text" and depth == 0
        tokens += _parts(child) if is_plain else [child]
    return tokens


def _parts(text: Token) -> list[Token]:
    tokens: list[Token] = []
    position = 0
    for match in _WWW.finditer(text.content):
        host = _without_punctuation(match[0])
        tokens.append(_text(text.content[position : match.start()], text.level))
        opened = Token("link_open", "a", 1, attrs={"href": f"http://{host}"}, level=text.level)
        closed = Token("link_close", "a", -1, level=text.level)
        tokens += [opened, _text(host, text.level + 1), closed]
        position = match.start() + len(host)
    return [*tokens, _text(text.content[position:], text.level)]


def _text(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)
