from datetime import UTC, datetime

import pytest

from ingest.parsing.dates import embargo_end, read_dates

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


DAY = datetime(2099, 5, 6, tzinfo=UTC)
EMBARGOES = {
    "2099-05-06": DAY,
    "2099-5-6": DAY,
    "2099/05/06": DAY,
    "2099.5.6": DAY,
    "20990506": DAY,
    " 2099-05-06 ": DAY,
    "6 May 2099": DAY,
    "\u0662\u0660\u0669\u0669-\u0660\u0665-\u0660\u0666": DAY,  # Arabic-Indic digits
    "2099-05": datetime(2099, 6, 1, tzinfo=UTC),
    "2099-12": datetime(2100, 1, 1, tzinfo=UTC),
    "2099": datetime(2100, 1, 1, tzinfo=UTC),
    "2099-05-06T07:08:09+02:00": datetime(2099, 5, 6, 5, 8, 9, tzinfo=UTC),
    "2099/5/6 07:08 UTC": datetime(2099, 5, 6, 7, 8, tzinfo=UTC),
    "2099-05-06 07:08:09": datetime(2099, 5, 6, 7, 8, 9, tzinfo=UTC),
    "Wed, 06 May 2099 07:08:09 GMT": datetime(2099, 5, 6, 7, 8, 9, tzinfo=UTC),
    "1970-01-01": datetime(1970, 1, 1, tzinfo=UTC),
}
NO_EMBARGOES = [
    "",
    "soon",
    "2099-13-01",
    "2020-01-01 or later",
    "2020-01-01 2099-01-01",
    "0000-00-00",
]
NO_EMBARGOES += ["5/6/2020", "2020-01-01T25:00", "2020-05T07:08:09", "9999", "9" * 5_000]
NO_EMBARGOES += ["2020-01-01" + " " * 60 + "to 2099", "2020-01-01" + " x" * 60]


@pytest.mark.parametrize(("text", "moment"), EMBARGOES.items())
def test_the_end_of_an_embargo_is_read_in_any_form(text, moment):
    assert embargo_end(text) == moment


@pytest.mark.parametrize("text", NO_EMBARGOES)
def test_what_may_mean_another_day_ends_no_embargo(text):
    assert embargo_end(text) is None
