"""The numbered points of a review: the items of its ordered lists, each with an anchor of its own.

A point is an item of an ordered list that stands in the text itself: not within a quotation, a
footnote or another list. The points are numbered on through all the parts of a review, and the
lists show these numbers. A list that begins above `HIGHEST_FIRST_NUMBER` is a sentence that begins
with a year, and keeps the number that was typed.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML, RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from text.plain import collapse_space

HIGHEST_FIRST_NUMBER = 99
# As the link of a point comes out of `text.sanitize`; nobody can type one, for it has a class.
_LINK = re.compile(r'<a class="point-link" href="#[^"]*?-([0-9]+)"([^>]*)>[^<]*</a>')


@dataclass(slots=True)
class Points:
    """prefix: of the anchors, as "r57-point-". texts: the words of the points found so far, in
    their order, so that the next one has the number `len(texts) + 1`."""

    prefix: str
    texts: list[str] = field(default_factory=list)


def points_plugin(md: MarkdownIt, *, words_of: Callable[[Token], str]) -> None:
    """words_of: the plain words of a token."""

    def number_points(state: StateCore) -> None:
        points = state.env.get("points")
        if points is not None:
            for item, words in _items(state.tokens, words_of):
                points.texts.append(words)
                item.meta = {"point": len(points.texts)}
                item.attrs["id"] = f"{points.prefix}{len(points.texts)}"

    md.core.ruler.push("points", number_points)
    md.core.ruler.push("points_numbers", _continue_numbers)
    md.add_render_rule("list_item_open", _item_open)


def name_points(html: str, identifier: str) -> str:
    """Give the points of a stored text the address they have now, by the review's identifier.

    >>> name_points('<a class="point-link" href="#r57-point-3">Point 3</a>', "V12.2.r1")
    '<a class="point-link" href="/V12.2.r1.3">V12.2.r1.3</a>'
    """
    name = escape(identifier)
    return _LINK.sub(rf'<a class="point-link" href="/{name}.\1"\2>{name}.\1</a>', html)


def _items(
    tokens: Sequence[Token], words_of: Callable[[Token], str]
) -> Iterator[tuple[Token, str]]:
    """Each item that is a point, with its words."""
    depth, item, is_counted = 0, None, False
    words: list[str] = []
    for token in tokens:
        depth += min(token.nesting, 0)
        if depth == 0 and token.type == "ordered_list_open":
            is_counted = int(token.attrs.get("start", 1)) <= HIGHEST_FIRST_NUMBER
        if depth == 1 and is_counted and token.type == "list_item_open":
            item, words = token, []
        if depth == 1 and item is not None and token.type == "list_item_close":
            yield item, collapse_space(" ".join(words))
            item = None
        if depth == 0 and token.type == "ordered_list_close":
            is_counted = False
        if item is not None and token.type in ("inline", "maths_block", "fence", "code_block"):
            words.append(words_of(token))
        depth += max(token.nesting, 0)


def _continue_numbers(state: StateCore) -> None:
    """A list of points begins with the number of its first one."""
    opened: Token | None = None
    for token in state.tokens:
        if token.type == "ordered_list_open":
            opened = token
        elif token.type == "list_item_open" and opened is not None:
            if (number := token.meta.get("point")) is not None:
                opened.attrs.pop("start", None)
                opened.attrs |= {"start": number} if number > 1 else {}
            opened = None


def _item_open(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    opened = RendererHTML.renderToken(self, tokens, idx, options, env)  # type: ignore[arg-type]
    number = tokens[idx].meta.get("point")
    if number is None:
        return opened
    words = escape(_("Point %(number)d") % {"number": number})
    anchor = escape(str(tokens[idx].attrs["id"]))
    return f'{opened}<a class="point-link" href="#{anchor}">{words}</a> '
