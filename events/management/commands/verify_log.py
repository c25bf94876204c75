import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from events.checkpoints import CheckpointError, SignedHead, read_checkpoint, why_not_ours
from events.commands import DatabaseCommand
from events.verifying import verify_log

NOT_OURS = 2  # exit status: the checkpoint says nothing of this log


class Command(DatabaseCommand):
    help = (
        "Recompute the hash chain of the event log; exit status 1 where it does not hold, 2 where "
        "the checkpoint is not this journal's."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since",
            metavar="CHECKPOINT",
            help="the file of a checkpoint that somebody kept, or - to read it from standard input",
        )

    def handle(self, *, since: str | None = None, **options: Any) -> None:
        kept = _read(since) if since else None
        if kept is not None and (reason := why_not_ours(kept)):
            raise CommandError(f"{reason}. The log was not compared.", returncode=NOT_OURS)
        report = verify_log(now=timezone.now(), since=kept)
        if report.broken_at is not None:
            raise CommandError(
                f"The log does not hold at link {report.broken_at}: {report.reason}. "
                f"{report.checked} links before it do."
            )
        self.stdout.write(
            f"{report.checked} links hold, {report.unsealed} events wait for their seal. "
            f"Head: {report.head}"
        )
        if kept is not None:
            self.stdout.write(
                f"They go on from the {kept.links} links of the checkpoint of {kept.at}, "
                f"which is signed with the key {kept.public_key}"
            )


def _read(name: str) -> SignedHead:
    """Raises CommandError."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text()
        return read_checkpoint(text)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The checkpoint cannot be read: {error}") from error
    except CheckpointError as error:
        raise CommandError(str(error)) from error
