from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict

from preprints.models import Preprint
from tests.factories.preprints import PreprintFactory
from tests.factories.times import NOW
from web.paging import SortKey, cursor_of, page_by, page_of, parse_cursor

AT = [SortKey("status_at")]


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "x-1", "1-x", "1", "²-1", "1-²", "1--1"),
        *("9" * 30 + "-1", "1-" + "9" * 30, f"1-{2**63}", "1-" + "9" * 19),
    ],
)
def test_a_cursor_that_cannot_be_read_is_none(text):
    assert parse_cursor(text, AT) is None


def test_a_cursor_reads_back_what_it_was_made_from():
    moment = datetime(1905, 6, 30, 12, 0, 0, 123456, tzinfo=UTC)
    written = cursor_of(Preprint(pk=7, status_at=moment), AT)
    assert parse_cursor(written, AT) == [moment, 7]


def test_the_highest_id_of_a_row_can_be_read():
    read = parse_cursor(f"0-{2**63 - 1}", AT)
    assert read == [datetime(1970, 1, 1, tzinfo=UTC), 2**63 - 1]


@pytest.mark.django_db
@pytest.mark.parametrize("pk", [2**63, 10**19 - 1])
def test_a_cursor_with_an_id_that_no_row_can_have_is_the_first_page(client, pk):
    url = PreprintFactory().get_absolute_url()
    for cursor in (f"after=0-{pk}", f"before=253402300799999999-{pk}"):
        answer = client.get(f"/preprints/?{cursor}")
        assert answer.status_code == 200
        assert f'href="{url}"' in answer.content.decode(), cursor
    assert f'href="{url}"' not in client.get("/preprints/?after=0-1").content.decode()


@pytest.mark.django_db
def test_rows_of_one_moment_are_ordered_by_their_id():
    rows = [PreprintFactory(status_at=NOW) for _ in range(3)]
    rows += [PreprintFactory(status_at=NOW + timedelta(days=1))]
    found = Preprint.objects.all()
    first = page_of(found, moment="status_at", query=QueryDict("kind=theory&x="), size=2)
    assert list(first.rows) == [rows[3], rows[2]]
    assert first.newer_url == ""
    assert "kind=theory" in first.older_url
    assert "x=" not in first.older_url
    second = page_of(
        found, moment="status_at", query=QueryDict(first.older_url.removeprefix("?")), size=2
    )
    assert list(second.rows) == [rows[1], rows[0]]
    assert second.older_url == ""


@pytest.mark.django_db
def test_no_rows_have_no_neighbours():
    page = page_of(Preprint.objects.all(), moment="status_at", query=QueryDict("after=0-0"))
    assert (list(page.rows), page.newer_url, page.older_url) == ([], "", "")


def addresses_of_all_pages(keys, *, is_ascending, way):
    """The rows from the first page to the last, or back from there."""
    query, found = QueryDict("x=1"), []
    while True:
        page = page_by(Preprint.objects.all(), keys, query=query, size=2, is_ascending=is_ascending)
        found.append([row.pk for row in page.rows])
        url = page.older_url if way == "older" else page.newer_url
        if not url:
            return found, query
        query = QueryDict(url.removeprefix("?"))


@pytest.mark.django_db
@pytest.mark.parametrize("is_ascending", [True, False])
def test_pages_by_several_keys_hold_each_row_once_there_and_back(is_ascending):
    """Names hold what stands between the parts of a cursor, and what an address cannot hold."""
    for rank, name in ((2, "b-1"), (0, "a & b"), (2, "b-1"), (0, "-"), (1, "é\n"), (2, "a")):
        PreprintFactory(significance_rank=rank, selected_for=name, status_at=NOW)
    keys = [SortKey("significance_rank", int), SortKey("status_at"), SortKey("selected_for", str)]
    sign = "" if is_ascending else "-"
    names = [f"{sign}{name}" for name in ("significance_rank", "status_at", "selected_for", "pk")]
    expected = list(Preprint.objects.order_by(*names).values_list("pk", flat=True))
    pages, last = addresses_of_all_pages(keys, is_ascending=is_ascending, way="older")
    assert pages == [expected[:2], expected[2:4], expected[4:]]
    back = page_by(
        Preprint.objects.all(), keys, query=last, size=2, is_ascending=is_ascending
    ).newer_url
    query = QueryDict(back.removeprefix("?"))
    before = page_by(Preprint.objects.all(), keys, query=query, size=2, is_ascending=is_ascending)
    assert [row.pk for row in before.rows] == expected[2:4]
    assert not before.is_by_time


@pytest.mark.parametrize("text", ["", "a", "a\0-1", "x" * 400 + "-1", "a-"])
def test_a_cursor_of_a_name_that_cannot_be_read_is_none(text):
    assert parse_cursor(text, [SortKey("name", str)]) is None
