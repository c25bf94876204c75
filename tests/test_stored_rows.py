"""What the access table and the tests of locks take for a change."""

import pytest
from django.db import transaction

from preprints.models import Preprint, Subject
from tests.factories.preprints import PreprintFactory, SubjectFactory
from tests.stored_rows import Watch, changed_tables, stored_rows

pytestmark = pytest.mark.django_db


def insert() -> None:
    SubjectFactory()


def update() -> None:
    Subject.objects.filter(slug="kept").update(name="Another")


def delete() -> None:
    Subject.objects.filter(slug="kept").delete()


@pytest.mark.parametrize("act", [insert, update, delete])
def test_a_change_is_seen_in_its_table_alone(act):
    SubjectFactory(slug="kept")
    before, watch = stored_rows(), Watch()
    assert changed_tables(before) == watch.changed_tables() == set()
    act()
    assert changed_tables(before) == watch.changed_tables() == {"preprints_subject"}


def test_a_change_in_a_table_between_two_is_seen():
    work, subject = PreprintFactory(), SubjectFactory()
    watch = Watch()
    work.subjects.add(subject)
    assert watch.changed_tables() == {"preprints_preprint_subjects"}


def test_what_was_taken_back_is_no_change_and_hides_none():
    SubjectFactory(slug="kept")
    watch = Watch()
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


def test_a_row_that_was_only_locked_is_not_changed():
    SubjectFactory(slug="kept")
    watch = Watch()
    assert Subject.objects.select_for_update().get(slug="kept")
    assert Preprint.objects.count() == 0
    assert watch.changed_tables() == set()
