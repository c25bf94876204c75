from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from demo.loader import is_loaded, load_demo
from events.commands import DatabaseCommand
from preprints.models import Preprint


class Command(DatabaseCommand):
    help = "Fill an empty journal with the demo, once. Reviews and assessments in it are invented."

    def handle(self, **options: Any) -> None:
        if is_loaded():
            self.stdout.write("The demo is loaded already.")
            return
        if Preprint.objects.exists():
            raise CommandError("This journal has works in it; the demo is for an empty one.")
        tally = load_demo(timezone.now())
        self.stdout.write(", ".join(f"{count} {what}" for what, count in tally.items()))
