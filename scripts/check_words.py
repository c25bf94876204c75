"""Does docs/reference/words.md name every model and package, and the code no retired word? Has each
class of the apps a name of its own?

Names are read in Python, everything in scripts and templates: there a retired word may be shown.
So are the names of these files and of their folders. A plural is the same word.

With a folder: of the project in it.
"""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from project_files import files_in, python_files

GLOSSARY = Path("docs/reference/words.md")
NOT_LISTED = frozenset({"management", "commands", "templatetags", "tests", "scripts"})
WRITTEN = ("*.js", "*.html", "*.txt")
NOT_SHOWN = frozenset({"tests"})


def main() -> int:
    root = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).resolve().parent.parent
    glossary = (root / GLOSSARY).read_text(encoding="utf-8")
    found = [
        *undefined(root, glossary),
        *missing_files(root, glossary),
        *retired(root, glossary),
        *used_twice(root),
    ]
    for line in found:
        sys.stderr.write(f"{line}\n")
    return 1 if found else 0


def undefined(root: Path, glossary: str) -> Iterator[str]:
    """Packages and models that have no line."""
    for file in python_files(root, left_out=NOT_LISTED):
        package = file.parent.relative_to(root)
        if file.name == "__init__.py" and f"`{package}/`" not in glossary:
            yield f"{package}/ has no line in {GLOSSARY}"
        for name in models_of(file):
            path = file.relative_to(root)
            if not re.search(rf"`{path}` \([^)]*`{name}`", glossary):
                yield f"{path}: {name} has no line in {GLOSSARY} that ends with `{path}` (`{name}`)"


def missing_files(root: Path, glossary: str) -> Iterator[str]:
    for path in sorted(set(re.findall(r"`([a-z_/]+(?:\.py|/))`", glossary))):
        if not (root / path).exists():
            yield f"{GLOSSARY} names {path}, which does not exist"


def retired(root: Path, glossary: str) -> Iterator[str]:
    """What has a retired word in it, tests' sentences and past migrations left out."""
    words = re.findall(r"\w+", glossary.partition("## Retired words")[2].rpartition("\n`")[2])
    if not words:
        yield f"{GLOSSARY} lists no retired words under its last heading"
        return
    any_of_them = re.compile(rf"(?<![a-z0-9])({'|'.join(words)})(?:e?s)?(?![a-z0-9])")
    for file, line, text in chain(named(root, any_of_them), written(root)):
        if found := any_of_them.search(snake_case(text)):
            place = f"{file.relative_to(root)}:{line}"
            yield f"{place}: {text} has the retired word {found[1]!r} ({GLOSSARY})"
    for file in chain(python_files(root), shown_files(root)):
        path = file.relative_to(root)
        if found := any_of_them.search(snake_case(str(path))):
            yield f"{path} has the retired word {found[1]!r} in its name ({GLOSSARY})"


def used_twice(root: Path) -> Iterator[str]:
    """Classes of one name: who has found the one has not found the other. Private ones and errors,
    of which each app has its own, are left out.
    """
    found: dict[str, Path] = {}
    for file in python_files(root, left_out=NOT_LISTED | {"bench", "mutation"}):
        if file.name == "errors.py":
            continue
        path = file.relative_to(root)
        for node in ast.parse(file.read_bytes()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                if node.name in found:
                    yield f"{path}: {node.name} is the name of a class of {found[node.name]}, too"
                found.setdefault(node.name, path)


@cache
def snake_case(text: str) -> str:
    """In small letters; parts of a name, and words of a sentence, joined by "_"."""
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text)
    return re.sub(r"[\s_-]+", "_", parts).lower()


def named(root: Path, words: re.Pattern[str]) -> Iterator[tuple[Path, int, str]]:
    """The names in each file that has such a word anywhere: parsing all of them takes seconds."""
    for file in python_files(root):
        source = file.read_text(encoding="utf-8")
        if words.search(snake_case(source)):
            for name, line in names_in(ast.parse(source)):
                yield file, line, name


def written(root: Path) -> Iterator[tuple[Path, int, str]]:
    """The lines of scripts and templates."""
    for file in shown_files(root):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            yield file, number, line.strip()


def shown_files(root: Path) -> Iterator[Path]:
    """Scripts and templates."""
    for pattern in WRITTEN:
        for file in files_in(root, pattern, left_out=NOT_SHOWN):
            if pattern == "*.js" or "templates" in file.relative_to(root).parts:
                yield file


def models_of(file: Path) -> Iterator[str]:
    """Classes with a table, by what Django's models are made of."""
    if "models" not in file.relative_to(file.parents[1]).parts and file.name != "models.py":
        return
    for node in ast.parse(file.read_bytes()).body:
        if isinstance(node, ast.ClassDef):
            bases = {ast.unparse(base) for base in node.bases}
            if bases & {"models.Model", "AbstractBaseUser"} and not is_abstract(node):
                yield node.name


def is_abstract(model: ast.ClassDef) -> bool:
    meta = [node for node in model.body if isinstance(node, ast.ClassDef) and node.name == "Meta"]
    return any("abstract = True" in ast.unparse(node) for node in meta)


def names_in(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if not node.name.startswith("test_"):
                yield node.name, node.lineno
        elif isinstance(node, ast.Name):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.arg | ast.keyword) and node.arg:
            yield node.arg, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
        elif isinstance(node, ast.alias):
            yield from ((name, node.lineno) for name in (node.name, node.asname) if name)


if __name__ == "__main__":
    sys.exit(main())
