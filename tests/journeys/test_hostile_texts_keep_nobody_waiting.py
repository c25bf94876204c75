"""A real server, real requests: what hostile previews cost, and how long others wait meanwhile.

The bounds are five times those of `make bench` (text.hostile): they guard against a site that
hangs, as it did for 18 seconds, not against a slow machine.
"""

from contextlib import closing

import psutil
import pytest

from bench.hostile import COSTLY, run_of
from bench.stalling import all_texts, cpu_of_each, longest_wait, preview, sign_in
from demo import DEMO_PASSWORD
from text.markdown.render import render_markdown

WAIT_SECONDS = 5 * 0.3
CPU_SECONDS = 5 * 1.0
HOSTILE = [
    *(f"${tex}$ and " * 30 for tex in COSTLY[:8]),
    *(f"$${tex}$$" for tex in COSTLY[8:16]),
    *(run_of(unit, 60_000) for unit in ("[", "![", "\\", " \\", "$x$ ")),
]


@pytest.mark.journey
def test_hostile_previews_keep_nobody_waiting(demo_journal):
    address = demo_journal.address
    with closing(sign_in(address, "editor@demo.invalid", DEMO_PASSWORD)) as client:
        assert preview(client, "*so* $x$") == 200
        wait, answers = longest_wait(address, client, HOSTILE)
        assert wait < WAIT_SECONDS
        assert set(answers) <= {200, 503}
        assert 200 in answers
        assert preview(client, "*so* $x$") == 200


def test_no_hostile_text_takes_long():
    texts = all_texts()
    assert len(texts) >= 200
    render_markdown("$x$")
    spent = cpu_of_each(texts, render_markdown)
    slowest = max(range(len(texts)), key=spent.__getitem__)
    assert spent[slowest] < CPU_SECONDS, texts[slowest][:80]
    assert any(child.is_running() for child in psutil.Process().children())
