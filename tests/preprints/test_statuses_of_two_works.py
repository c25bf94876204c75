"""Whose status counts where two works become one: whole tables of a rule, without a database."""

from datetime import timedelta

import pytest

from preprints.duplicates.status import newest_work, set_withdrawn, takes_status_over
from preprints.models import Preprint, Version
from tests.factories.times import POSTED


def state(status, before=""):
    return {"status": status, "status_before_withdrawal": before}


DAY = timedelta(days=1)
LISTED, REVIEWED, RETRACTED = state("listed"), state("reviewed"), state("retracted")
WITHDRAWN, WITHDRAWN_REVIEWED = state("withdrawn"), state("withdrawn", "reviewed")


@pytest.mark.parametrize(
    ("kept", "merged", "is_taken_over"),
    [
        (LISTED, LISTED, False),
        (LISTED, REVIEWED, True),
        (REVIEWED, LISTED, False),
        (REVIEWED, state("selected"), False),
        (LISTED, WITHDRAWN, False),
        (LISTED, WITHDRAWN_REVIEWED, True),
        (WITHDRAWN, LISTED, False),
        (WITHDRAWN, REVIEWED, True),
        (WITHDRAWN, WITHDRAWN_REVIEWED, True),
        (WITHDRAWN_REVIEWED, REVIEWED, False),
        (WITHDRAWN_REVIEWED, LISTED, False),
        ({"status": "withdrawn"}, REVIEWED, True),  # kept before the field was
        (LISTED, RETRACTED, True),
        (REVIEWED, RETRACTED, True),
        (RETRACTED, REVIEWED, False),
        (RETRACTED, LISTED, False),
        (RETRACTED, RETRACTED, False),
    ],
)
def test_a_status_is_taken_over_from_the_merged_work_where_the_kept_one_has_none(
    kept, merged, is_taken_over
):
    """A withdrawal by the source hides what the journal gave; a retraction is never lost."""
    assert takes_status_over(kept, merged) is is_taken_over


@pytest.mark.parametrize(
    ("status", "before", "is_withdrawn", "expected"),
    [
        ("listed", "", True, ("withdrawn", "listed")),
        ("reviewed", "", True, ("withdrawn", "reviewed")),
        ("withdrawn", "reviewed", True, ("withdrawn", "reviewed")),
        ("withdrawn", "reviewed", False, ("reviewed", "")),
        ("withdrawn", "", False, ("listed", "")),
        ("reviewed", "", False, ("reviewed", "")),
        ("retracted", "listed", True, ("retracted", "listed")),
        ("retracted", "listed", False, ("retracted", "listed")),
    ],
)
def test_a_withdrawal_keeps_the_status_to_come_back_to(status, before, is_withdrawn, expected):
    preprint = Preprint(status=status, status_before_withdrawal=before, status_at=POSTED)
    set_withdrawn(preprint, is_withdrawn=is_withdrawn, now=POSTED + DAY)
    assert (preprint.status, preprint.status_before_withdrawal) == expected
    assert preprint.status_at == (POSTED if preprint.status == status else POSTED + DAY)


@pytest.mark.parametrize(
    ("kept_days", "merged_days", "is_merged"),
    [(0, 1, True), (1, 0, False), (0, 0, False), (None, 0, True), (0, None, False)],
)
def test_of_two_works_that_with_the_later_version_is_the_newest(kept_days, merged_days, is_merged):
    kept, merged = (
        Preprint(current_version=None if days is None else Version(posted_at=POSTED + days * DAY))
        for days in (kept_days, merged_days)
    )
    assert newest_work(kept, merged) is (merged if is_merged else kept)
