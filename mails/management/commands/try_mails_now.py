from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import timezone

from events.commands import DatabaseCommand
from events.models import Outbox
from events.wakeup import waker


class Command(DatabaseCommand):
    help = "Try the mails that wait for the mail server now, instead of within the hour."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count them")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        waiting = Outbox.objects.open().filter(mail__isnull=False, waits_for="")
        count = waiting.count()
        if not dry_run:
            with transaction.atomic():
                waiting.update(due_at=timezone.now())
                transaction.on_commit(waker.wake)
        self.stdout.write(f"{count} mails {'wait' if dry_run else 'are tried now'}")
