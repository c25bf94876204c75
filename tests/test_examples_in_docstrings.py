"""The examples in docstrings say what the code does: each is run."""

import doctest
import importlib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = [Path(app.path).name for app in apps.get_app_configs() if Path(app.path).parent == ROOT]
MODULES = sorted(
    ".".join(file.relative_to(ROOT).with_suffix("").parts)
    for package in [*PACKAGES, "text", "web"]
    for file in (ROOT / package).rglob("*.py")
    if ">>> " in file.read_text() and "migrations" not in file.parts
)


def test_there_are_examples():
    some = {"accounts.names.appearance", "curation.ranking", "preprints.version_names"}
    assert some <= set(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
