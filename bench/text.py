"""Comparing two versions of a long forum post, as the worker does it."""

import json
import subprocess
import sys

from bench.journal import ROOT, Journal
from bench.report import Metric, at_most

SECONDS_AT_MOST = 2.0
_COMPARE = """
import json, time
from bench.posts import make_pair
from text.comparing import html_diff
pair = make_pair()
html_diff(*pair)
started = time.perf_counter()
html_diff(*pair)
print(json.dumps([time.perf_counter() - started, min(map(len, pair))]))
"""


def measure(journal: Journal, *, seconds: float) -> list[Metric]:
    answer = subprocess.check_output([sys.executable, "-c", _COMPARE], cwd=ROOT)
    spent, size = json.loads(answer)
    return [
        at_most("text.diff", spent, "s", SECONDS_AT_MOST),
        Metric("text.diff.size", size / 1000, "kB"),
    ]
