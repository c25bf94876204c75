from datetime import UTC, datetime

import pytest

from ingest.parsing.dates import read_dates

LATEST = datetime(2026, 9, 1, tzinfo=UTC)
FORMS = {
    "2004": (2004, 1, 1),
    "2004-05": (2004, 5, 1),
    "2004/05": (2004, 5, 1),
    "2004/5/6": (2004, 5, 6),
    "2004-05-06": (2004, 5, 6),
    "2004.05.06": (2004, 5, 6),
    "20040506": (2004, 5, 6),
    "2004-05-06T07:08:09Z": (2004, 5, 6, 7, 8, 9),
    "2004-05-06T01:08:09+02:00": (2004, 5, 5, 23, 8, 9),
    "2004-05-06 07:08": (2004, 5, 6, 7, 8),
    "2004/05/06 07:08:09": (2004, 5, 6),
    "Thu, 06 May 2004 09:08:09 +0200": (2004, 5, 6, 7, 8, 9),
    "6 May 2004": (2004, 5, 6),
    "6th May 2004": (2004, 5, 6),
    "Thursday, 6 May 2004": (2004, 5, 6),
    "06-May-2004": (2004, 5, 6),
    "May 6, 2004": (2004, 5, 6),
    "Sept. 6, 2004": (2004, 9, 6),
    "2004 May 6": (2004, 5, 6),
    "2004 May": (2004, 5, 1),
    "May 2004": (2004, 5, 1),
    "5/6/2004": (2004, 1, 1),
    "  2004-05-06 ": (2004, 5, 6),
    "2004-00-00": (2004, 1, 1),
}


@pytest.mark.parametrize(("text", "moment"), FORMS.items())
def test_a_date_is_read_in_any_form(text, moment):
    assert read_dates([text], LATEST) == [datetime(*moment, tzinfo=UTC)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "0000",
        "0001-01-01",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "2004-13-01",
        "2004-02-30",
        "99999",
        "10:30",
        "1 Foo 2004",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "²⁰⁰⁴",
        "x" * 500,
    ],
)
def test_a_text_that_is_no_date_is_ignored(text):
    assert read_dates([text], LATEST) == []


def test_a_year_is_ignored_beside_a_day_of_it():
    texts = ["2004", "2004-05", "2004-05-06", "1955", "2008-02"]
    assert [f"{date:%Y-%m-%d}" for date in read_dates(texts, LATEST)] == [
        "1955-01-01",
        "2004-05-06",
        "2008-02-01",
    ]


def test_dates_of_future_issues_are_ignored():
    assert read_dates(["2027", "2026-08-31"], LATEST) == [datetime(2026, 8, 31, tzinfo=UTC)]
