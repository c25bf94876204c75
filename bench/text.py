"""Comparing two versions of a long forum post, as the worker does it; hostile texts."""

import json
import subprocess
import sys
from contextlib import closing

from bench import stalling
from bench.journal import ROOT, Journal
from bench.report import Metric, at_most
from demo import DEMO_PASSWORD

SECONDS_AT_MOST = 2.0
HOSTILE_SECONDS_AT_MOST = 1.0  # CPU of the worst text
WAIT_AT_MOST = 0.3  # seconds of somebody else's request meanwhile
QUIET_SECONDS = 5.0
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

_RENDER_HOSTILE = """
import json, os
import django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()
from bench.stalling import all_texts, cpu_of_each
from text.markdown.render import render_markdown
render_markdown("$x$")
print(json.dumps(cpu_of_each(all_texts(), render_markdown)))
"""


def measure(journal: Journal, *, seconds: float) -> list[Metric]:
    spent, size = _answer(journal, _COMPARE)
    return [
        at_most("text.diff", spent, "s", SECONDS_AT_MOST),
        Metric("text.diff.size", size / 1000, "kB"),
        *_hostile(journal),
    ]


def _hostile(journal: Journal) -> list[Metric]:
    """The worst of the texts by itself; the wait while all are previewed, four at a time."""
    spent = _answer(journal, _RENDER_HOSTILE)
    with closing(stalling.sign_in(journal.address, "editor@demo.invalid", DEMO_PASSWORD)) as client:
        quiet = stalling.wait_in_quiet(journal.address, QUIET_SECONDS)
        wait, _answers = stalling.longest_wait(journal.address, client, stalling.all_texts())
    return [
        at_most("text.hostile", max(spent), "s", HOSTILE_SECONDS_AT_MOST),
        at_most("text.hostile.wait", wait, "s", WAIT_AT_MOST, quiet, "with no text to render"),
        Metric("text.hostile.all", sum(spent), "s"),
        Metric("text.hostile.texts", len(spent), ""),
    ]


def _answer(journal: Journal, script: str) -> list[float]:
    command = [sys.executable, "-c", script]
    answer: list[float] = json.loads(
        subprocess.check_output(command, cwd=ROOT, env=journal.environment)
    )
    return answer
