"""The static files of every journal that the tests start, collected once and kept in `var/`."""

import fcntl
from pathlib import Path

from django.conf import settings
from django.test import override_settings

from journal.running.prepare import collect_static_files

IN_PRODUCTION = {"BACKEND": "web.static_files.StaticFilesStorage"}


def collected_static_files() -> Path:
    """Their folder; collected anew where one of them has changed since the last run."""
    folder = settings.VAR_DIR / "journeys"
    folder.mkdir(parents=True, exist_ok=True)
    root = folder / "static"
    storages = settings.STORAGES | {"staticfiles": IN_PRODUCTION}
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # for another process of the same run
        with override_settings(STATIC_ROOT=str(root), STORAGES=storages):
            collect_static_files(folder / "static.fingerprint")
    return root
