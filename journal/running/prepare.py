"""Before the first page: tables, static files and, for a look around, the demo journal."""

import hashlib
import os
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from journal.embedded import write_whole
from journal.running.console import print_line


def prepare() -> None:
    django.setup()
    print_line("Preparing the database …")
    call_command("migrate", interactive=False, verbosity=0)
    if not settings.DEBUG:
        collect_static_files(settings.VAR_DIR / "static.fingerprint")
    if settings.IS_DEMO:
        load_demo_once()
    say_if_editors_are_missing()


def collect_static_files(stamp: Path) -> None:
    """Collect only what changed since the last time: hashing and compressing takes seconds."""
    fingerprint = static_fingerprint()
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text() == fingerprint:
        return
    print_line("Collecting styles and scripts …")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    write_whole(stamp, fingerprint)


def static_fingerprint() -> str:
    """SHA-256 (hex) of the names, sizes and times of all files that would be collected."""
    lines = [str(settings.STATIC_ROOT)]
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            lines.append(f"{name} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def load_demo_once() -> None:
    from preprints.models import Preprint

    if not Preprint.objects.exists():
        print_line("Loading the demo journal (once) …")
        call_command("demo", verbosity=0)


ONE_EDITOR = """\
This journal has fewer than two editors: nothing can be accepted for review, assessed or published
in an issue. `manage.py make_administrator ADDRESS` makes an administrator, who gives two people the
role of an editor at /admin/accounts/user/."""


def say_if_editors_are_missing() -> None:
    from accounts.services import has_two_editors

    if not has_two_editors():
        print_line(ONE_EDITOR)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journal.settings")
    prepare()
