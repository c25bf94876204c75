from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from events.commands import DatabaseCommand
from events.services import verify_log


class Command(DatabaseCommand):
    help = "Recompute the hash chain of the event log; exit status 1 where it does not hold."

    def handle(self, **options: Any) -> None:
        report = verify_log(now=timezone.now())
        if report.broken_at is not None:
            raise CommandError(
                f"The log does not hold at link {report.broken_at}: {report.reason}. "
                f"{report.checked} links before it do."
            )
        self.stdout.write(
            f"{report.checked} links hold, {report.unsealed} events wait for their seal. "
            f"Head: {report.head}"
        )
