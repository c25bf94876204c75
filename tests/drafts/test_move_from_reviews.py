"""The migrations that move drafts, with their table, from the app `reviews` to their own."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from drafts.models import Draft
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
MOVE = ("reviews", "0019_move_drafts")
RENAMING = ("drafts", "0002_content_type")


def undo_and_do(*names):
    """Undoes the migrations, yields, and carries them out again: these alone, for the tables that
    they move have since got columns only."""
    connection.check_constraints()  # of rows made in this transaction: no table changes before it
    loader = MigrationExecutor(connection).loader
    states = {name: loader.project_state(name, at_end=False) for name in names}
    with connection.schema_editor() as editor:
        for name in reversed(names):
            loader.get_migration(*name).unapply(states[name].clone(), editor)
    ContentType.objects.clear_cache()
    yield
    with connection.schema_editor() as editor:
        for name in names:
            loader.get_migration(*name).apply(states[name].clone(), editor)
    ContentType.objects.clear_cache()


def rows_of(table):
    """None where there is no such table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [table])
        if cursor.fetchone() == (None,):
            return None
        cursor.execute(f"SELECT id, owner_id, key, fields->>'summary' FROM {table} ORDER BY id")
        return cursor.fetchall()


def test_drafts_and_what_refers_to_them_survive_the_move_both_ways():
    owners = UserFactory(), UserFactory()
    drafts = [
        Draft.objects.create(
            owner=owner, key="review:1", fields={"summary": f"Of {owner.pk}"}, saved_at=NOW
        )
        for owner in owners
    ]
    rows = [(draft.pk, draft.owner_id, draft.key, draft.fields["summary"]) for draft in drafts]
    moved = ContentType.objects.get_for_model(Draft)

    moving = undo_and_do(MOVE, RENAMING)
    next(moving)
    assert (rows_of("reviews_draft"), rows_of("drafts_draft")) == (rows, None)
    moved.refresh_from_db()
    assert moved.app_label == "reviews"

    next(moving, None)
    assert (rows_of("reviews_draft"), rows_of("drafts_draft")) == (None, rows)
    assert list(Draft.objects.order_by("pk")) == drafts
    assert ContentType.objects.get_for_model(Draft).pk == moved.pk
    added = Draft.objects.create(owner=owners[0], key="review:2", saved_at=NOW)
    assert added.pk > drafts[1].pk, "the numbers go on"


def test_a_row_that_names_the_model_in_its_new_app_is_not_doubled():
    """Undone and done again: the other migrations say nothing of these rows."""
    ContentType.objects.create(app_label="reviews", model="draft")
    moving = undo_and_do(RENAMING)
    next(moving)
    next(moving, None)
    named = ContentType.objects.filter(model="draft")
    assert sorted(named.values_list("app_label", flat=True)) == ["drafts", "reviews"]
