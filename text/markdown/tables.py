"""Tables in Markdown whose rows keep all their cells."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, table
from markdown_it.token import Token


def tables_plugin(md: MarkdownIt) -> None:
    md.block.ruler.at("table", _table_rule, {"alt": ["paragraph", "reference"]})


def _table_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """CommonMark's extension cuts each row to as many cells as its head has."""
    count = len(state.tokens)
    if not table(state, start_line, end_line, silent):
        return False
    if not silent:
        state.tokens[count:] = list(_with_all_cells(state, state.tokens[count:]))
    return True


def _with_all_cells(state: StateBlock, tokens: list[Token]) -> Iterator[Token]:
    cells, line = 0, 0
    for token in tokens:
        if token.type == "tr_open" and token.map:
            cells, line = 0, token.map[0]
        elif token.type in ("td_open", "th_open"):
            cells += 1
        elif token.type == "tr_close":
            for content in _cells(state, line)[cells:]:
                yield from _cell(content.strip(), token.level + 1, line)
        yield token


def _cells(state: StateBlock, line: int) -> list[str]:
    source = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    cells = escapedSplit(source.strip())
    if cells and not cells[0]:
        del cells[0]
    if cells and not cells[-1]:
        del cells[-1]
    return cells


def _cell(content: str, level: int, line: int) -> list[Token]:
    place = [line, line + 1]
    return [
        Token("td_open", "td", 1, level=level),
        Token("inline", "", 0, content=content, children=[], level=level + 1, map=place),
        Token("td_close", "td", -1, level=level),
    ]
