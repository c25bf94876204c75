from pathlib import Path

import pytest

from journal.running import prepare
from tests.factories.preprints import PreprintFactory


@pytest.fixture
def commands(monkeypatch):
    """The names of the commands called."""
    called: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_options: called.append(name))
    return called


def test_the_demo_is_loaded_into_an_empty_journal_only(db, commands):
    prepare.load_demo_once()
    assert commands == ["demo"]
    PreprintFactory()
    prepare.load_demo_once()
    assert commands == ["demo"]


def test_static_files_are_collected_when_something_changed(commands, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATIC_ROOT.mkdir()
    stamp = tmp_path / "var" / "stamp"
    prepare.collect_static_files(stamp)
    prepare.collect_static_files(stamp)
    assert commands == ["collectstatic"] * 2  # there is no manifest yet
    (settings.STATIC_ROOT / "staticfiles.json").touch()
    prepare.collect_static_files(stamp)
    assert commands == ["collectstatic"] * 2
    stamp.write_text("of another day")
    prepare.collect_static_files(stamp)
    assert commands == ["collectstatic"] * 3


def test_preparing_migrates_collects_and_loads(db, commands, settings):
    settings.IS_DEMO = True
    settings.VAR_DIR = Path("/nonexistent")
    settings.DEBUG = True
    prepare.prepare()
    assert commands == ["migrate", "demo"]
