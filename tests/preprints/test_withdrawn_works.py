"""Of a work's versions the newest says whether it is withdrawn, in whatever order they come."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from django.db import transaction

from preprints.duplicates.merge import merge_preprints
from preprints.duplicates.undo import undo_merge
from preprints.models import Preprint
from preprints.record import Record, RecordAuthor, RecordLocation
from preprints.services import set_status, store_record
from preprints.storing import store_records
from tests.factories.times import NOW, POSTED

pytestmark = pytest.mark.django_db


def doi(number):
    name = f"10.5555/lagoons/v{number}"
    return RecordLocation("doi", name, f"https://doi.org/{name}")


def version(number, *, is_withdrawn=False):
    return Record(
        location=doi(number),
        title=f"Lagoons, part {number}",
        authors=(RecordAuthor("Ada Example"),),
        posted_at=POSTED + timedelta(days=number),
        first_posted_at=POSTED + timedelta(days=number),
        abstract="We count.",
        source_version=f"v{number}",
        is_withdrawn=is_withdrawn,
        other_locations=tuple(map(doi, range(1, number))),
    )


BYSTANDER = replace(
    version(1, is_withdrawn=True),
    title="Another work",
    location=RecordLocation("arxiv", "2601.90001", "https://arxiv.org/abs/2601.90001"),
)


def status():
    return Preprint.objects.exclude(locations__source="arxiv").get(merged_into=None).status


def statuses_in_every_order(records):
    """What becomes of the work, for each order of its records; one by one and in one batch."""
    found = set()
    for order in permutations(records):
        for batches in ([[record] for record in order], [list(order)]):
            with transaction.atomic():
                for batch in batches:
                    store_records(batch, now=NOW)
                found.add(status())
                transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(
    ("withdrawn", "expected"),
    [((1,), "listed"), ((2,), "listed"), ((1, 2), "listed"), ((3,), "withdrawn"), ((), "listed")],
)
def test_the_newest_version_says_whether_the_work_is_withdrawn(withdrawn, expected):
    store_record(BYSTANDER, now=NOW)
    records = [version(number, is_withdrawn=number in withdrawn) for number in (1, 2, 3)]
    assert statuses_in_every_order(records) == {expected}
    assert Preprint.objects.get(locations__source="arxiv").status == "withdrawn"


@pytest.mark.parametrize(
    ("before", "after"),
    [("listed", "listed"), ("under-review", "under-review"), ("reviewed", "revised")],
)
def test_a_work_that_comes_back_has_the_status_that_it_had(before, after):
    preprint = store_record(version(1), now=NOW).preprint
    Preprint.objects.update(status=before)
    store_record(version(2, is_withdrawn=True), now=NOW)
    assert status() == "withdrawn"
    assert store_record(version(3), now=NOW).preprint == preprint
    assert status() == after


def test_a_notice_under_the_label_of_the_version_is_overtaken_too():
    store_record(version(1), now=NOW)
    store_record(version(1, is_withdrawn=True), now=NOW)
    assert status() == "withdrawn"
    store_record(version(2), now=NOW)
    assert status() == "listed"
    store_record(version(1, is_withdrawn=True), now=NOW)
    assert status() == "listed"


def test_what_the_journal_does_meanwhile_shows_once_the_work_is_back():
    bystander = store_record(BYSTANDER, now=NOW).preprint
    preprint = store_record(version(1), now=NOW).preprint
    Preprint.objects.filter(pk=preprint.pk).update(status="under-review")
    store_record(version(2, is_withdrawn=True), now=NOW)
    with transaction.atomic():
        set_status(preprint, "reviewed", now=NOW)
    # What the caller holds is what the database holds.
    assert (preprint.status, preprint.status_before_withdrawal) == ("withdrawn", "reviewed")
    assert status() == "withdrawn"
    store_record(version(3), now=NOW)
    assert status() == "revised"
    bystander.refresh_from_db()
    assert (bystander.status, bystander.status_before_withdrawal) == ("withdrawn", "listed")


@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_a_retraction_stays_whatever_the_source_posts(is_withdrawn):
    store_record(version(1), now=NOW)
    Preprint.objects.update(status="retracted")
    store_record(version(1, is_withdrawn=True), now=NOW)
    assert status() == "retracted"
    store_record(version(2, is_withdrawn=is_withdrawn), now=NOW)
    assert status() == "retracted"


def test_no_act_of_the_journal_moves_a_work_out_of_its_retraction():
    retracted = store_record(version(1), now=NOW).preprint
    Preprint.objects.filter(pk=retracted.pk).update(status="retracted", selected_for="Issue 1")
    before = Preprint.objects.filter(pk=retracted.pk).values().get()
    later = NOW + timedelta(days=1)
    with transaction.atomic():
        set_status(retracted, "selected", now=later, selected_for="Issue 2")
    assert Preprint.objects.filter(pk=retracted.pk).values().get() == before
    assert (retracted.status, retracted.selected_for) == ("retracted", "Issue 1")
    other = store_record(BYSTANDER, now=NOW).preprint
    Preprint.objects.filter(pk=other.pk).update(status="reviewed")
    with transaction.atomic():
        set_status(other, "selected", now=later, selected_for="Issue 2")
    other.refresh_from_db()
    assert (other.status, other.status_at, other.selected_for) == ("selected", later, "Issue 2")


def alone(record):
    """Stored without the places that make one work of them, as the sources may forget."""
    return store_record(replace(record, other_locations=()), now=NOW).preprint


@pytest.mark.parametrize("older_is_kept", [True, False])
@pytest.mark.parametrize(
    ("is_older_withdrawn", "is_newer_withdrawn", "expected"),
    [(True, False, "listed"), (False, True, "withdrawn"), (True, True, "withdrawn")],
)
def test_of_two_that_are_merged_the_newest_version_counts(
    is_older_withdrawn, is_newer_withdrawn, expected, older_is_kept
):
    bystander = store_record(BYSTANDER, now=NOW).preprint
    older = alone(version(1, is_withdrawn=is_older_withdrawn))
    newer = alone(version(2, is_withdrawn=is_newer_withdrawn))
    were = older.status, newer.status
    kept, merged = (older, newer) if older_is_kept else (newer, older)
    merge = merge_preprints(kept.pk, merged.pk, reason="One work", now=NOW)
    assert status() == expected
    undo_merge(merge, now=NOW)
    older.refresh_from_db(), newer.refresh_from_db(), bystander.refresh_from_db()
    assert (older.status, newer.status, bystander.status) == (*were, "withdrawn")


@pytest.mark.parametrize("retracted_is_kept", [True, False])
@pytest.mark.parametrize("other_status", ["listed", "reviewed", "withdrawn"])
def test_a_retraction_is_not_lost_in_a_merge(other_status, retracted_is_kept):
    retracted, other = alone(version(1)), alone(version(2))
    Preprint.objects.filter(pk=retracted.pk).update(status="retracted")
    Preprint.objects.filter(pk=other.pk).update(status=other_status)
    kept, merged = (retracted, other) if retracted_is_kept else (other, retracted)
    merge = merge_preprints(kept.pk, merged.pk, reason="One work", now=NOW)
    assert status() == "retracted"
    undo_merge(merge, now=NOW)
    retracted.refresh_from_db(), other.refresh_from_db()
    assert (retracted.status, other.status) == ("retracted", other_status)


@pytest.mark.parametrize("withdrawn_is_kept", [True, False])
def test_a_withdrawal_since_the_merge_stays_with_its_own_work(withdrawn_is_kept):
    withdrawn, other = alone(version(1)), alone(version(2))
    kept, merged = (withdrawn, other) if withdrawn_is_kept else (other, withdrawn)
    merge = merge_preprints(kept.pk, merged.pk, reason="One work", now=NOW)
    notice = replace(version(3, is_withdrawn=True), location=doi(1), other_locations=())
    store_record(notice, now=NOW)
    assert status() == "withdrawn"
    undo_merge(merge, now=NOW)
    withdrawn.refresh_from_db(), other.refresh_from_db()
    assert (withdrawn.status, other.status) == ("withdrawn", "listed")
    assert withdrawn.current_version.is_withdrawn
