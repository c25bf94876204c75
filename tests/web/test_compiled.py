"""Queries that are put together once, and asked with other values each time."""

from datetime import timedelta
from threading import Thread

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone

from preprints.models import Preprint, Version
from tests.factories.preprints import PreprintFactory, VersionFactory
from web.compiled import compiled

pytestmark = pytest.mark.django_db


@pytest.fixture
def works():
    return [VersionFactory(author_line=f"Author {n}").preprint for n in range(3)]


def test_each_call_is_asked_with_its_own_values(works):
    built = []

    @compiled
    def versions(*, preprint: int, line: str) -> "QuerySet[Version]":
        built.append(preprint)
        return Version.objects.filter(preprint=preprint, author_line=line)

    first = versions(preprint=works[0].pk, line="Author 0")
    assert [version.preprint_id for version in first] == [works[0].pk]
    assert [one.author_line for one in versions(preprint=works[2].pk, line="Author 2")] == [
        "Author 2"
    ]
    assert versions(preprint=works[1].pk, line="' OR TRUE --") == []
    assert [version.preprint_id for version in first] == [works[0].pk]
    assert len(built) == 1


def test_a_list_holds_as_many_as_there_are(works):
    @compiled
    def those(*, works: list[int]) -> "QuerySet[Preprint]":
        return Preprint.objects.filter(pk__in=works).order_by("-pk")

    ids = [work.pk for work in works]
    assert [work.pk for work in those(works=ids[:2])] == [ids[1], ids[0]]
    assert [work.pk for work in those(works={ids[2]})] == [ids[2]]
    assert those(works=[]) == []
    assert len(those(works=ids)) == 3


def test_a_moment_that_is_given_may_be_another_one_each_time():
    now = timezone.now()
    old = PreprintFactory(status_at=now - timedelta(days=9))
    new = PreprintFactory(status_at=now)

    @compiled
    def since(*, moment: object) -> "QuerySet[Preprint]":
        return Preprint.objects.filter(status_at__gte=moment).order_by("pk")

    assert since(moment=now - timedelta(days=1)) == [new]
    assert since(moment=now - timedelta(days=10)) == [old, new]
    assert since(moment=now + timedelta(days=1)) == []


@pytest.mark.parametrize("number", [2**63 - 1, 2**63, -(2**70)])
def test_a_number_that_no_row_can_have_finds_nothing(works, number):
    @compiled
    def those(*, preprint: int) -> "QuerySet[Preprint]":
        return Preprint.objects.filter(pk=preprint)

    assert those(preprint=works[0].pk) == [works[0]]
    assert those(preprint=number) == []


def test_none_and_truths_are_queries_of_their_own(works):
    @compiled
    def some(*, only: int | None, is_last: bool) -> "QuerySet[Preprint]":
        found = Preprint.objects.order_by("-pk" if is_last else "pk")
        return found if only is None else found.filter(pk=only)

    assert some(only=None, is_last=False) == works
    assert some(only=works[1].pk, is_last=False) == [works[1]]
    assert some(only=None, is_last=True) == works[::-1]
    assert some(only=None, is_last=False) == works


def test_what_the_function_looks_up_itself_must_not_change():
    @compiled
    def past() -> "QuerySet[Preprint]":
        return Preprint.objects.filter(status_at__lte=timezone.now())

    @compiled
    def of(*, user: object) -> "QuerySet[Preprint]":
        return Preprint.objects.all()

    with pytest.raises(TypeError, match="moment of the first call"):
        past()
    with pytest.raises(TypeError, match="plain values"):
        of(user=AnonymousUser())


def test_what_is_joined_and_added_comes_along(works, django_assert_num_queries):
    @compiled
    def versions(*, preprint: int) -> "QuerySet[Version]":
        shown = Version.objects.select_related("preprint").annotate(same=F("number") + 0)
        return shown.filter(preprint=preprint)

    for work in works:
        with django_assert_num_queries(1):
            (version,) = versions(preprint=work.pk)
            assert vars(version)["same"] == version.number
            assert version.preprint == work


def test_what_is_the_same_each_time_stands_in_the_statement():
    odd = VersionFactory(author_line="50% of \\ 'all' %s")
    VersionFactory(author_line="50 of all")

    @compiled
    def versions(*, preprint: int) -> "QuerySet[Version]":
        marked = Version.objects.filter(author_line__contains="50% of \\ 'all' %s")
        return marked.filter(number__in=[1, 2], preprint=preprint)

    assert versions(preprint=odd.preprint.pk) == [odd]
    assert versions(preprint=odd.preprint.pk + 1) == []
    (statement, types) = list(connection.connection.planned)[-1]
    assert "IN (1, 2)" in statement
    assert types == ("integer",)


def test_it_is_planned_once_for_a_connection(works):
    @compiled
    def those(*, works: list[int]) -> "QuerySet[Preprint]":
        return Preprint.objects.filter(pk__in=works)

    before = len(connection.connection.planned)
    for ids in ([works[0].pk], [work.pk for work in works]):
        assert len(those(works=ids)) == len(ids)
    assert len(connection.connection.planned) == before + 1


def test_nothing_is_asked_where_nothing_can_be_found(works, django_assert_num_queries):
    @compiled
    def nothing(*, preprint: int) -> "QuerySet[Preprint]":
        return Preprint.objects.filter(pk=preprint).none()

    with django_assert_num_queries(0):
        assert nothing(preprint=works[0].pk) == []
        assert nothing(preprint=works[1].pk) == []


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_by_its_own_connection(works):
    @compiled
    def those(*, works: list[int]) -> "QuerySet[Preprint]":
        return Preprint.objects.filter(pk__in=works)

    ids, found = [work.pk for work in works], []
    those(works=ids)

    def ask() -> None:
        with connection.execute_wrapper(lambda execute, *given: found.append(1) or execute(*given)):
            found.append(len(those(works=ids[:2])))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [1, 2]
