"""Events of format 1, from before, are compared as far as they say."""

import importlib
from datetime import timedelta

import orjson
import pytest
from django.db import connection

from events.models import Event, Seal
from events.sealing import GENESIS, chain_hash, payload_hash, seal_new_events
from events.verifying import verify_log
from preprints.duplicates.merge import merge_preprints
from preprints.duplicates.undo import undo_merge
from reviews.models import Assessment, Response, Review
from tests.events.published import TEXTS, Journal, exchange, noticed, set_row
from tests.events.test_complete_log import tamper
from tests.factories.preprints import PreprintFactory
from tests.factories.times import NOW
from text.hashing import content_hash

pytestmark = pytest.mark.django_db


def make_older(journal):
    """What the journal's log would be if everything had been published before format 2."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM events_salt")
        cursor.execute("DELETE FROM events_publicsalt")
        cursor.execute("DELETE FROM events_seal")
        for event in Event.objects.all():
            cursor.execute(
                "UPDATE events_event SET payload_format = 1, data = %s WHERE id = %s",
                [orjson.dumps(older_data(event)).decode(), event.pk],
            )
        cursor.execute("SET LOCAL session_replication_role = origin")
    seal_as_before()


def older_data(event):
    data = {name: event.data[name] for name in event.data if name not in ("row", "personal")}
    if event.kind == "review.published":
        review = Review.objects.get(pk=int(event.data["row"].split()[1]))
        words = content_hash(*(getattr(review, name) for name in TEXTS))
        return {"review": data["review"], "byline": review.byline(), "hash": words}
    if event.kind == "assessment.published":
        text = Assessment.objects.get(pk=int(event.data["row"].split()[1])).text
        return data | {"hash": content_hash(text)}
    if event.kind == "response.posted":
        response = Response.objects.get(pk=int(event.data["row"].split()[1]))
        return data | {"by": response.author_name, "hash": content_hash(response.text)}
    return data


def seal_as_before():
    """Written without `Event.sealed_payload`."""
    previous = GENESIS
    for position, event in enumerate(Event.objects.order_by("pk"), start=1):
        digest = payload_hash(
            {
                "id": event.pk,
                "kind": event.kind,
                "subject": event.subject,
                "preprint": event.preprint_id,
                "at": event.at.isoformat(),
                "data": event.data,
            }
        )
        previous = chain_hash(previous, digest)
        Seal.objects.create(
            event=event, position=position, payload_hash=digest, chain_hash=previous
        )


@pytest.fixture
def older(journal):
    make_older(journal)
    assert verify_log(now=NOW).broken_at is None
    return journal


def test_a_journal_from_before_holds_and_grows(older):
    Journal()
    assert verify_log(now=NOW).broken_at is None
    assert set(Event.objects.values_list("payload_format", flat=True)) == {1, 5}


@pytest.mark.parametrize("table", ["reviews", "assessments", "responses"])
def test_older_events_still_need_their_rows(older, table):
    row = getattr(older, table)[0]
    tamper(f"DELETE FROM {row._meta.db_table} WHERE id = {row.pk}")
    assert noticed(older, row)


def test_older_events_notice_what_was_exchanged(older):
    exchange(*older.reviews, *TEXTS)
    assert noticed(older, *older.reviews)
    exchange(*older.assessments, "strength_id")
    assert noticed(older, *older.reviews, *older.assessments)


def test_older_events_notice_what_was_renumbered_or_dated_back(older):
    one, other = older.reviews
    set_row(one, number=9)
    set_row(other, published_at=NOW - timedelta(days=365))
    assert "2 published texts" in verify_log(now=NOW).reason


def test_older_events_that_were_hidden_are_noticed(older):
    tamper("UPDATE events_event SET is_public = false WHERE kind = 'review.published'")
    assert noticed(older, *older.reviews)


def test_older_events_follow_merges(older):
    review, other = older.reviews
    kept = PreprintFactory()
    merge = merge_preprints(kept.pk, review.version.preprint_id, reason="One work.", now=NOW)
    seal_new_events()
    assert verify_log(now=NOW).broken_at is None
    undo_merge(merge, now=NOW)
    seal_new_events()
    assert verify_log(now=NOW).broken_at is None
    exchange(review, other, *TEXTS)
    assert noticed(older, review, other)


def test_the_migration_gives_earlier_events_format_1():
    migration = importlib.import_module("events.migrations.0005_payload_format").Migration
    defaults = [operation.field.db_default for operation in migration.operations[:2]]
    assert defaults == [1, 2]
