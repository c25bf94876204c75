"""Searches over many works and reviews, by the clock: the whole page with its facets, and what is
asked of the database alone."""

import json
import os
import subprocess
import sys

from bench.journal import ROOT, Journal, make_database
from bench.report import Metric, at_least, at_most

# Works; a fifth as many reviews come on top. BENCH_WORKS says another number.
WORKS = {"small": 20_000, "full": 1_000_000}
DATABASE = "verso_bench_search"
P50_MS, P95_MS, SHARE_FOUND = 50.0, 150.0, 0.95
KINDS = ("rare", "common", "two_words", "narrowed", "mistyped")


def measure(journal: Journal, *, seconds: float) -> list[Metric]:
    works = int(os.environ.get("BENCH_WORKS") or WORKS[os.environ.get("SCALE") or "small"])
    environment = make_database(DATABASE) | {"DJANGO_SETTINGS_MODULE": "bench.settings"}
    environment["LIMIT_REQUESTS"] = "0"
    environment["STATIC_ROOT"] = journal.environment["STATIC_ROOT"]  # where they are collected
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
    command = [sys.executable, "-m", "bench.searching", str(works)]
    answer = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    found = json.loads(answer.stdout)
    metrics = [Metric("search.texts", found["texts"], "documents")]
    what = "empty Django view, same client"
    for kind in KINDS:
        for number, (name, target) in enumerate((("p50", P50_MS), ("p95", P95_MS))):
            page, beside = found["times"][kind][number], found["beside"][kind][number]
            metrics.append(at_most(f"search.{kind}.{name}", page, "ms", target, beside, what))
            metrics.append(
                Metric(f"search.{kind}.{name}.alone", found["alone"][kind][number], "ms")
            )
    metrics.append(
        at_least("search.quality", found["known"], "found", 200, "works looked for", SHARE_FOUND)
    )
    metrics += [Metric(f"search.size.{name}", size, "MB") for name, size in found["sizes"].items()]
    metrics.append(Metric("search.filled", found["filled"], "works/s"))
    return metrics
