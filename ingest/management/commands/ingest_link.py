from typing import Any

import orjson
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from events.commands import DatabaseCommand
from ingest.errors import IngestError
from ingest.selectors.described_preprint import describe_preprint
from ingest.services.links import ingest_link


class Command(DatabaseCommand):
    help = "Take one link in and print the preprint as one JSON object."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="a link, a DOI or another identifier of a work")

    def handle(self, *, url: str, **options: Any) -> None:
        try:
            stored = ingest_link(url, now=timezone.now())
        except IngestError as error:
            raise CommandError(str(error.message)) from error
        answer = describe_preprint(stored.preprint, stored.version)
        self.stdout.write(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode())
