"""Whether a work has left where it was posted is one rule, of one work and of many rows."""

import ast
from pathlib import Path

import pytest

from preprints.models import Preprint, Version, left_its_source
from preprints.rules import has_left
from tests.factories.preprints import PreprintFactory

ROOT = Path(__file__).parents[2]
APPS = ("reviews", "curation", "reading", "search", "interop", "api", "ingest", "privacy")
BOTH = {"withdrawn", "retracted"}


@pytest.mark.django_db
def test_the_rule_says_the_same_of_one_work_and_of_rows():
    works = [PreprintFactory(status=status) for status in Preprint.Status.values]
    left = [work for work in works if work.has_left]
    assert {work.status for work in left} == BOTH
    assert [has_left(work.status) for work in works] == [work.has_left for work in works]
    found = Version.objects.filter(left_its_source("preprint"))
    assert {version.preprint_id for version in found} == {work.pk for work in left}


def test_no_app_above_the_catalogue_spells_the_two_statuses_out():
    """They ask the rule: a list of their own could miss the next status of this kind."""
    spelled = [
        str(file.relative_to(ROOT))
        for app in APPS
        for file in (ROOT / app).rglob("*.py")
        if "migrations" not in file.parts and _spells_both_out(file)
    ]
    assert spelled == []


def _spells_both_out(file):
    text = file.read_text(encoding="utf-8")
    lists = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Tuple | ast.List | ast.Set)
    ]
    words = [{word for one in node.elts for word in _words(one)} for node in lists]
    return "LEFT_FOR_GOOD" in text or BOTH in words


def _words(node):
    if isinstance(node, ast.Constant):
        return [node.value]
    return [node.attr.lower()] if isinstance(node, ast.Attribute) else []
