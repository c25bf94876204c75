"""A statement marked so is planned once for a connection, whoever asks."""

from datetime import timedelta

import pytest
from django.db import NotSupportedError, connection, transaction
from psycopg.types.json import Jsonb

from api.statements import select
from journal.postgresql import planned
from journal.postgresql.waiting import BoundedConnection
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW
from web.planned_once import PlannedOnce

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHO = PlannedOnce("SELECT name || '%%', %s FROM accounts_role WHERE user_id = %s ORDER BY 1")


@pytest.fixture(autouse=True)
def nothing_planned(db):
    connection.ensure_connection()
    connection.connection.planned.clear()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")


def rows_of(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def plans():
    """How often each statement with a plan was asked."""
    found = "SELECT generic_plans + custom_plans FROM pg_prepared_statements ORDER BY name"
    return [asked for (asked,) in rows_of(found)]


def test_it_is_planned_once_and_answers_each_with_their_own_rows():
    editor, reader = UserFactory(editor=True), UserFactory()
    assert rows_of(WHO, "a", editor.pk) == [("editor%", "a")]
    assert rows_of(WHO, "b", reader.pk) == []
    assert rows_of(PlannedOnce("SELECT 7")) == [(7,)]
    assert plans() == [2, 1]


def test_a_value_is_what_it_is_without_a_plan():
    as_json = "SELECT jsonb_build_array(%s, %s, %s, %s::text, %s, %s) || to_jsonb(%s)"
    one = True, 3, NOW, "a", DAY, Jsonb([1]), NOW.date()
    other = False, 2**40, NOW, "b", -DAY, Jsonb({"c": 1}), NOW.date()
    for values in (one, other):
        assert rows_of(PlannedOnce(as_json), *values) == rows_of(as_json, *values)
    assert plans() == [1, 1], "of a number past the integers it is another statement"
    names = PlannedOnce("SELECT left(%s, %s), %s::bigint[], %s::text")
    assert rows_of(names, "abc", 2, [1, 2**40], None) == [("ab", [1, 2**40], None)]
    assert rows_of(names, "abc", 1, [], "x") == [("a", [], "x")]
    assert plans() == [1, 1, 2]


def test_a_kind_of_value_that_no_such_statement_has_had_is_named():
    with pytest.raises(TypeError, match="has had a set yet"):
        rows_of(WHO, {1}, 1)


def test_a_rollback_takes_no_plan_away():
    editor = UserFactory(editor=True)
    with transaction.atomic():
        rows_of(WHO, "a", editor.pk)
        transaction.set_rollback(True)
    assert rows_of(WHO, "b", editor.pk) == [("editor%", "b")]
    assert plans() == [2]


def test_where_psycopg_has_dropped_all_plans_it_is_planned_again():
    editor = UserFactory(editor=True)
    with transaction.atomic():
        rows_of(WHO, "a", editor.pk)
        assert select("SELECT 7", ()) == [(7,)]  # kept by psycopg
        transaction.set_rollback(True)
    rows_of("SELECT 1")
    assert plans() == []
    assert rows_of(WHO, "b", editor.pk) == [("editor%", "b")]
    assert plans() == [1]


def test_an_operator_can_forbid_it_for_a_pooler_that_cannot_keep_plans(monkeypatch):
    opened = BoundedConnection.connect(**connection.get_connection_params())
    opened.close()
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"prepare_threshold": None})
    monkeypatch.setattr(BoundedConnection, "connect", lambda **_options: opened)
    assert not connection.get_new_connection({}).keeps_plans
    monkeypatch.setattr(connection.connection, "keeps_plans", False)
    assert rows_of(PlannedOnce("SELECT %s"), "a") == [("a",)]
    assert plans() == []


def test_others_are_planned_each_time():
    assert rows_of(str(WHO), "a", UserFactory(editor=True).pk) == [("editor%", "a")]
    assert plans() == []


def test_a_connection_keeps_so_many_and_answers_more(monkeypatch):
    monkeypatch.setattr(planned, "STATEMENTS_KEPT", 1)
    for number in (1, 2, 1):
        assert rows_of(PlannedOnce(f"SELECT {number}, %s"), "a") == [(number, "a")]
    assert plans() == [2]


def test_planning_is_no_query_of_a_page_and_its_words_are_logged(django_assert_num_queries):
    with django_assert_num_queries(2) as asked:
        rows_of(WHO, "a", 1)
        rows_of(WHO, "b", 2)
    words = "SELECT name || '%%', '{}' FROM accounts_role WHERE user_id = {} ORDER BY 1"
    logged = [query["sql"].replace("'%'", "'%%'") for query in asked.captured_queries]
    assert logged == [words.format("a", 1), words.format("b", 2)]


@pytest.mark.django_db(transaction=True)
def test_a_migration_may_change_what_a_statement_answers_with():
    asked = PlannedOnce("SELECT label FROM planned_table WHERE label <> %s")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE planned_table AS SELECT 'a'::varchar(1) AS label")
        assert rows_of(asked, "b") == [("a",)]
        cursor.execute("ALTER TABLE planned_table ALTER label TYPE text")
        assert rows_of(asked, "b") == [("a",)]
        assert rows_of(asked, "a") == []
        cursor.execute("DROP TABLE planned_table")


@pytest.mark.django_db(transaction=True)
def test_a_migration_noticed_within_a_transaction_costs_that_one_alone():
    asked, other = PlannedOnce("SELECT label FROM planned_table"), PlannedOnce("SELECT 1, %s")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE planned_table AS SELECT 'a'::varchar(1) AS label")
        assert rows_of(asked) == [("a",)]
        cursor.execute("ALTER TABLE planned_table ALTER label TYPE text")
    with pytest.raises(NotSupportedError), transaction.atomic():
        rows_of(asked)
    assert rows_of(other, "b") == [(1, "b")]
    assert rows_of(asked) == [("a",)]
    assert rows_of(other, "c") == [(1, "c")]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE planned_table")
