"""The program of docs/how-to/check-the-log.md, run by an outsider against a journal over HTTP."""

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from events.checkpoints import make_checkpoint
from events.models import Event
from events.sealing import seal_new_events
from events.services import NamedSubject, record_event
from reviews.services.redacting import redact_response
from reviews.services.redaction_steps import Passage
from tests.events import test_complete_log
from tests.events.published import Journal, set_row
from tests.factories.times import NOW
from tests.reviews.without_round import volunteered_review

DAY = timedelta(days=1)
HOW_TO = (Path(__file__).parents[2] / "docs" / "how-to" / "check-the-log.md").read_text()
PROGRAM, TEXTS = re.findall(r"```python\n(.*?)```", HOW_TO, re.DOTALL)


@pytest.fixture
def journal(transactional_db, live_server, settings):
    """Public events and private ones by turns, the last not signed yet."""
    settings.SITE_URL = live_server.url
    for number in range(1, 6):
        kind = "preprint.listed" if number % 2 else "review.begun"
        data = {"title": f"Ünder “{number}” 𝔸", "share": number / 3}
        about = NamedSubject(f"V{number}", number)
        record_event(kind, about=about, now=NOW, actor_id=number, data=data)
    make_checkpoint(NOW)
    record_event("preprint.listed", about=NamedSubject("V9", 9), now=NOW)
    return live_server.url


def tamper(statement):
    with transaction.atomic():
        test_complete_log.tamper(statement)


def run(address, program=PROGRAM, folder=None):
    command = [sys.executable, "-c", program, address]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=folder)


def test_it_has_some_twenty_lines():
    for program in (PROGRAM, TEXTS):
        assert len([line for line in program.splitlines() if line]) <= 27


def test_an_outsider_recomputes_the_chain_and_notices_a_change(journal, client):
    answer = run(journal)
    assert answer.stdout == f"5 links hold, signed on {NOW:%Y-%m-%d}.\n", answer.stderr
    event = Event.objects.get(subject="V3")
    tamper(f"UPDATE events_event SET subject = 'V4' WHERE id = {event.pk}")
    assert "V4 was changed" in run(journal).stderr
    tamper(f"UPDATE events_event SET subject = 'V3' WHERE id = {event.pk}")
    tamper(f"UPDATE events_seal SET payload_hash = '{'a' * 64}' WHERE position = 2")
    assert "link 2 does not hold" in run(journal).stderr


def test_of_private_events_and_of_what_is_not_signed_yet_the_links_say_nothing(journal, client):
    links = client.get("/api/v1/links/").json()["results"]
    assert [bool(link["event"]) for link in links] == [True, False, True, False, True]
    assert set(links[1]) == {"id", "payload_hash", "chain_hash", "event", "api_url"}
    assert client.get("/api/v1/links/6/").status_code == 404
    assert client.get("/api/v1/links/2/").json() == links[1]
    after = client.get("/api/v1/links/?after_position=3").json()["results"]
    assert after == links[3:]


def test_an_outsider_compares_every_text_with_the_log(journal, tmp_path):
    (tmp_path / "check_log.py").write_text(PROGRAM)
    with_points = {"weaknesses": "1. One.\n2. Two.", "points": ["One.", "Two."]}
    texts = Journal(**with_points)
    without_round = volunteered_review(texts.reviews[0].version)
    seal_new_events()
    make_checkpoint(NOW + DAY)
    names = {row.identifier for row in (*texts.rows(), without_round)}
    assert set(run(journal, TEXTS, tmp_path).stdout.splitlines()[1:]) == names
    response = texts.responses[0]
    redact_response(
        response.pk,
        editor=response.round.submission.editor,
        passage=Passage("text", "Sound"),
        reason="It named a person.",
        now=NOW,
    )
    answer = run(journal, TEXTS, tmp_path)
    assert set(answer.stdout.splitlines()[1:]) == names, answer.stderr
    with transaction.atomic():
        set_row(texts.reviews[0], points=["One.", "Three."])
    assert f"{texts.reviews[0].identifier} was changed" in run(journal, TEXTS, tmp_path).stderr
