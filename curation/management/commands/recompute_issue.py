import sys
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from curation.selectors.evidence import disagreements


class Command(BaseCommand):
    help = "Recompute an issue's evidence.json and say whether it comes out the same."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the downloaded evidence.json; - for standard input")

    def handle(self, *, file: str, **_options: Any) -> None:
        try:
            written = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
            evidence = orjson.loads(written)
            differences = disagreements(evidence)
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise CommandError(f"This is not the evidence of an issue: {error!r}") from error
        count = len(evidence["candidates"])
        if differences:
            self.stdout.write(f"{count} candidates recomputed, it does not agree:")
            self.stdout.write("\n".join(differences))
            raise CommandError("The evidence does not agree with its scores.")
        self.stdout.write(f"{count} candidates recomputed, all agree.")
