"""figshare gives a DOI to the work and one to each version; they may come in any order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from django.db import transaction

from preprints.models import Version
from preprints.record import Record, RecordAuthor, RecordLocation
from preprints.storing import store_records
from tests.factories.times import NOW, POSTED
from tests.ingest.test_people_and_bodies import datacite

pytestmark = pytest.mark.django_db

WORK = "10.6084/m9.figshare.777"


def doi(name):
    return RecordLocation("doi", name, f"https://doi.org/{name}")


def record(name, label, days, *others):
    return Record(
        location=doi(name),
        title="On lagoons",
        authors=(RecordAuthor("Ada Example"),),
        posted_at=POSTED + timedelta(days=days),
        first_posted_at=POSTED,
        abstract="We count.",
        source_version=label,
        other_locations=tuple(map(doi, others)),
    )


FIRST = record(f"{WORK}.v1", "v1", 0, WORK)
SECOND = record(f"{WORK}.v2", "v2", 30, WORK, f"{WORK}.v1")
OF_THE_WORK = record(WORK, "v2", 33)  # touched once more after its second version


def versions_in_every_order(records, field="source_version"):
    found = set()
    for order in permutations(records):
        with transaction.atomic():
            for one in order:
                store_records([one], now=NOW)
            versions = Version.objects.order_by("number")
            found.add(tuple(versions.values_list("number", field)))
            transaction.set_rollback(True)
    return found


def test_a_version_is_not_there_twice_because_its_work_has_another_day():
    both = ((1, "v1"), (2, "v2"))
    assert versions_in_every_order([FIRST, SECOND, OF_THE_WORK]) == {both}


def test_of_two_works_each_keeps_its_versions():
    other = replace(record("10.6084/m9.figshare.7771", "v2", 33), other_locations=(doi(WORK),))
    assert versions_in_every_order([SECOND, other]) == {((2, "v2"), (3, "v2"))}


def figshare(name, updated):
    dates = [
        {"date": "2023-01-01", "dateType": "Created"},
        {"date": updated, "dateType": "Updated"},
        {"date": "2023", "dateType": "Issued"},
    ]
    return datacite({"name": "Example, Ada"}, doi=name, dates=dates)


def test_a_work_without_a_version_leaves_the_numbers_to_its_versions():
    """As figshare's records are: the DOI of the work names no version, and is updated."""
    records = [
        figshare(WORK, "2023-02-01"),
        figshare(f"{WORK}.v1", "2023-01-01"),
        figshare(f"{WORK}.v2", "2023-02-01"),
    ]
    days = ((1, datetime(2023, 1, 1, tzinfo=UTC)), (2, datetime(2023, 2, 1, tzinfo=UTC)))
    assert versions_in_every_order(records, "posted_at") == {days}
