"""Which lines of our apps the tests run, without a trace function: `pytest -p tests.covered_lines`.

Before Python 3.12 coverage has Python call back for each line of whatever library, which made the
tests slower by half and more. Here each statement of our own modules notes its line itself: it is
put in when a module is imported, as pytest does with `assert`. What is found goes to the data file
of coverage, which combines and reports as ever (`scripts/test`).
"""

import ast
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from coverage import Coverage, CoverageData

ROOT = Path(__file__).parents[1]
NAME = "__lines_run__"  # of a list in each module: by the number of a line, whether it was run
BODIES = ("body", "orelse", "finalbody")
WITH_BODIES = (*BODIES, "handlers", "cases")  # an expression has no statement in it
lines_run: dict[str, list[bool]] = {}  # by file


def marked(source: bytes, path: str) -> tuple[ast.Module, set[int]]:
    """The module with a mark before each statement, and the lines that have one."""
    tree = ast.parse(source, path)
    lines: set[int] = set()
    for node in list(_statements(tree)):
        for field in BODIES:
            statements = getattr(node, field, None)
            if isinstance(statements, list) and statements:
                setattr(node, field, list(_with_marks(node, field, statements, lines)))
    return tree, lines


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """And what holds some: a fifth of all nodes."""
    waiting = [tree]
    while waiting:
        yield (node := waiting.pop())
        for field in WITH_BODIES:
            if isinstance(found := getattr(node, field, None), list):
                waiting += found


def _with_marks(
    node: ast.AST, field: str, statements: list[ast.stmt], lines: set[int]
) -> Iterator[ast.stmt]:
    """What has no place for a mark of its own (`except`, `case`) is marked where its body begins:
    one that was asked and did not match counts as not run."""
    waiting = [node.lineno] if isinstance(node, ast.ExceptHandler) else []
    if isinstance(node, ast.match_case):
        waiting = [node.pattern.lineno]
    for position, statement in enumerate(statements):
        if _must_be_first(node, field, position, statement):
            yield statement
            if isinstance(statement, ast.ImportFrom):
                waiting.append(statement.lineno)
            continue
        decorators = getattr(statement, "decorator_list", [])
        for line in [*waiting, *(one.lineno for one in decorators), statement.lineno]:
            lines.add(line)
            yield _mark(line)
        waiting = []
        yield statement


def _must_be_first(node: ast.AST, field: str, position: int, statement: ast.stmt) -> bool:
    if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        return True
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    has_docstring = isinstance(
        node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    )
    return position == 0 and field == "body" and is_text and has_docstring


def _mark(line: int) -> ast.stmt:
    """`__lines_run__[line] = True`, said to stand in that line."""
    place = {"lineno": line, "end_lineno": line, "col_offset": 0, "end_col_offset": 0}
    target = ast.Subscript(
        value=ast.Name(NAME, ast.Load(), **place),
        slice=ast.Constant(line, **place),
        ctx=ast.Store(),
        **place,
    )
    return ast.Assign(targets=[target], value=ast.Constant(value=True, **place), **place)


class MarkingLoader(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        """Always from the source: what Python keeps of it has no marks."""
        path = self.get_filename(fullname)
        tree, lines = marked(self.get_data(path), path)
        lines_run[path] = [False] * (max(lines, default=0) + 1)
        return compile(tree, path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        code = self.get_code(module.__name__)
        setattr(module, NAME, lines_run[code.co_filename])
        exec(code, module.__dict__)


class MarkingFinder(MetaPathFinder):
    def __init__(self, packages: Sequence[str]) -> None:
        self.packages = packages

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        parts = fullname.split(".")
        if parts[0] not in self.packages or "migrations" in parts:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or not isinstance(spec.loader, SourceFileLoader):
            return None
        spec.loader = MarkingLoader(fullname, spec.loader.path)
        return spec


def packages_measured() -> list[str]:
    return list(Coverage().get_option("run:source"))


def files_measured() -> list[Path]:
    """Those that nothing imports count as well."""
    found = [path for name in packages_measured() for path in (ROOT / name).rglob("*.py")]
    return sorted(path for path in found if path.parent.name != "migrations")


def pytest_addoption() -> None:
    """No option: this is asked for before Django's settings are imported."""
    assert not set(packages_measured()) & set(sys.modules), "imported before they could be marked"
    sys.meta_path.insert(0, MarkingFinder(packages_measured()))


def pytest_unconfigure() -> None:
    found: dict[str, Any] = {str(path): [] for path in files_measured()}
    for path, was_run in lines_run.items():
        found[path] = [line for line, run in enumerate(was_run) if run]
    measured = CoverageData(str(ROOT / ".coverage"), suffix=True)  # a file for each process
    measured.add_lines(found)
    measured.write()
