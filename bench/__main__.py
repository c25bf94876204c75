"""`python -m bench`: ONLY=pages,api chooses groups, SCALE=small or full how much data.

A group is a module with `measure(journal, seconds=…)` that returns metrics.
"""

import os
import sys
import time
from collections.abc import Callable

from bench import api, desk, ingest, load, pages, report, search, text
from bench.corpus import NoCorpus
from bench.journal import ROOT, AlreadyMeasuring, alone, running_journal

GROUPS: dict[str, Callable[..., list[report.Metric]]] = {
    "pages": pages.measure,
    "api": api.measure,
    "editor": desk.measure,
    "ingest": ingest.measure,
    "search": search.measure,
    "text": text.measure,
}
SECONDS = {"small": 2.0, "full": 2.0}


def main() -> int:
    scale = os.environ.get("SCALE") or "small"
    wanted = [name for name in os.environ.get("ONLY", "").split(",") if name] or list(GROUPS)
    unknown = [name for name in wanted if name not in GROUPS]
    if unknown or scale not in SECONDS:
        sys.stderr.write(f"ONLY takes {', '.join(GROUPS)}; SCALE takes {', '.join(SECONDS)}.\n")
        return 2
    started = time.monotonic()
    try:
        metrics = measure(wanted, SECONDS[scale])
    except (AlreadyMeasuring, NoCorpus, load.LoadFailed) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    print(f"\n{report.table(metrics)}\n")
    file = ROOT / "var" / "bench.json"
    report.write(file, metrics, load=load.name(), scale=scale)
    missed = sum(metric.ok is False for metric in metrics)
    print(f"{missed} of {len(metrics)} missed their target; {time.monotonic() - started:.0f} s.")
    print(f"Written to {file}.")
    return 0


def measure(wanted: list[str], seconds: float) -> list[report.Metric]:
    metrics = []
    with alone(), running_journal() as journal:
        for name in wanted:
            print(f"Measuring {name} with {load.name()} …", flush=True)
            metrics += GROUPS[name](journal, seconds=seconds)
    return metrics


if __name__ == "__main__":
    sys.exit(main())
