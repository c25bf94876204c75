import sys
from argparse import ArgumentTypeError
from datetime import date, timedelta
from time import monotonic
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from events.commands import DatabaseCommand
from ingest.errors import AlreadyHarvesting, IngestError
from ingest.harvests.adapters import adapter_for
from ingest.harvests.run import Asked, Run, harvest
from ingest.models import Harvest, Source
from ingest.sources.base import HarvestPage, HasSets

LOG_EVERY = 60.0  # seconds between two lines where no terminal shows a bar
WORDS = ("new", "versions", "edits", "known", "announced", "rejected")


class Command(DatabaseCommand):
    help = "Harvest a source: new works and new versions; what is known is skipped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="arxiv, lesswrong, ... or the slug of a feed")
        parser.add_argument("--set", default="", help="one set of the source, as cs:cs:AI")
        parser.add_argument("--since", type=_day, help="YYYY-MM-DD")
        parser.add_argument("--until", type=_day, help="YYYY-MM-DD")
        parser.add_argument("--limit", type=_positive, help="stop after so many records")
        parser.add_argument("--dry-run", action="store_true", help="read everything, store nothing")

    def handle(self, *, source: str, **options: Any) -> None:
        found = Source.objects.filter(slug=source).first()
        if found is None:
            known = ", ".join(Source.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no source {source!r}. There are: {known}.")
        since, until = options["since"], options["until"]
        if since and until and until < since:
            raise CommandError(f"--until {until} is before --since {since}.")
        if since and since > timezone.now().date() + timedelta(days=1):
            raise CommandError(f"--since {since} is in the future.")
        asked = Asked(_read_set(found, options["set"]), since, until, options["limit"])
        with Progress(source) as progress:
            run = Run(found, asked, is_dry=options["dry_run"], on_page=progress.show)
            try:
                done = harvest(run)
            except AlreadyHarvesting as error:
                raise CommandError(str(error.message)) from error
        is_done = done.state == Harvest.State.DONE
        if is_done or any(done.tally.values()):
            self.stdout.write(tally_line(done))
        if not is_done:
            raise CommandError(done.error)


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text[:9]):
        raise ArgumentTypeError(f"{text!r} is not a number of records, 1 or more")
    return int(text[:9])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day as YYYY-MM-DD") from None


def _read_set(source: Source, text: str) -> str:
    """The set as the source calls it. Raises CommandError for one that it does not have."""
    if not text:
        return ""
    adapter = adapter_for(source)
    if not isinstance(adapter, HasSets):
        raise CommandError(f"{source.slug} has no sets.")
    try:
        return adapter.read_set(text)
    except IngestError as error:
        raise CommandError(f"{source.slug} has no set {text!r}. {adapter.sets_help}") from error


class Progress:
    """A bar on a terminal, elsewhere one line a minute; both on standard error."""

    def __init__(self, name: str) -> None:
        self.name, self.logged_at = name, monotonic()
        self.bar = tqdm(desc=name, unit="record", disable=None)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *exception: object) -> None:
        self.bar.close()

    def show(self, done: Harvest, page: HarvestPage) -> None:
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
