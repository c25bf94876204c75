"""The database that all processes of a run copy is whole, and made by migrations of this code."""

import pytest
from django.db import connection

from tests import migrated_database
from tests.copied_database import database_names, drop_database
from tests.migrated_database import fingerprint, name_of_migrated_database


@pytest.fixture
def migrate(django_db_setup, django_db_blocker, monkeypatch):
    """Instead of migrating; `migrate.fails` breaks off."""

    class Migrate:
        calls, fails = 0, False

        def __call__(self, *arguments, **options):
            self.calls += 1
            connection.ensure_connection()
            if self.fails:
                raise KeyboardInterrupt

    migrate = Migrate()
    monkeypatch.setitem(connection.settings_dict, "NAME", "verso_probe")
    monkeypatch.setattr(migrated_database, "call_command", migrate)
    with django_db_blocker.unblock():
        yield migrate
    for name in probes():
        drop_database(name)


def probes() -> list[str]:
    return [name for name in database_names() if name.startswith("verso_probe_")]


def test_it_is_made_once(migrate):
    name = name_of_migrated_database()
    assert (probes(), name_of_migrated_database(), migrate.calls) == ([name], name, 1)


def test_a_run_that_was_killed_leaves_none(migrate):
    migrate.fails = True
    with pytest.raises(KeyboardInterrupt):
        name_of_migrated_database()
    assert probes() == ["verso_probe_migrated_unfinished"]
    migrate.fails = False
    name = name_of_migrated_database()
    assert (probes(), migrate.calls) == ([name], 2)


def test_the_oldest_are_dropped(migrate, monkeypatch):
    made = []
    for number in range(7):
        monkeypatch.setattr(migrated_database, "fingerprint", lambda number=number: str(number))
        made.append(name_of_migrated_database())
    assert probes() == made[-5:]


def test_other_code_has_another(tmp_path, monkeypatch):
    monkeypatch.setattr(migrated_database, "ROOT", tmp_path)
    migrations = tmp_path / "reviews" / "migrations"
    migrations.mkdir(parents=True)
    found = [fingerprint(), fingerprint()]
    assert found[0] == found[1]
    for text in ("one = 1\n", "one = 2\n"):
        (migrations / "0001_one.py").write_text(text)
        found.append(fingerprint())
    assert len(set(found)) == 3
