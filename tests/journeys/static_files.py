"""The static files of every journal that the tests start, collected once and kept in `var/`."""

import fcntl
from pathlib import Path

from django.conf import settings
from django.test import override_settings

from journal.running.prepare import collect_static_files

IN_PRODUCTION = {"BACKEND": "web.static_files.StaticFilesStorage"}


def collected_static_files() -> Path:
    """Their folder; collected anew where one of them has changed since the last run."""
    stamp = stamp_of_static_files()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    root = stamp.with_name("static")
    storages = settings.STORAGES | {"staticfiles": IN_PRODUCTION}
    with stamp.with_name("lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # for another process of the same run
        with override_settings(STATIC_ROOT=str(root), STORAGES=storages):
            collect_static_files(stamp)
    return root


def stamp_of_static_files() -> Path:
    """The file that says what they were collected of; a journal that has it collects none anew."""
    return Path(settings.VAR_DIR) / "journeys" / "static.fingerprint"
