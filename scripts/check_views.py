"""Is every view at most 20 lines long, and every other function 40? With a folder: those in it.

A view is a function of a `views` module that takes `request` first; its docstring is not counted,
that of another function is. Decorators never are. Tests and migrations are not asked.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from project_files import files_in

FOLDER = Path(__file__).resolve().parent.parent
VIEW_LINES = 20
FUNCTION_LINES = 40
NOT_ASKED = frozenset({"tests"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(module: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            yield node


def is_view(module: Path, function: Function) -> bool:
    arguments = [*function.args.posonlyargs, *function.args.args]
    takes_request = bool(arguments) and arguments[0].arg == "request"
    return takes_request and (module.name == "views.py" or module.parent.name == "views")


def line_count(function: Function) -> int:
    """From `def` to the last line."""
    return (function.body[-1].end_lineno or 0) - function.lineno + 1


def docstring_lines(function: Function) -> int:
    if ast.get_docstring(function, clean=False) is None:
        return 0
    return (function.body[0].end_lineno or 0) - function.body[0].lineno + 1


def long_functions(folder: Path) -> Iterator[str]:
    for module in files_in(folder, "*.py", left_out=NOT_ASKED):
        for function in functions(module):
            what, limit, lines = "function", FUNCTION_LINES, line_count(function)
            if is_view(module, function):
                what, limit, lines = "view", VIEW_LINES, lines - docstring_lines(function)
            if lines > limit:
                place = f"{module}:{function.lineno}"
                yield f"{place} {function.name} has {lines} lines, of {limit} for a {what}"


def main() -> int:
    found = list(long_functions(Path(sys.argv[1]) if sys.argv[1:] else FOLDER))
    for line in found:
        sys.stderr.write(f"{line}; split it by what it does\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
