"""Does docs/reference/limits.md list every limit of the code, with its file and its number?

A limit is a number at the top of a module, one of whose name's words says so (MOST_AUTHORS), and
every number of the modules that hold nothing else: each app's `limits.py`, and two of `web`. So is
every default of a class called Policy. The page may list other numbers, too; they are compared all
the same. With a folder: of the project in it.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from project_files import files_in

PAGE = Path("docs/reference/limits.md")
ALL_NUMBERS = {Path("web/list_lengths.py"), Path("web/cache_times.py")}
POLICY = "Policy"
WORDS = {"MOST", "MAX", "LONGEST", "LARGEST", "WITHIN", "TIMEOUT"}
ROW = re.compile(r"\| ([^|]+) \| `(\w+)` \| `([\w/]+\.py)` \|$", re.MULTILINE)
Numbers = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """numbers: as they are written; sums and products are one, calls one for each argument.
    is_asked_for: whether it must have a row.
    """

    name: str
    file: Path
    line: int
    numbers: Numbers
    is_asked_for: bool


def main() -> int:
    root = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).resolve().parent.parent
    found = list(wrong(list(limits(root)), listed(root)))
    for line in found:
        sys.stderr.write(f"{line}\n")
    return 1 if found else 0


def wrong(limits: list[Limit], rows: dict[tuple[str, str], Numbers]) -> Iterator[str]:
    for limit in limits:
        place = f"{limit.file}:{limit.line}: {limit.name}"
        numbers = rows.get((limit.name, str(limit.file)))
        if numbers is None:
            row = f"`{limit.name}` | `{limit.file}` |"
            if limit.is_asked_for:
                yield f"{place} has no row in {PAGE} that ends with {row}"
        elif numbers != limit.numbers:
            yield f"{place} is {limit.numbers}, and {PAGE} says {numbers}"
    there = {(limit.name, str(limit.file)) for limit in limits}
    for name, file in sorted(rows.keys() - there):
        yield f"{PAGE} lists {name} of {file}, which is no number there"


def listed(root: Path) -> dict[tuple[str, str], Numbers]:
    """The numbers of each row, by name and file."""
    page = (root / PAGE).read_text(encoding="utf-8")
    return {(name, file): numbers_in(amount) for amount, name, file in ROW.findall(page)}


def numbers_in(amount: str) -> Numbers:
    """As people write them: "2,000 characters", "20 %"."""
    found = re.findall(r"(\d[\d,]*(?:\.\d+)?)( %)?", amount)
    return tuple(float(n.replace(",", "")) / (100 if share else 1) for n, share in found)


def limits(root: Path) -> Iterator[Limit]:
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    for app in settings["tool"]["importlinter"]["root_packages"]:
        for file in files_in(root / app, "*.py"):
            yield from limits_of(file, file.relative_to(root))


def holds_numbers_alone(name: Path) -> bool:
    return name in ALL_NUMBERS or name.name == "limits.py"


def limits_of(file: Path, name: Path) -> Iterator[Limit]:
    for node in ast.parse(file.read_bytes()).body:
        for target, value in assigned(node):
            is_asked_for = holds_numbers_alone(name) or bool(WORDS & set(target.split("_")))
            if numbers := numbers_of(value):
                yield Limit(target, name, node.lineno, numbers, is_asked_for)
        if isinstance(node, ast.ClassDef) and node.name == POLICY:
            yield from defaults_of(node, name)


def defaults_of(policy: ast.ClassDef, name: Path) -> Iterator[Limit]:
    """The first number that each of its fields is made with."""
    for node in policy.body:
        for target, value in assigned(node):
            given = value.args if isinstance(value, ast.Call) else []
            if found := next(filter(None, map(numbers_of, given)), None):
                yield Limit(target, name, node.lineno, found, is_asked_for=True)


def assigned(node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
        yield node.target.id, node.value
    if not isinstance(node, ast.Assign):
        return
    for target in node.targets:
        if isinstance(target, ast.Name):
            yield target.id, node.value
        elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            for one, value in zip(target.elts, node.value.elts, strict=True):
                if isinstance(one, ast.Name):
                    yield one.id, value


def numbers_of(value: ast.expr) -> Numbers:
    """Of a number, of what is computed from numbers, and of a call with some (timedelta)."""
    if isinstance(value, ast.Call):
        arguments = [*value.args, *(keyword.value for keyword in value.keywords)]
        found = [numbers_of(argument) for argument in arguments]
        return tuple(number for numbers in found for number in numbers) if all(found) else ()
    if isinstance(value, ast.BinOp):
        is_of_numbers = numbers_of(value.left) and numbers_of(value.right)
        computed = ast.unparse(value)
        return (float(eval(computed, {})),) if is_of_numbers else ()  # noqa: S307  of our own code
    is_number = isinstance(value, ast.Constant) and type(value.value) in (int, float)
    return (float(value.value),) if is_number else ()


if __name__ == "__main__":
    sys.exit(main())
