"""The files that the checks read: those of the project, not those of its tools."""

import fnmatch
import os
from collections.abc import Iterator
from pathlib import Path

# Written by machines: what is installed, what a running journal keeps, past migrations.
NOT_WRITTEN = frozenset({"node_modules", "var", "migrations"})


def files_in(root: Path, pattern: str, *, left_out: frozenset[str] = frozenset()) -> Iterator[Path]:
    """Those below a folder whose name fits, in order; folders that begin with a dot are no part."""
    for folder, below, names in os.walk(root):
        below[:] = sorted(
            name
            for name in below
            if not name.startswith(".") and name not in NOT_WRITTEN | left_out
        )
        yield from (Path(folder) / name for name in sorted(fnmatch.filter(names, pattern)))


def python_files(root: Path, *, left_out: frozenset[str] = frozenset()) -> Iterator[Path]:
    """Modules in folders, but for these; the few files beside the folders define nothing."""
    for file in files_in(root, "*.py", left_out=left_out):
        if file.parent != root:
            yield file
