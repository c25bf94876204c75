"""Link definitions and footnotes in Markdown, of which no word vanishes.

CommonMark takes `[Minor]: typos` for the address of a link and shows nothing; the footnote plugin
drops notes that no mark leads to. Here a definition needs a web address and a link that uses it,
and a note a mark; everything else is shown as it was typed.
"""

import re
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.reference import reference
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def

_WEB_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s/]|www\.[a-z0-9-]", re.IGNORECASE)
# "example.org/a", but neither "x", as in "[f](x)", nor "fig.png".
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,18}(?:/|\Z)", re.IGNORECASE)
_FILE = re.compile(r"[^/]*\.(?:png|jpe?g|gif|svg|pdf|txt|md|html?|csv|tex|py)\Z", re.IGNORECASE)
_DEFINITION = "link_definition"
_NOTE_OPEN, _NOTE_CLOSE = "footnote_reference_open", "footnote_reference_close"


def notes_plugin(md: MarkdownIt) -> None:
    md.options["store_labels"] = True  # of links; tells which definitions are used
    md.use(footnote_plugin)
    md.block.ruler.at("footnote_def", _note_rule, {"alt": ["paragraph", "reference"]})
    md.block.ruler.at("reference", _definition_rule)
    md.core.ruler.before("block", "note_labels", _prepare_labels)
    md.core.ruler.before("footnote_tail", "unused_definitions", _show_unused_definitions)
    md.core.ruler.before("footnote_tail", "unused_notes", _show_unused_notes)


def is_web_address(url: str) -> bool:
    return _WEB_ADDRESS.match(url) is not None


def may_be_target(url: str) -> bool:
    """Of a link in brackets: a web address, or a place on this site."""
    return url.startswith(("/", "#")) or is_web_address(url) or is_bare_host(url)


def is_bare_host(url: str) -> bool:
    """An address without its scheme, which would lead to a page of ours."""
    return _HOST.match(url) is not None and _FILE.fullmatch(url) is None


class _Labels(dict[str, int]):
    """The ids of notes by their labels, in which capitals make no difference."""

    def __contains__(self, label: object) -> bool:
        return super().__contains__(str(label).casefold())

    def __getitem__(self, label: str) -> int:
        return super().__getitem__(label.casefold())

    def __setitem__(self, label: str, number: int) -> None:
        super().__setitem__(label.casefold(), number)

    def get(self, label: str, default: int = -1) -> int:  # type: ignore[override]
        return super().get(label.casefold(), default)


def _prepare_labels(state: StateCore) -> None:
    state.env["footnotes"] = {"refs": _Labels(), "list": {}}


def _definition_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    known = state.env.pop("references", {})
    is_definition = reference(state, start_line, end_line, silent)
    found = state.env.pop("references", {})
    state.env["references"] = known
    if not is_definition or silent:
        return is_definition
    label, definition = next(iter(found.items()))
    if not is_web_address(definition["href"]):
        state.line = start_line
        return False
    token = state.push(_DEFINITION, "", 0)
    token.content = state.getLines(start_line, state.line, state.blkIndent, False).strip()
    token.meta = {"label": label, "is_first": label not in known}
    token.map = [start_line, state.line]
    known.setdefault(label, definition)
    return True


def _show_unused_definitions(state: StateCore) -> None:
    if not any(token.type == _DEFINITION for token in state.tokens):
        return
    used = {token.meta.get("label") for token in _all_tokens(state)}
    tokens: list[Token] = []
    for token in state.tokens:
        if token.type != _DEFINITION:
            tokens.append(token)
        elif token.meta["label"] not in used or not token.meta["is_first"]:
            children = _without_labels(token.content, state)
            tokens += _paragraph(token.content, children, token.level)
    state.tokens = tokens


def _all_tokens(state: StateCore) -> Iterator[Token]:
    yield from _with_children(state.tokens)
    for note in state.env["footnotes"]["list"].values():
        yield from _with_children(note.get("tokens", ()))


def _with_children(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type in ("link_open", "image"):
            yield token
        yield from _with_children(token.children or ())


def _without_labels(content: str, state: StateCore) -> list[Token]:
    """The text without links by label, which would lead to what the text itself defines."""
    children: list[Token] = []
    env: EnvType = {**state.env, "references": {}}
    state.md.inline.parse(content, state.md, env, children)
    return children


def _paragraph(content: str, children: list[Token], level: int) -> list[Token]:
    inline = Token("inline", "", 0, content=content, children=children, level=level + 1)
    opened = Token("paragraph_open", "p", 1, level=level, block=True)
    return [opened, inline, Token("paragraph_close", "p", -1, level=level, block=True)]


def _note_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A note within a note is text, since the plugin would lose the outer one."""
    if silent:  # it ends the paragraph before it, also that of a note
        return footnote_def(state, start_line, end_line, silent)
    if state.env.get("is_in_note"):
        return False
    state.env["is_in_note"] = True
    is_note = footnote_def(state, start_line, end_line, silent)
    state.env["is_in_note"] = False
    return is_note


def _show_unused_notes(state: StateCore) -> None:
    """Where they stand, with their labels; the first of several notes with one label is used."""
    labels = {
        note["label"].casefold(): note["label"]
        for note in state.env["footnotes"]["list"].values()
        if "label" in note
    }
    tokens: list[Token] = []
    unused: list[Token] | None = None  # what stands in a note without a mark
    label = ""
    for token in state.tokens:
        if token.type == _NOTE_OPEN:
            label = token.meta["label"]
            token.meta["label"] = labels.pop(label.casefold(), None)
            unused = [] if token.meta["label"] is None else None
        if token.type == _NOTE_CLOSE and unused is not None:
            tokens += _with_label(unused[1:], f"[^{label}]: ")
            unused = None
        else:
            (tokens if unused is None else unused).append(token)
    state.tokens = tokens


def _with_label(note: list[Token], label: str) -> list[Token]:
    text = Token("text", "", 0, content=label)
    if not note or note[0].type != "paragraph_open":
        return [*_paragraph(label, [text], 0), *note]
    inline = note[1]
    inline.content, inline.children = label + inline.content, [text, *(inline.children or ())]
    return note
