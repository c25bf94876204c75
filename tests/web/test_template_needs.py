"""The first lines of a partial say which classes it is given: they name what exists."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
COMMENT = re.compile(r"\{#(.*?)#\}")
CLASS = re.compile(r"\b([a-z_]+(?:\.[a-z_]+)+)\.([A-Z]\w+|[a-z]\w+)\b")


def named_things() -> list[tuple[str, str, str]]:
    return [
        (str(file.relative_to(TEMPLATES)), module, name)
        for file in sorted(TEMPLATES.rglob("*.html"))
        for comment in COMMENT.findall(file.read_text(encoding="utf-8"))
        for module, name in CLASS.findall(comment)
    ]


def test_partials_name_what_they_need():
    assert len(named_things()) > 20


@pytest.mark.parametrize(("template", "module", "name"), named_things())
def test_what_a_partial_needs_exists(template, module, name):
    assert hasattr(import_module(module), name)
