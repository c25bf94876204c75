"""The parts of the ingest measurement that run in processes of their own.

`python -m bench.ingesting store FOLDER` harvests the pages of a folder and prints, as JSON, the
seconds until all was stored and until all could be found, and the peak of its memory in MB.
`python -m bench.ingesting follow` seals and indexes what comes, as a worker does, until ended.
"""

import json
import os
import re
import resource
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journal.settings")
    django.setup()

from ingest.harvests import run as harvest_run
from ingest.models import Source
from ingest.sources.arxiv.oai import parse_page
from ingest.sources.base import HarvestPage


class Folder:
    """Pages from files instead of arXiv's server: what is measured is ours alone."""

    def __init__(self, folder: Path) -> None:
        self.files = sorted(folder.glob("*.xml"))

    def pages(
        self, window: object, cursor: Mapping[str, Any], client: object, recall: object
    ) -> Iterator[HarvestPage]:
        for number, file in enumerate(self.files[cursor.get("next", 0) :], 1):
            page = parse_page(file.read_bytes())
            yield HarvestPage(
                cursor={"next": number},
                records=tuple(page.records),
                rejected=tuple(page.rejected),
                done=page.count,
            )


def store(folder: Path) -> dict[str, float]:
    from search.services import lag

    adapter = Folder(folder)
    harvest_run.adapter_for = lambda source: adapter  # type: ignore[assignment,return-value]
    source = Source.objects.get(slug="arxiv")
    source.options = {}
    started = time.monotonic()
    done = harvest_run.harvest(harvest_run.Run(source, harvest_run.Asked(set=str(folder))))
    stored = time.monotonic() - started
    if done.state != "done" or done.tally.get("rejected"):
        raise SystemExit(f"{done.state}: {done.error or done.tally}")
    while lag().events:
        time.sleep(0.05)
    searchable = time.monotonic() - started
    return {
        "works": done.tally["new"],
        "stored": stored,
        "searchable": searchable,
        "peak": _peak_memory(),
    }


def _peak_memory() -> float:
    """In MB, since this program began: `ru_maxrss` would count the process that started it."""
    status = Path("/proc/self/status").read_text()
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    peak = int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024


def follow() -> None:
    from django.utils import timezone

    from events.sealing import seal_new_events
    from search.services import follow_events

    while True:
        if not seal_new_events() + follow_events(now=timezone.now()):
            time.sleep(0.02)


if __name__ == "__main__":
    if sys.argv[1] == "follow":
        follow()
    else:
        print(json.dumps(store(Path(sys.argv[2]))))
