"""Which works the log says were merged: chains of merges, and works that stayed apart."""

import pytest

from events.completeness import _Joins
from events.services import NamedSubject, record_event
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def merge(merged, kept):
    record_event(
        "preprint.merged", about=NamedSubject(kept), now=NOW, data={"merged": merged, "kept": kept}
    )


def separate(merged, kept):
    record_event(
        "preprint.separated",
        about=NamedSubject(kept),
        now=NOW,
        data={"merged": merged, "kept": kept},
    )


def pairs_of_one_work(*works):
    """The pairs of versions of these works that the log holds to be of one work."""
    found = _Joins()
    return {
        f"{one} {other}"
        for one in works
        for other in works
        if one < other and found.are_one(f"{one}.1", f"{other}.2")
    }


def test_works_that_were_merged_in_steps_are_one():
    merge("V1", "V2")
    merge("V3", "V4")
    merge("V2", "V5")
    works = ("V1", "V2", "V3", "V4", "V5", "V6")
    assert pairs_of_one_work(*works) == {"V1 V2", "V1 V5", "V2 V5", "V3 V4"}
    found = _Joins()
    assert [found.was_merged(f"{work}.1") for work in works] == [True] * 5 + [False]


def test_two_groups_that_are_merged_are_one_group():
    merge("V1", "V2")
    merge("V3", "V4")
    merge("V4", "V2")
    assert pairs_of_one_work("V1", "V2", "V3", "V4", "V5") == {
        *("V1 V2", "V1 V3", "V1 V4", "V2 V3", "V2 V4", "V3 V4"),
    }


def test_works_that_were_separated_again_were_one_once():
    merge("V1", "V2")
    separate("V1", "V2")
    assert pairs_of_one_work("V1", "V2", "V3") == {"V1 V2"}


def test_a_work_that_was_never_merged_is_not_even_one_with_itself():
    """What is asked is whether another name may stand for it."""
    merge("V1", "V2")
    found = _Joins()
    assert not found.are_one("V3.1", "V3.1")
    assert not found.are_one("V3.1", "V1.1")
    assert not found.are_one("V1.1", "V3.1")
