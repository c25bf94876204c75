"""Formulas that only define commands: `$\\newcommand{\\E}{\\mathbb{E}}$` has nothing to show."""

import re

_DEFINES = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|DeclareMathOperator|[gex]?def|let|global)"
    r"(?![a-zA-Z])\*?"
)
_NAME = re.compile(r"\s{0,99}(?:\{\s{0,99}(\\[a-zA-Z]+|\\.)\s{0,99}\}|(\\[a-zA-Z]+|\\.))")
_PARAMETERS = re.compile(r"\s{0,99}(?:(?:\[[^\[\]]{0,99}\]){1,2}|(?:#[1-9]){1,9})")
_EQUAL = re.compile(r"\s{0,99}=?\s{0,9}(?:\\[a-zA-Z]+|\\?.)")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


def begins_definition(text: str, position: int) -> bool:
    return _DEFINES.match(text, position) is not None


def only_defines(tex: str) -> bool:
    """Whether a formula consists of definitions alone."""
    position = _end_of_space(tex, 0)
    if not tex.startswith("\\", position):
        return False
    while position < len(tex):
        end = end_of_definition(tex, position)
        if end is None:
            return False
        position = _end_of_space(tex, end)
    return True


def without_definitions(tex: str) -> str:
    """A formula without those it begins with."""
    while begins_definition(tex, start := _end_of_space(tex, 0)):
        end = end_of_definition(tex, start)
        if end is None:
            break
        tex = tex[end:]
    return tex


def end_of_definition(tex: str, start: int) -> int | None:
    command = _DEFINES.match(tex, start)
    if command is None:
        return None
    if command[0] == r"\global":
        return command.end()
    name = _NAME.match(tex, command.end())
    if name is None:
        return None
    if command[0] == r"\let":
        value = _EQUAL.match(tex, name.end())
        return value.end() if value else None
    parameters = _PARAMETERS.match(tex, name.end())
    return _end_of_group(tex, parameters.end() if parameters else name.end())


def _end_of_group(tex: str, start: int) -> int | None:
    start = _end_of_space(tex, start)
    if not tex.startswith("{", start):
        return None
    depth = 0
    for brace in _BRACE.finditer(tex, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return brace.end()
    return None


def _end_of_space(tex: str, start: int) -> int:
    while start < len(tex) and tex[start].isspace():
        start += 1
    return start
