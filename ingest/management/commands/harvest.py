import sys
from datetime import date
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from ingest.errors import AlreadyHarvesting
from ingest.harvesting import Asked, Run, harvest
from ingest.models import Harvest, Source
from ingest.sources.base import Page

LOG_EVERY = 60.0  # seconds between two lines where no terminal shows a bar
WORDS = ("new", "versions", "edits", "known", "announced", "rejected")


class Command(BaseCommand):
    help = "Harvest a source: new works and new versions; what is known is skipped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="arxiv, lesswrong, ... or the slug of a feed")
        parser.add_argument("--set", default="", help="one set of the source, as cs:cs:AI")
        parser.add_argument("--since", type=date.fromisoformat, help="YYYY-MM-DD")
        parser.add_argument("--until", type=date.fromisoformat, help="YYYY-MM-DD")
        parser.add_argument("--limit", type=int, help="stop after so many records")
        parser.add_argument("--dry-run", action="store_true", help="read everything, store nothing")

    def handle(self, *, source: str, **options: Any) -> None:
        found = Source.objects.filter(slug=source).first()
        if found is None:
            known = ", ".join(Source.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no source {source!r}. There are: {known}.")
        asked = Asked(options["set"], options["since"], options["until"], options["limit"])
        with Progress(source) as progress:
            run = Run(found, asked, is_dry=options["dry_run"], told=progress.show)
            try:
                done = harvest(run)
            except AlreadyHarvesting as error:
                raise CommandError(str(error.message)) from error
        self.stdout.write(tally_line(done))
        if done.state != Harvest.State.DONE:
            raise CommandError(done.error)


class Progress:
    """A bar on a terminal, elsewhere one line a minute; both on standard error."""

    def __init__(self, name: str) -> None:
        self.name, self.logged_at = name, monotonic()
        self.bar = tqdm(desc=name, unit="record", disable=None)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *exception: object) -> None:
        self.bar.close()

    def show(self, done: Harvest, page: Page) -> None:
        if page.total is not None and self.bar.total != page.total:
            self.bar.total = page.total
        self.bar.update(page.done or len(page.records))
        if self.bar.disable and monotonic() - self.logged_at >= LOG_EVERY:
            self.logged_at = monotonic()
            moment = timezone.now().strftime("%H:%M:%S")
            sys.stderr.write(f"{moment} {self.name}: page {done.pages}, {tally_line(done)}\n")


def tally_line(done: Harvest) -> str:
    """ "2265 new, 0 known, 3 rejected"; what did not occur is left out."""
    counted = [f"{done.tally[word]} {word}" for word in WORDS if done.tally.get(word)]
    if not counted and done.tally.get("seen"):
        counted = [f"{done.tally['seen']} read"]
    return ", ".join(counted) or "nothing new"
