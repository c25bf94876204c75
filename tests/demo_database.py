"""The demo, loaded once in a run of the tests and copied by whoever looks at it.

Loading takes ten seconds of a processor. Not kept for the next run, which is to load it, too.
"""

import os

from django.utils import timezone

from demo.loader import load_demo
from tests.copied_database import copy_database, database_url, working_in
from tests.migrated_database import made_once


def name_of_demo_database(migrated: str) -> str:
    """The name of a copy of `migrated` with the demo in it, which no test touches."""

    def load(name: str) -> None:
        copy_database(migrated, name)
        with working_in(database_url(name)):
            load_demo(timezone.now())

    prefix, code = migrated.split("_migrated_")
    this_run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    return made_once(f"{prefix}_demo_", f"{code}_{this_run[:12]}", load)
