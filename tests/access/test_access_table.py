"""Who may do what: each cell of `access.txt` is a request to a journal with all these people.

After a change that is meant, `ACCESS_TABLE=write pytest tests/access -k every_row` writes the file
anew: read the difference before you commit it, row by row.
"""

import os

import pytest

from tests.access.answers import answer
from tests.access.people import COLUMNS, NOBODY
from tests.access.requests import Request, routes
from tests.access.table import FILE, introduction, read, written

pytestmark = pytest.mark.django_db
EXPECTED = read(FILE.read_text())
ADMIN = "/admin/"  # its pages take what is sent to them and then refuse it; see their POST rows


@pytest.mark.parametrize("key", EXPECTED, ids=lambda key: " ".join(filter(None, key)))
def test_each_person_gets_what_the_table_says(table, key):
    assert answers(table, table.requests[key]) == EXPECTED[key]


def answers(table, request: Request) -> dict[str, str]:
    return {person: answer(request, person, table.browsers, table.before) for person in COLUMNS}


def test_the_file_has_every_row(table):
    if os.environ.get("ACCESS_TABLE") == "write":
        found = {
            title: [(one.key, answers(table, one)) for one in rows]
            for title, rows in table.sections.items()
        }
        FILE.write_text(written(found, introduction(FILE.read_text())))
    assert sorted(read(FILE.read_text())) == sorted(table.requests)


def test_every_route_has_a_row():
    listed = {route for _method, route, _state in EXPECTED}
    assert sorted(set(dict(routes())) - listed) == []
    assert len(listed) > 150


@pytest.mark.parametrize("person", [NOBODY, "reader", "managing", "admin"])
def test_a_method_without_a_row_is_refused(table, person):
    """Above all an act does not happen by looking."""
    known = {(method, route) for method, route, _state in table.requests}
    urls = {route: one.url for (method, route, _), one in table.requests.items() if not one.call}
    unknown = [
        (method, route)
        for route in urls
        for method in ("GET", "POST")
        if (method, route) not in known and not route.startswith(ADMIN)
    ]
    assert len(unknown) > 60
    found = {
        f"{method} {route}": answer(
            Request(method, urls[route]), person, table.browsers, table.before
        )
        for method, route in unknown
    }
    refused = {"405", "sign in"} if person == NOBODY else {"405"}
    assert {row: word for row, word in found.items() if word not in refused} == {}
