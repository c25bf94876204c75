"""What the access table and the tests of locks take for a change."""

import pytest
from django.db import connection, transaction

from preprints.models import Preprint, Subject
from tests.factories.preprints import PreprintFactory, SubjectFactory
from tests.stored_rows import changed_tables, stored_rows, watching

pytestmark = pytest.mark.django_db
COPY_SUBJECTS = "COPY preprints_subject (slug, name, description) FROM STDIN"
SET_NAME = "UPDATE preprints_subject SET name = text FROM of_it"


def insert() -> None:
    SubjectFactory()


def update() -> None:
    Subject.objects.filter(slug="kept").update(name="Another")


def delete() -> None:
    Subject.objects.filter(slug="kept").delete()


@pytest.fixture
def kept(db):
    return SubjectFactory(slug="kept")


@pytest.fixture
def watch(kept):
    with watching() as watch:
        yield watch


@pytest.mark.parametrize("act", [insert, update, delete])
def test_a_change_is_seen_in_its_table_alone(watch, act):
    before = stored_rows()
    assert changed_tables(before) == watch.changed_tables() == set()
    act()
    assert changed_tables(before) == watch.changed_tables() == {"preprints_subject"}


def test_a_change_in_a_table_between_two_is_seen(kept):
    work = PreprintFactory()
    with watching() as watch:
        work.subjects.add(kept)
        assert watch.changed_tables() == {"preprints_preprint_subjects"}


@pytest.mark.parametrize("blank", ["", "\n  "])
def test_a_change_is_seen_however_its_statement_begins(watch, blank):
    with connection.cursor() as cursor:
        cursor.execute(f"{blank}WITH of_it AS (SELECT 'Another'::text) {SET_NAME}")
        assert watch.changed_tables() == {"preprints_subject"}
        cursor.executemany(f"{blank}UPDATE preprints_subject SET name = %s", [["A third"]])
        assert watch.changed_tables() == {"preprints_subject"}


def test_a_change_is_seen_when_rows_are_copied(watch):
    with connection.cursor() as cursor, cursor.copy(COPY_SUBJECTS) as rows:
        rows.write_row(["another", "Another", ""])
    assert watch.changed_tables() == {"preprints_subject"}


def test_what_was_taken_back_is_no_change_and_hides_none(watch):
    for _time in range(2):
        with transaction.atomic():
            update()
            assert watch.changed_tables() == {"preprints_subject"}
            transaction.set_rollback(True)
        assert watch.changed_tables() == set()
    update()
    watch.begin()
    assert watch.changed_tables() == set(), "nothing since it began"
    update()
    assert watch.changed_tables() == {"preprints_subject"}


def test_a_row_that_was_only_locked_is_not_changed(watch):
    assert Subject.objects.select_for_update().get(slug="kept")
    assert Preprint.objects.count() == 0
    assert watch.changed_tables() == set()
