"""Reviews, responses and pages in Markdown, to safe HTML."""

import re
from collections.abc import Sequence
from html import escape, unescape
from typing import cast

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML, RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from text.markdown.identifiers import identifiers_plugin
from text.markdown.links import links_plugin
from text.markdown.maths import maths_plugin
from text.markdown.notes import may_be_target, notes_plugin
from text.markdown.points import Points, points_plugin
from text.markdown.quotes import quotes_plugin
from text.markdown.tables import tables_plugin
from text.plain import clean_text, collapse_space
from text.sanitize import sanitize
from text.tex.formulas import plain_formula
from text.turns import turn

_WITH_WORDS = ("inline", "maths_block", "fence", "code_block")
# HTML that people type is shown as they typed it; what forum posts may have is another matter, and
# stands in `text/allowed_html.py`.
TYPED_HTML_COUNTS = False
HEADING_SHIFT = 2  # the page's own headings are h1 and h2
_LOWEST_HEADING = 6
# "python", "c++", "{.python}", "python title=x linenos"
_LANGUAGE = re.compile(
    r"(?:[\w+#-][.\w+#-]{0,39}|\{\.[\w+#-]{1,39}\})(?:[ ,{]{1,3}[\w-]{1,40}=.{1,99})?"
)


def render_markdown(source: str, *, id_prefix: str = "", points: Points | None = None) -> str:
    """CommonMark with tables, strikethrough, footnotes, formulas and links without brackets.

    id_prefix: put before the ids of footnotes, so that two texts on one page do not clash.
    points: of the review that this text is a part of; its own points are added to them.
    Raw HTML is shown as text, images become links. How long `source` may be is the caller's
    to decide; the time grows with its length. A text with more marks than anybody writes is shown
    as it was typed, so that 300 kB take less than a second. Never raises on any text; in a request
    TooBusy, where others are having theirs rendered (`text.turns`).
    """
    env = {"id_prefix": id_prefix, "points": points}
    with turn():
        text = clean_text(source)
        if _has_too_many_marks(text):
            return _as_typed(text)  # escaped, so there is nothing to leave out
        return sanitize(_parser_for(text).render(text, env), is_ours=True)


def markdown_tokens(source: str) -> Sequence[Token]:
    """What a text in Markdown consists of; one with more marks than anybody writes is one text."""
    text = clean_text(source)
    if _has_too_many_marks(text):
        return [Token("inline", "", 0, content=text)]
    with turn():
        return _parser_for(text).parse(text, {"id_prefix": ""})


def plain_markdown(source: str) -> str:
    """The words of a text in Markdown, its paragraphs parted by blank lines, formulas as signs."""
    text = clean_text(source)
    if _has_too_many_marks(text):
        return "\n\n".join(map(collapse_space, _paragraphs(text)))
    with turn():
        tokens = _parser_for(text).parse(text, {"id_prefix": ""})
    parts = (plain_inline(token) for token in tokens if token.type in _WITH_WORDS)
    return "\n\n".join(filter(None, (collapse_space(part) for part in parts)))


def plain_inline(token: Token) -> str:
    """The words of a token of `markdown_tokens`, and of those within it."""
    if token.type in ("maths", "maths_block"):
        return plain_formula(token.content) if token.meta["html"] else ""
    if token.type == "maths_reference":
        return unescape(token.meta["html"])
    if token.children is not None:
        return "".join(map(plain_inline, token.children))
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return token.content


def _shift_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            level = min(int(token.tag[1:]) + HEADING_SHIFT, _LOWEST_HEADING)
            token.tag = f"h{level}"


def _show_words_behind_fences(state: StateCore) -> None:
    """ "~~~ Minor points ~~~" opens a block of code, in which these words are a first line."""
    for token in state.tokens:
        words = token.info.strip() if token.type == "fence" else ""
        if words and not _LANGUAGE.fullmatch(words):
            token.info, token.content = "", f"{words}\n{token.content}"


def _mark_linked_images(state: StateCore) -> None:
    """An image becomes a link, which inside another link HTML does not allow."""
    for token in state.tokens:
        depth = 0
        for child in token.children or ():
            depth += child.nesting if child.type in ("link_open", "link_close") else 0
            if child.type == "image":
                child.meta = {"is_in_link": depth > 0}


def _image(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[idx]
    alt = cast(RendererHTML, self).renderInlineAsText(token.children or [], options, env).strip()
    label = escape(_("Image: %(alt)s") % {"alt": alt} if alt else _("Image"))
    if token.meta["is_in_link"]:
        return label
    return f'<a href="{escape(str(token.attrs["src"]))}">{label}</a>'


def _table_open(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    label = escape(_("Table"))
    return f'<div class="table-scroll" tabindex="0" role="region" aria-label="{label}"><table>\n'


def _table_close(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    return "</table></div>\n"


def _footnote_ref(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    to_note, from_text, number = _footnote_ids(tokens[idx], env)
    link = f'<a href="#{to_note}" id="{from_text}">[{number}]</a>'
    return f'<sup class="footnote-ref">{link}</sup>'


def _footnote_open(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    return f'<li id="{_footnote_ids(tokens[idx], env)[0]}" class="footnote-item">'


def _footnote_anchor(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    href, label = _footnote_ids(tokens[idx], env)[1], escape(_("Back to the text"))
    # The second sign keeps phones from showing the arrow as an emoji.
    return f' <a href="#{href}" class="footnote-backref" aria-label="{label}">\u21a9\ufe0e</a>'


def _footnote_ids(token: Token, env: EnvType) -> tuple[str, str, int]:
    """The id of the note, the id of this reference to it, and its number."""
    prefix, number = escape(env["id_prefix"]), token.meta["id"] + 1
    repeated = token.meta.get("subId", 0)  # the second reference to the same note has 1
    reference = f"{number}-{repeated + 1}" if repeated > 0 else f"{number}"
    return f"{prefix}fn{number}", f"{prefix}fnref{reference}", number


_RULES = {
    "image": _image,
    "table_open": _table_open,
    "table_close": _table_close,
    "footnote_ref": _footnote_ref,
    "footnote_open": _footnote_open,
    "footnote_anchor": _footnote_anchor,
}


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's name
        """`[f](x)` is no link, since its "x" would vanish."""
        return not url or may_be_target(url)


def _parser() -> MarkdownIt:
    md = _Markdown("commonmark", {"html": TYPED_HTML_COUNTS}).enable(["table", "strikethrough"])
    md.use(maths_plugin).use(links_plugin).use(notes_plugin).use(tables_plugin)
    md.core.ruler.push("shift_headings", _shift_headings)
    md.core.ruler.push("show_words_behind_fences", _show_words_behind_fences)
    md.core.ruler.push("mark_linked_images", _mark_linked_images)
    md.use(quotes_plugin)
    md.use(identifiers_plugin).use(points_plugin, words_of=plain_inline)
    for name, rule in _RULES.items():
        md.add_render_rule(name, rule)
    return md


_markdown = _parser()
# Each bracket may begin a link, which is sought through all those within it: no text of people has
# so many, and then none of them begins one.
MOST_BRACKETS = 3_000
_WITH_BRACKETS = ["link", "image", "footnote_inline", "footnote_ref", "footnote_def", "reference"]
_without_brackets = _parser().disable(_WITH_BRACKETS)


def _parser_for(text: str) -> MarkdownIt:
    return _markdown if text.count("[") <= MOST_BRACKETS else _without_brackets


# What each line, mark or other sign costs the parser, in units of some 25 µs.
_COST_OF_LINE, _COST_OF_SIGN = 2, 0.1
_MARKS = "*_~`[]$\\<&|#!"
_SIGNS = ":{}^%@+-=>"
MOST_MARKS = 20_000
MOST_FORMULAS = 4_000  # a single letter's HTML has over a hundred signs
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


def _has_too_many_marks(text: str) -> bool:
    if len(text) * _COST_OF_LINE <= MOST_MARKS:
        return False
    marks = sum(map(text.count, _MARKS)) + text.count("://") + text.count("www.")
    signs = sum(map(text.count, _SIGNS))
    formulas = text.count("$") / 2 + text.count("\\(") + text.count("\\[")
    if formulas > MOST_FORMULAS:
        return True
    return text.count("\n") * _COST_OF_LINE + marks + signs * _COST_OF_SIGN > MOST_MARKS


def _paragraphs(text: str) -> list[str]:
    return [part for part in _BLANK_LINES.split(text) if part.strip()]


def _as_typed(text: str) -> str:
    parts = (escape(part.strip(), quote=False) for part in _paragraphs(text))
    return "".join("<p>" + part.replace("\n", "<br>\n") + "</p>\n" for part in parts)
