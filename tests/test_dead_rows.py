"""What the tests' database knows of its tables."""

import pytest
from django.db import connection, transaction

from accounts.models import User
from tests.dead_rows import remove_dead_rows
from tests.factories.accounts import UserFactory


def answer(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


@pytest.mark.django_db
def test_no_table_is_counted_while_its_rows_are_taken_back():
    tables = answer(
        "SELECT relname, reloptions FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    assert len(tables) > 90
    assert [name for name, options in tables if options != ["autovacuum_enabled=off"]] == []


@pytest.mark.django_db(transaction=True)
def test_rows_that_were_taken_back_leave_no_pages():
    kept = UserFactory()
    many = [User(email=f"taken-back-{n}@example.org", password="x" * 100) for n in range(3000)]
    with transaction.atomic():
        User.objects.bulk_create(many)
        transaction.set_rollback(True)
    pages = "SELECT pg_relation_size('accounts_user') / 8192"
    assert answer(pages) > [(64,)]
    remove_dead_rows()
    assert answer(pages) <= [(64,)]
    assert list(User.objects.all()) == [kept]
