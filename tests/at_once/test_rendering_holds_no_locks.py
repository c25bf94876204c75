"""While a text is rendered, which a hostile one makes slow, nobody waits: no lock is held."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from accounts.services import lock_names
from events.locks import Lock
from reviews.models import Review
from tests.at_once.probe import Connection, Probe
from tests.at_once.test_locks import ALL
from tests.factories.reviews import ReviewFactory
from text.markdown import render

# Acts that have a text rendered; whatever else comes to do so is asked, too.
RENDERING = {
    "curation.services.building.add_entry (brought back)",
    "curation.services.building.save_entry",
    "curation.services.building.save_entry (replaced again)",
    "curation.services.building.save_issue",
    "reviews.services.appealing.appeal_assessment",
    "reviews.services.appealing.appeal_decline",
    "reviews.services.appealing.appeal_refusal",
    "reviews.services.appealing.dismiss_appeal",
    "reviews.services.appealing.uphold_appeal",
    "reviews.services.appealing.uphold_appeal (of a refusal)",
    "reviews.services.appealing.uphold_appeal (of an assessment)",
    "reviews.services.consulting.write_as_editor",
    "reviews.services.consulting.write_as_reviewer",
    "reviews.services.redacting.redact_assessment",
    "reviews.services.redacting.redact_response",
    "reviews.services.redacting.redact_review",
    "reviews.services.redacting_replies.redact_appeal",
    "reviews.services.redacting_replies.redact_revision",
    "reviews.services.replying.refuse_review",
    "reviews.services.replying.return_review",
    "reviews.services.draft_answers.answer_draft",
    "reviews.services.responding.hold_response",
    "reviews.services.responding.post_response",
    "reviews.services.assessing.propose_assessment",
    "reviews.services.assessing.propose_assessment (after a return)",
    "reviews.services.assessing.return_assessment",
    "reviews.services.revising.declare_revision",
    "reviews.services.reviewing.submit_review",
    "reviews.services.reviewing.submit_review (with a draft)",
}


@pytest.fixture
def other(transactional_db) -> Iterator[Connection]:
    """A second connection, of which each statement is a transaction of its own."""
    parameters = connection.get_connection_params() | {"cursor_factory": None}
    with psycopg.connect(**parameters, autocommit=True) as session:
        yield session


def held_now(other: Connection) -> list[str]:
    """What the second connection cannot have now: the lock of names, and rows of any table."""
    probe = Probe(other)
    rows = [probe.models[name].__name__ for name, n in probe._count_locked_rows().items() if n]
    (is_free,) = other.execute("SELECT pg_try_advisory_lock(%s)", [int(Lock.NAMES)]).fetchone()
    if is_free:
        other.execute("SELECT pg_advisory_unlock(%s)", [int(Lock.NAMES)])
    return sorted(rows) + ([] if is_free else ["names"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_outside_is_away")
def test_no_lock_is_held_while_a_text_is_rendered(other, monkeypatch):
    seen: dict[str, list[str]] = {}
    now: list[Any] = []

    @contextmanager
    def turn() -> Iterator[None]:
        if now:
            seen.setdefault(str(now[0]), []).extend(held_now(other))
        yield

    monkeypatch.setattr(render, "turn", turn)
    for act in ALL:
        call = act.prepare()
        now.append(act)
        call()
        now.clear()
    assert {act for act, held in seen.items() if held} == set()
    assert seen.keys() == RENDERING


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_is_held_is_seen(other):
    ReviewFactory()
    assert held_now(other) == []
    with transaction.atomic():
        lock_names()
        list(Review.objects.select_for_update())
        assert {"Review", "names"} <= set(held_now(other))
