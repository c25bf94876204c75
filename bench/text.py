"""Comparing two versions of a long forum post, as the worker does it."""

import json
import subprocess
import sys

from bench.journal import ROOT, Journal
from bench.report import Metric, at_most

SECONDS_AT_MOST = 2.0
_COMPARE = """
import json, os, time
import django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()
from bench.posts import make_pair
from text.comparing import html_diff
pair = make_pair()
html_diff(*pair)
started = time.perf_counter()
html_diff(*pair)
print(json.dumps([time.perf_counter() - started, min(map(len, pair))]))
"""


def measure(journal: Journal, *, seconds: float) -> list[Metric]:
    command = [sys.executable, "-c", _COMPARE]
    answer = subprocess.check_output(command, cwd=ROOT, env=journal.environment)
    spent, size = json.loads(answer)
    return [
        at_most("text.diff", spent, "s", SECONDS_AT_MOST),
        Metric("text.diff.size", size / 1000, "kB"),
    ]
