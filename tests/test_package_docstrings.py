"""A package whose docstring lists its modules lists all of them, and nothing that is not there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LISTED = re.compile(r"^([a-z_]+(?:/|\.py)?)  +\S", re.MULTILINE)


def lists() -> dict[str, list[str]]:
    """By package, what its docstring lists."""
    found = {}
    for file in sorted(ROOT.glob("[a-z]*/**/__init__.py")):
        docstring = ast.get_docstring(ast.parse(file.read_bytes())) or ""
        if listed := LISTED.findall(docstring):
            found[str(file.parent.relative_to(ROOT))] = listed
    return found


def test_the_acts_of_a_review_are_listed():
    assert {"reviews", "reviews/services", "preprints/duplicates"} <= lists().keys()


@pytest.mark.parametrize(("package", "listed"), lists().items(), ids=lists().keys())
def test_a_docstring_lists_what_is_there(package, listed):
    folder = ROOT / package
    for name in listed:
        assert (folder / name).exists() or (folder / f"{name}.py").exists(), name
    if not any("." in name or "/" in name for name in listed):
        modules = {file.stem for file in folder.glob("*.py")} - {"__init__"}
        assert set(listed) == modules
