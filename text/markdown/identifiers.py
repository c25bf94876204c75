"""Names that this journal gives (`V12.2.r1.3`) become links to what they name.

Only names of reviews, their points, assessments, their corrections and responses: "V12.2" alone may
be a version of some software, and "V1" a part of the brain.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_N = "[1-9][0-9]{0,8}"
NAME = re.compile(
    rf"(?<![\w./-])V{_N}\.{_N}\.(?:r{_N}(?:\.{_N})?|a{_N}(?:\.c{_N})?|p{_N})(?![\w/])"
)


def identifiers_plugin(md: MarkdownIt) -> None:
    md.core.ruler.push("identifiers", _link_names)


def _link_names(state: StateCore) -> None:
    for block in state.tokens:
        if block.children and NAME.search(block.content):
            block.children = _with_links(block.children)


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
    for match in NAME.finditer(text.content):
        tokens.append(_text(text.content[position : match.start()]))
        tokens.append(Token("link_open", "a", 1, attrs={"href": f"/{match[0]}"}))
        tokens += [_text(match[0]), Token("link_close", "a", -1)]
        position = match.end()
    return [*tokens, _text(text.content[position:])]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
