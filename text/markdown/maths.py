"""Formulas in Markdown: `$..$`, `$$..$$`, `\\(..\\)`, `\\[..\\]`, `\\begin{align}..`, references.

mdit-py-plugins has rules for these, but each unclosed opener makes them read to the end of the
text, which is quadratic, and they do not tell prices from formulas as our abstracts do.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from text.plain import tex_to_plain
from text.tex.definitions import begins_definition, end_of_definition, only_defines
from text.tex.delimiters import (
    ENVIRONMENTS,
    Delimiters,
    Maths,
    bare_environment,
    bare_tex,
    code_spans,
)
from text.tex.labels import number_labels, shown_citation, shown_reference
from text.tex.likelihood import DOUBLED_SIGN, has_dollar, has_words, looks_like_prose
from text.tex.maths import MAX_CHARACTERS, Formula, render_maths

_BLOCK_OPENER = re.compile(rf"\$\$|\\\[|\\begin\{{((?:{ENVIRONMENTS})\*?)\}}")
_LOOKS_LIKE_TEX = re.compile(r"[\\^_=+<>]")
_REFERENCE = re.compile(
    r"\\(?P<command>eqref|ref|[cC]ref|autoref|label|cite[a-z]{0,12})\*?"
    r"(?:\[(?P<first>[^\[\]\n]{0,99})\])?(?:\[(?P<second>[^\[\]\n]{0,99})\])?"
    r"\{(?P<names>[^{}\n]{1,200})\}"
)
_PIPE = "\ufdd5"  # stands for "|" in a formula of a table while its cells are split
_PIPE_OF_CODE = re.compile(r"(?<!\\)\|")  # "\\|" is how others keep it in a cell
_JOINT = "\ufdd6"  # stands for a line end in a formula, behind which a list or heading would begin
_BEGINS_BLOCK = re.compile(r"\n(?=[ \t]*(?:[-+*#=]|[0-9]{1,9}[.)]))")
_LINE_OF_QUOTE = re.compile(r"^[ \t]*>", re.MULTILINE)
_LONGEST_DEFINITION = 500  # characters, within a paragraph
_MOST_DEFINED_LINES = 20  # of one definition without dollars
_MOST_LONG_DEFINITIONS = 100  # after so many, each has one line
_LOOSE = re.compile(r"^\$\s|\s\$$")
_MATHS = ("maths", "maths_block")
_MAY_INTERRUPT: RuleOptionsType = {
    "alt": ["paragraph", "reference", "blockquote", "list", "footnote_def"]
}


def maths_plugin(md: MarkdownIt) -> None:
    """The formulas of a text are rendered together, once all of them are known."""
    md.core.ruler.before("block", "hide_pipes", _hide_pipes)
    md.core.ruler.before("block", "join_lines", _join_lines)
    md.core.ruler.after("block", "show_hidden", _show_hidden)
    md.inline.ruler.before("escape", "maths", _inline_rule)
    md.inline.ruler.before("maths", "maths_reference", _reference_rule)
    md.inline.ruler.before("maths", "inline_definition", _inline_definition_rule)
    md.block.ruler.before("fence", "maths_block", _block_rule, _MAY_INTERRUPT)
    md.block.ruler.before("fence", "definition", _definition_rule, _MAY_INTERRUPT)
    md.core.ruler.push("render_maths", _render_all)
    md.add_render_rule("maths", _render)
    md.add_render_rule("maths_block", _render_block)
    md.add_render_rule("maths_reference", _render)


def _hide_pipes(state: StateCore) -> None:
    """A table's cells end at "|" also within formulas and code, unless it looks different."""
    if "|" in state.src and any(sign in state.src for sign in ("$", "\\(", "`")):
        lines = state.src.split("\n")
        state.src = "\n".join(_with_hidden_pipes(line) if "|" in line else line for line in lines)


def _with_hidden_pipes(line: str) -> str:
    if "`" in line:
        line = _with_pipes_hidden_in_code(line)
    parts, position = [], 0
    for formula in Delimiters(line, has_code=True).formulas.values():
        tex = line[formula.start : formula.end]
        if not _LOOSE.search(tex):  # "$x | $" is two cells, each with a dollar
            tex = tex.replace("|", _PIPE)
        parts += [line[position : formula.start], tex]
        position = formula.end
    return "".join([*parts, line[position:]])


def _with_pipes_hidden_in_code(line: str) -> str:
    parts, position = [], 0
    for start, end in code_spans(line).items():
        parts += [line[position:start], _PIPE_OF_CODE.sub(_PIPE, line[start:end])]
        position = end
    return "".join([*parts, line[position:]])


def _join_lines(state: StateCore) -> None:
    """A "+" or "-" that begins a line within a formula begins no list."""
    source = state.src
    if not _may_hold_maths(source) or not _BEGINS_BLOCK.search(source):
        return
    parts, position = [], 0
    for formula in Delimiters(source, has_code=True).formulas.values():
        tex = source[formula.start : formula.end]
        if "\n" not in tex or _is_block(source, formula) or _is_escaped_words(tex, formula):
            continue
        parts += [source[position : formula.start], _BEGINS_BLOCK.sub(_JOINT, tex)]
        position = formula.end
    state.src = "".join([*parts, source[position:]])


def _may_hold_maths(source: str) -> bool:
    return "$" in source or "\\(" in source or "\\[" in source or "\\begin" in source


def _is_block(source: str, formula: Maths) -> bool:
    """It has its lines for itself, or stands in a quotation, whose signs are not part of it."""
    first = source.rfind("\n", 0, formula.start) + 1
    if _LINE_OF_QUOTE.search(source[first : formula.end]):
        return True
    end = source.find("\n", formula.end)
    after = source[formula.end : end if end >= 0 else len(source)]
    return not source[first : formula.start].strip() and not after.strip()


def _is_escaped_words(source: str, formula: Maths) -> bool:
    """`\\[1\\]` and `\\(see above\\)` are also how Markdown escapes brackets."""
    if not source.startswith(("\\(", "\\[")) or _LOOKS_LIKE_TEX.search(formula.tex):
        return False
    return formula.display or has_words(formula.tex)


def _show_hidden(state: StateCore) -> None:
    for token in state.tokens:
        if _PIPE in token.content or _JOINT in token.content:
            token.content = token.content.replace(_PIPE, "|").replace(_JOINT, "\n")


def _inline_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\":
        return False
    delimiters = state.env.get("delimiters")
    if delimiters is None or delimiters.text is not state.src:
        delimiters = state.env["delimiters"] = Delimiters(state.src, has_code=True)
    formula = delimiters.formula_at(state.pos)
    if formula is None and DOUBLED_SIGN.match(state.src, state.pos):
        state.pos += 1
        return True
    if formula is None or formula.end > state.posMax:
        return False
    if _is_escaped_words(state.src[state.pos : state.pos + 2], formula):
        return False
    if not silent:
        token = state.push("maths", "math", 0)
        # GitHub writes $`x`$.
        is_quoted = len(formula.tex) > 2 and formula.tex[0] == formula.tex[-1] == "`"
        token.content = formula.tex[1:-1] if is_quoted else formula.tex
        token.meta = {"display": formula.display}
    state.pos = formula.end
    return True


def _reference_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "\\":
        return False
    match = _REFERENCE.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("maths_reference", "", 0)
        token.meta = match.groupdict()
    state.pos = match.end()
    return True


def _inline_definition_rule(state: StateInline, silent: bool) -> bool:
    """A definition of a command within a paragraph, without dollars."""
    if state.src[state.pos] != "\\" or not begins_definition(state.src, state.pos):
        return False
    source = state.src[state.pos : min(state.posMax, state.pos + _LONGEST_DEFINITION)]
    end = end_of_definition(source, 0)
    if end is None or not only_defines(source[:end]):
        return False
    if not silent:
        token = state.push("maths", "math", 0)
        token.content, token.meta = source[:end], {"display": False}
    state.pos += end
    return True


def _block_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A formula whose opener begins a line and whose closer ends one."""
    begin = state.bMarks[start_line] + state.tShift[start_line]
    opener = _BLOCK_OPENER.match(state.src, begin, state.eMarks[start_line])
    if state.is_code_block(start_line) or opener is None:
        return False
    environment = opener[1]
    closer = rf"\end{{{environment}}}" if environment else {"$$": "$$"}.get(opener[0], r"\]")
    close = state.src.find(closer, opener.end(), opener.end() + MAX_CHARACTERS)
    last_line = bisect_left(state.eMarks, close, lo=start_line)
    if close < 0 or last_line >= end_line:
        return False
    if state.src[close + len(closer) : state.eMarks[last_line]].strip():
        return False
    if not environment and _may_be_prose(state, opener.end(), close, (start_line, last_line)):
        return False
    if not silent:
        source = state.getLines(start_line, last_line + 1, state.blkIndent, False).strip()
        body = source[len(opener[0]) : -len(closer)].replace(_PIPE, "|").replace(_JOINT, "\n")
        token = state.push("maths_block", "math", 0)
        token.block = True
        token.content = bare_environment(environment, body) if environment else bare_tex(body)
        token.map = [start_line, last_line + 1]
        token.meta = {"display": environment != "math"}
        state.line = last_line + 1
    return True


def _definition_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Definitions of commands on lines of their own need no dollars."""
    begin = state.bMarks[start_line] + state.tShift[start_line]
    if state.is_code_block(start_line) or not begins_definition(state.src, begin):
        return False
    tried = state.env["tried_definitions"] = state.env.get("tried_definitions", 0) + 1
    last = min(
        end_line, start_line + (_MOST_DEFINED_LINES if tried < _MOST_LONG_DEFINITIONS else 1)
    )
    for line in range(start_line, last):
        if state.isEmpty(line):
            return False
        source = state.getLines(start_line, line + 1, state.blkIndent, False).strip()
        if only_defines(source):
            break
    else:
        return False
    if not silent:
        token = state.push("maths_block", "math", 0)
        token.block, token.content, token.map = True, source, [start_line, line + 1]
        token.meta = {"display": False}
        state.line = line + 1
    return True


def _may_be_prose(state: StateBlock, begin: int, close: int, lines: tuple[int, int]) -> bool:
    """Where blank lines lie between the delimiters: they may belong to two unclosed formulas."""
    if not any(state.isEmpty(line) for line in range(*lines)):
        return False
    tex = state.src[begin:close]
    has_own_lines = "\n" in tex[: -len(tex.lstrip())] and "\n" in tex[len(tex.rstrip()) :]
    return not has_own_lines or looks_like_prose(tex) or has_dollar(tex)


def _render_all(state: StateCore) -> None:
    tokens = list(_with_children(state.tokens))
    for token in tokens:
        if token.type == "fence" and token.info.strip() == "math":  # as GitHub has it
            token.type, token.content = "maths_block", bare_tex(token.content)
            token.meta = {"display": True}
    maths = [token for token in tokens if token.type in _MATHS]
    formulas: list[Formula] = [(token.content, token.meta["display"]) for token in maths]
    for token, html in zip(maths, render_maths(formulas), strict=True):
        token.meta["html"] = html
    numbers = number_labels(formulas)
    for token in tokens:
        if token.type == "maths_reference":
            token.meta["html"] = escape(_shown(token.meta, numbers))
    _hide_empty_paragraphs(state.tokens)


def _shown(reference: Mapping[str, str | None], numbers: Mapping[str, str]) -> str:
    command, names = reference["command"] or "", reference["names"] or ""
    if not command.startswith("cite"):
        return shown_reference(command, names, numbers)
    notes = (reference["first"], reference["second"])
    first, second = (None if one is None else tex_to_plain(one) for one in notes)
    return shown_citation(names, first, second)


def _hide_empty_paragraphs(tokens: Sequence[Token]) -> None:
    """Those that held nothing but definitions of commands."""
    for before, inline, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        children = inline.children or ()
        if before.type == "paragraph_open" and children:
            before.hidden = after.hidden = all(
                child.type == "softbreak" or (child.type == "maths" and not child.meta["html"])
                for child in children
            )
            if before.hidden:
                inline.children = []


def _with_children(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _with_children(token.children or ())


def _render(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    return str(tokens[idx].meta["html"])


def _render_block(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    html = tokens[idx].meta["html"]
    return f'<p class="maths-display">{html}</p>\n' if html else ""
