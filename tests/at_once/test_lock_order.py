"""Services that lock several rows do so in one order: two of them never wait for each other."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.joining import join_accounts
from events.locks import Lock
from privacy.erasing import erase_account
from tests.at_once import people, reviewing
from tests.at_once.acts import Act

# From the first to the last; what is not named is locked alone.
ORDER = ["preprints_preprint", "reviews_submission", "reviews_revision", "reviews_round",
         "reviews_invitation", "reviews_review", "reviews_assessment",
         "reviews_appeal", "names", "accounts_user"]  # fmt: skip
LOCKED = re.compile(r'FROM "(\w+)".* FOR (?:NO KEY )?UPDATE')
NAMES = f"pg_advisory_xact_lock({Lock.NAMES:d})"
ENDING = [act for act in people.ACTS if act.service in (erase_account, join_accounts)]


def locked_in_order(queries: list[str]) -> list[str]:
    """The tables of locked rows, and the names, in the order of their first locks."""
    found = [
        "names" if NAMES in sql else match[1]
        for sql in queries
        if (match := LOCKED.search(sql)) or NAMES in sql
    ]
    return list(dict.fromkeys(found))


@pytest.mark.django_db
@pytest.mark.usefixtures("_outside_is_away")
@pytest.mark.parametrize("act", [*reviewing.ACTS, *ENDING], ids=str)
def test_rows_are_locked_in_one_order(act: Act):
    call = act.prepare()
    with CaptureQueriesContext(connection) as captured:
        call()
    found = locked_in_order([query["sql"] for query in captured.captured_queries])
    named = [table for table in found if table in ORDER]
    assert named == sorted(named, key=ORDER.index)
