"""Before the first page: tables, static files and, for a look around, the demo journal."""

import os
import sys

import django
from django.conf import settings
from django.core.management import call_command

from journal.running.console import say


def prepare() -> None:
    django.setup()
    say("Preparing the database …")
    call_command("migrate", interactive=False, verbosity=0)
    if not settings.DEBUG:
        say("Collecting styles and scripts …")
        call_command("collectstatic", interactive=False, verbosity=0)
    if settings.IS_DEMO:
        load_demo_once()


def load_demo_once() -> None:
    from preprints.models import Preprint

    if Preprint.objects.exists():
        return
    say("Loading the demo journal (once) …")
    call_command("demo", verbosity=0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journal.settings")
    prepare()
    sys.exit(0)
