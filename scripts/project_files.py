"""The files that the checks read: those of the project, not those of its tools."""

from collections.abc import Iterator
from pathlib import Path

# Written by machines: what is installed, what a running journal keeps, past migrations.
NOT_WRITTEN = frozenset({"node_modules", "var", "migrations"})


def files_in(root: Path, pattern: str, *, left_out: frozenset[str] = frozenset()) -> Iterator[Path]:
    """Those below a folder whose name fits, in order; folders that begin with a dot are no part."""
    for file in sorted(root.rglob(pattern)):
        folders = file.relative_to(root).parts[:-1]
        if any(name.startswith(".") for name in folders) or not file.is_file():
            continue
        if not (NOT_WRITTEN | left_out) & set(folders):
            yield file


def python_files(root: Path, *, left_out: frozenset[str] = frozenset()) -> Iterator[Path]:
    """Modules in folders, but for these; the few files beside the folders define nothing."""
    for file in files_in(root, "*.py", left_out=left_out):
        if file.parent != root:
            yield file
