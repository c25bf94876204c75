"""Every kind of event stands once in `events/kinds.py`, as the code and the page have it."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest

from events.completeness import PUBLISHED
from events.kinds import EVENT_KINDS
from events.services import NamedSubject, record_event
from reading.timeline_words import SENTENCES
from tests.factories.times import NOW

ROOT = Path(__file__).parents[2]
APPS = ("accounts", "curation", "drafts", "ingest", "preprints", "privacy")
APPS += ("reviews", "search", "web")
KIND = re.compile(r"[a-z]+\.[a-z_]+")
RECORDING = re.compile(r"record_\w+|_record\w*|_?add_event|close_pending_invitation|RedactionEvent")
PAGE_ROW = re.compile(r"^\| `([a-z]+\.[a-z_]+)` \| (everybody|administrators) \|", re.MULTILINE)


def recorded() -> set[str]:
    """The kinds that calls of functions that record events name, or take from a constant."""
    return {kind for app in APPS for file in (ROOT / app).rglob("*.py") for kind in in_module(file)}


def in_module(file: Path) -> set[str]:
    tree = ast.parse(file.read_bytes())
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and records(node)]
    found = [node for call in calls for argument in call.args for node in ast.walk(argument)]
    found += [
        part
        for node in found
        if isinstance(node, ast.Name) and node.id in constants
        for part in ast.walk(constants[node.id])
    ]
    texts = [node.value for node in found if isinstance(node, ast.Constant)]
    return {text for text in texts if isinstance(text, str) and KIND.fullmatch(text)}


def records(call: ast.Call) -> bool:
    function = call.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    return RECORDING.fullmatch(name) is not None


def test_the_table_has_exactly_the_kinds_that_the_code_records():
    assert sorted(recorded()) == sorted(EVENT_KINDS)


@pytest.mark.parametrize("kind", EVENT_KINDS.values(), ids=lambda kind: kind.name)
def test_a_kind_names_the_act_that_records_it(kind):
    module_name, _dot, act = kind.recorded_by.rpartition(".")
    module = importlib.import_module(module_name)
    assert inspect.isfunction(getattr(module, act))
    assert f'"{kind.name}"' in inspect.getsource(module)


def test_the_page_of_the_event_log_says_of_each_kind_who_reads_it():
    page = (ROOT / "docs/reference/event-log.md").read_text(encoding="utf-8")
    readers = {True: "everybody", False: "administrators"}
    expected = [(kind.name, readers[kind.is_public]) for kind in EVENT_KINDS.values()]
    assert PAGE_ROW.findall(page) == expected


def test_what_is_shown_in_a_history_or_compared_with_what_is_published_is_public():
    public = {kind.name for kind in EVENT_KINDS.values() if kind.is_public}
    assert SENTENCES.keys() <= public
    assert {kind for kind, _rows in PUBLISHED} <= public


@pytest.mark.django_db
def test_a_kind_that_the_table_does_not_have_is_not_recorded():
    with pytest.raises(LookupError):
        record_event("review.mislaid", about=NamedSubject("V1"), now=NOW)
