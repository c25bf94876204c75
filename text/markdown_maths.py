"""Formulas in Markdown: `$..$`, `$$..$$`, `\\(..\\)`, `\\[..\\]` and `\\begin{align}..`.

mdit-py-plugins has rules for these, but each unclosed opener makes them read to the end of the
text, which is quadratic, and they do not share pandoc's rule about prices with our abstracts.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from text.delimiters import Delimiters
from text.maths import MAX_CHARACTERS, Formula, render_maths

_BLOCK_OPENER = re.compile(
    r"\$\$|\\\[|\\begin\{((?:equation|align|alignat|gather|multline|flalign|eqnarray|split|cases"
    r"|[pbBvV]?matrix|array|CD)\*?)\}"
)
_EQNARRAY = re.compile(r"\\(begin|end)\{(?:eqnarray|flalign|multline)\*?\}")
_LOOKS_LIKE_TEX = re.compile(r"[\\^_=+<>]")
_MATHS = ("maths", "maths_block")
_MAY_INTERRUPT: RuleOptionsType = {
    "alt": ["paragraph", "reference", "blockquote", "list", "footnote_def"]
}


def maths_plugin(md: MarkdownIt) -> None:
    """The formulas of a text are rendered together, once all of them are known."""
    md.inline.ruler.before("escape", "maths", _inline_rule)
    md.block.ruler.before("fence", "maths_block", _block_rule, _MAY_INTERRUPT)
    md.core.ruler.push("render_maths", _render_all)
    md.add_render_rule("maths", _render)
    md.add_render_rule("maths_block", _render_block)


def _inline_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\":
        return False
    delimiters = state.env.get("delimiters")
    if delimiters is None or delimiters.text is not state.src:
        delimiters = state.env["delimiters"] = Delimiters(state.src, has_code=True)
    formula = delimiters.formula_at(state.pos)
    if formula is None or formula.end > state.posMax:
        return False
    # `\[1\]` is also how Markdown escapes brackets.
    if state.src[state.pos] == "\\" and formula.display and not _LOOKS_LIKE_TEX.search(formula.tex):
        return False
    if not silent:
        token = state.push("maths", "math", 0)
        token.content = formula.tex
        token.meta = {"display": formula.display}
    state.pos = formula.end
    return True


def _block_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A formula whose opener begins a line and whose closer ends one, without blank lines."""
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
    if any(state.isEmpty(line) for line in range(start_line, last_line)):
        return False
    if not silent:
        source = state.getLines(start_line, last_line + 1, state.blkIndent, False).strip()
        token = state.push("maths_block", "math", 0)
        token.block = True
        token.content = source if environment else source[len(opener[0]) : -len(closer)]
        token.map = [start_line, last_line + 1]
        state.line = last_line + 1
    return True


def _render_all(state: StateCore) -> None:
    tokens = [token for token in _with_children(state.tokens) if token.type in _MATHS]
    rendered = render_maths([_formula(token) for token in tokens])
    for token, html in zip(tokens, rendered, strict=True):
        token.meta["html"] = html


def _with_children(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _with_children(token.children or ())


def _formula(token: Token) -> Formula:
    if token.type == "maths":
        return token.content, token.meta["display"]
    return _EQNARRAY.sub(r"\\\1{align*}", token.content), True  # which KaTeX does not have


def _render(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    return str(tokens[idx].meta["html"])


def _render_block(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    return f'<p class="maths-display">{tokens[idx].meta["html"]}</p>\n'
