"""Where it all happens: copies of the tree under `var/mutate/`, so that no file of the user's is
ever changed, and what a change of theirs changes nothing either."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mutation.targets import ROOT

HOME = ROOT / "var" / "mutate"
NOT_COPIED = {"var", ".venv", ".git", "node_modules", "staticfiles", "secrets"}
CACHES = shutil.ignore_patterns("__pycache__", ".*_cache", ".coverage*", "*.pyc")


class BusyError(RuntimeError):
    """Another run is going on in this folder."""


@contextmanager
def alone() -> Iterator[None]:
    """Two runs would take each other's copies and databases away."""
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError("Another `make mutate` is running here.") from error
        yield


def copy_tree(target: Path) -> Path:
    """A fresh copy of the tree."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for item in sorted(ROOT.iterdir()):
        if item.name in NOT_COPIED or item.name.startswith(".coverage"):
            continue
        if item.is_dir():
            shutil.copytree(item, target / item.name, ignore=CACHES)
        else:
            shutil.copy2(item, target / item.name)
    return target


def fingerprint(folders: list[str]) -> str:
    """A hash of all that stands in these folders and could change what a test does."""
    whole = hashlib.sha256()
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                whole.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()


def environment(database: str) -> dict[str, str]:
    """Of the processes that run tests: embedded servers of our own, one database each."""
    return os.environ | {
        "VAR_DIR": str(HOME / "servers"),
        "TEST_DATABASE_NAME": database,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
