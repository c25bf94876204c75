"""After a test that commits the database is as the migrations made it."""

import threading

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from events.models import Event
from events.services import NamedSubject, record_event
from ingest.models import Source
from reviews.models import Term, Vocabulary
from tests.emptying import NEVER_CHANGED, empty_database
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import SubjectFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db(transaction=True)
TERMS, SOURCES = 11, 6


def rows() -> dict[str, int]:
    """Of every table that a model has, what stands in it."""
    models = apps.get_models(include_auto_created=True)
    tables = {model._meta.db_table: model._default_manager.count() for model in models}
    return {name: count for name, count in tables.items() if count}


def fill() -> None:
    """Rows that refer to each other, and rows that a trigger keeps from being deleted."""
    ReviewFactory(published=True)
    AssessmentFactory(published=True)
    issue = IssueFactory()
    EntryFactory(issue=issue, preprint__subjects=[SubjectFactory()])
    publish(issue)
    record_event("review.published", about=NamedSubject("V1.1"), now=NOW)


def test_nothing_but_what_the_migrations_made_is_left():
    empty_database()
    before = rows()
    by_migrations = {"ingest_source", "reviews_policy", "reviews_term", "reviews_vocabulary"}
    assert set(before) == {*NEVER_CHANGED, *by_migrations}
    fill()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Event.objects.all()._raw_delete("default")
    assert len(rows()) > 15
    empty_database()
    assert rows() == before
    assert (ContentType.objects.count() > 50, Permission.objects.count() > 200) == (True, True)


def test_what_the_migrations_made_is_there_again():
    made = [list(model.objects.order_by("pk").values()) for model in (Term, Source)]
    assert [len(rows) for rows in made] == [TERMS, SOURCES]
    Term.objects.update(word="Changed")
    Source.objects.all().delete()
    empty_database()
    assert [list(model.objects.order_by("pk").values()) for model in (Term, Source)] == made


def test_triggers_and_keys_hold_again_afterwards():
    empty_database()
    record_event("review.published", about=NamedSubject("V1.1"), now=NOW)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Event.objects.all()._raw_delete("default")


def test_it_waits_for_who_still_writes(second_connection):
    """Otherwise the next test would find what this one wrote too late."""
    second_connection.execute(
        "INSERT INTO reviews_vocabulary (scale, edition, is_current, source)"
        " VALUES ('strength', 99, false, '')"
    )
    emptied = threading.Thread(target=_empty_in_a_thread)
    emptied.start()
    emptied.join(0.3)
    assert emptied.is_alive()
    second_connection.commit()
    emptied.join(60)
    assert not emptied.is_alive()
    assert not Vocabulary.objects.filter(edition=99).exists()


def _empty_in_a_thread() -> None:
    try:
        empty_database()
    finally:
        connection.close()
