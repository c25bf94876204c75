"""figshare gives a DOI to the work and one to each version; they may come in any order."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from django.db import transaction

from preprints.models import Version
from preprints.record import Record, RecordAuthor, RecordLocation
from preprints.storing import store_records
from tests.factories.times import NOW, POSTED

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


def labels_in_every_order(records):
    found = set()
    for order in permutations(records):
        with transaction.atomic():
            for one in order:
                store_records([one], now=NOW)
            versions = Version.objects.order_by("number")
            found.add(tuple(versions.values_list("number", "source_version")))
            transaction.set_rollback(True)
    return found


def test_a_version_is_not_there_twice_because_its_work_has_another_day():
    both = ((1, "v1"), (2, "v2"))
    assert labels_in_every_order([FIRST, SECOND, OF_THE_WORK]) == {both}


def test_of_two_works_each_keeps_its_versions():
    other = replace(record("10.6084/m9.figshare.7771", "v2", 33), other_locations=(doi(WORK),))
    assert labels_in_every_order([SECOND, other]) == {((2, "v2"), (3, "v2"))}
