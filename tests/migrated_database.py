"""The database as migrations make it: made once, copied by each process of this run and the next.

Migrating takes five seconds, a copy a fiftieth of them.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import post_migrate

from tests.copied_database import (
    create_database,
    database_names,
    database_url,
    drop_database,
    rename_database,
    working_in,
)
from tests.covered_lines import ROOT, packages_measured
from web.page_cache.triggers import watch_tables

KEPT = 5  # other runs may be under way, begun with code from before


def name_of_migrated_database() -> str:
    """The name of a database that migrations of this very code have made, and no test touches."""
    return made_once(f"{connection.settings_dict['NAME']}_migrated_", fingerprint(), _migrate)


def made_once(prefix: str, key: str, make: Callable[[str], None]) -> str:
    """The name of the database with this key, which `make` fills unless another process has."""
    name = prefix + key
    with _one_process_at_a_time():
        if name not in database_names():
            _make_whole(name, f"{prefix}unfinished", make)
            made = [known for known in database_names() if known.startswith(prefix)]
            for outdated in made[:-KEPT]:
                drop_database(outdated)
    return name


def _make_whole(name: str, unfinished: str, make: Callable[[str], None]) -> None:
    """It has its name only once it is whole."""
    drop_database(unfinished)  # of a run that was killed
    make(unfinished)
    rename_database(unfinished, name)


def _migrate(name: str) -> None:
    create_database(name)
    with working_in(database_url(name)):
        # Each written row would take longer; the tests of the page cache make the triggers.
        post_migrate.disconnect(watch_tables, sender=apps.get_app_config("web"))
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def _one_process_at_a_time() -> Iterator[None]:
    with (settings.VAR_DIR / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fingerprint() -> str:
    """Of all our code, for migrations import some of it, and of the migrations of others."""
    folders = [ROOT / name for name in packages_measured()]
    folders += [Path(app.path) / "migrations" for app in apps.get_app_configs()]
    found = sha256(repr(settings.INSTALLED_APPS).encode())
    for path in sorted({path for folder in folders for path in folder.rglob("*.py")}):
        found.update(f"{path}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]
