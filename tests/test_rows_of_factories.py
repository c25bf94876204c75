"""What a factory sends to the database is what Django's `save` sends."""

import re
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import accounts, curation, preprints, reviews, rows
from tests.factories.rows import RowFactory
from tests.made_once import taken_back

pytestmark = pytest.mark.django_db
FACTORIES = [
    made
    for module in (preprints, reviews, curation)
    for made in vars(module).values()
    if isinstance(made, type) and issubclass(made, RowFactory) and made is not RowFactory
]


def statements(make, **fields) -> list[str]:
    """Taken back; without the numbers, which are others for each row, and what is asked for."""
    for numbered in (accounts.UserFactory, make):  # a name has a skeleton, a nonce a hash
        numbered.reset_sequence(1)
    with taken_back(), CaptureQueriesContext(connection) as queries:
        make(**fields)
    sent = [query["sql"].partition(" RETURNING ")[0] for query in queries]
    return [re.sub(r"\d+", "0", sql) for sql in sent]


def saved_as_ever(row):
    row.save(force_insert=True)
    return row


@pytest.mark.parametrize("make", FACTORIES, ids=lambda make: make.__name__)
def test_each_row_and_those_that_come_with_it_are_stored_as_by_save(make):
    reviews.term("strength", "solid")
    quickly = statements(make)
    with (
        patch.object(rows, "insert", saved_as_ever),
        patch.object(accounts, "insert", saved_as_ever),
        patch.object(preprints, "insert", saved_as_ever),
    ):
        assert statements(make) == quickly
    assert any(sql.startswith("INSERT") for sql in quickly) or make is preprints.SubjectFactory


def test_a_person_with_all_there_is_is_stored_as_by_save():
    person = {"name": "Ada Example", "verified": True, "editor": True, "managing_editor": True}
    quickly = statements(accounts.UserFactory, **person)
    with patch.object(accounts, "insert", saved_as_ever):
        assert statements(accounts.UserFactory, **person) == quickly
    assert len(quickly) == 5


def test_a_row_is_known_as_stored_and_may_have_a_key_of_its_own():
    first = preprints.PreprintFactory()
    assert (first._state.adding, first._state.db) == (False, "default")
    other = preprints.PreprintFactory(pk=first.pk + 70)
    assert sorted(type(first).objects.values_list("pk", flat=True)) == [first.pk, other.pk]
