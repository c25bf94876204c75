"""A withdrawal that its source takes back under the label that the version had all along."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events.models import Event, Outbox
from preprints.models import Preprint, Version
from preprints.record import DeclaredVersion, Record, RecordAuthor, RecordLocation
from preprints.services import set_status
from preprints.storing import store_records
from tests.factories.times import NOW, POSTED

pytestmark = pytest.mark.django_db
PLACE = RecordLocation("osf", "abc12", "https://osf.io/abc12")
ELSEWHERE = RecordLocation("doi", "10.5555/lagoons", "https://doi.org/10.5555/lagoons")
WORK = Record(
    location=PLACE,
    title="Lagoons",
    authors=(RecordAuthor("Ada Example"),),
    posted_at=POSTED,
    first_posted_at=POSTED,
    abstract="We count.",
    source_version="v1",
    other_locations=(ELSEWHERE,),
)
GONE = replace(WORK, is_withdrawn=True)
LATER = NOW + timedelta(days=30)
BYSTANDER = replace(
    GONE,
    title="Reeds",
    location=replace(PLACE, external_id="other"),
    other_locations=(),
)
EVENTS = ("preprint.withdrawn", "preprint.returned", "preprint.retracted")


def stored(*records, status="under-review"):
    """The work after these records, one after the other, submitted after the first."""
    store_records([BYSTANDER], now=NOW)
    store_records([records[0]], now=NOW)
    work = Preprint.objects.exclude(current_version__title="Reeds")
    if status:
        work.exclude(status="withdrawn").update(status=status)
    for record in records[1:]:
        store_records([record], now=LATER)
    return work.get()


def logged(work):
    of_work = Event.objects.filter(preprint_id=work.pk, kind__in=EVENTS).order_by("pk")
    return [kind.removeprefix("preprint.") for kind in of_work.values_list("kind", flat=True)]


def promised():
    kinds = ("reviews.notify_of_left_work", "reviews.notify_of_returned_work")
    return list(Outbox.objects.filter(task__in=kinds).order_by("pk").values_list("task", flat=True))


@pytest.mark.parametrize("status", ["listed", "under-review", "reviewed", "selected"])
def test_the_same_version_brings_the_work_back_to_the_status_that_it_had(status):
    work = stored(WORK, GONE, WORK, status=status)
    assert (work.status, work.status_before_withdrawal, work.status_at) == (status, "", LATER)
    assert (work.versions.count(), logged(work)) == (1, ["withdrawn", "returned"])
    assert Preprint.objects.get(current_version__title="Reeds").status == "withdrawn"
    event = Event.objects.get(kind="preprint.returned")
    assert event.data == {"source": "osf", "external_id": "abc12"}
    assert event.is_public


def test_whoever_is_mailed_that_it_left_is_promised_word_once_of_its_return():
    stored(WORK, GONE, WORK, WORK)
    left, back = "reviews.notify_of_left_work", "reviews.notify_of_returned_work"
    assert promised() == [left, back]


def test_it_leaves_and_comes_back_as_often_as_its_source_says():
    work = stored(WORK, GONE, WORK, GONE, GONE, WORK)
    assert logged(work) == ["withdrawn", "returned"] * 2
    assert work.status == "under-review"


def test_what_the_journal_did_meanwhile_shows_then():
    work = stored(WORK, GONE)
    set_status(work, "reviewed", now=LATER)
    store_records([WORK], now=LATER)
    work.refresh_from_db()
    assert work.status == "reviewed"


def test_a_version_that_was_stored_as_withdrawn_comes_back_as_another_of_its_label():
    second = replace(WORK, source_version="v2", posted_at=POSTED + timedelta(days=9))
    work = stored(WORK, replace(second, is_withdrawn=True), second, second)
    numbers = work.versions.order_by("number").values_list("source_version", "is_withdrawn")
    assert list(numbers) == [("v1", False), ("v2", True), ("v2", False)]
    assert (work.status, work.current_version.number) == ("under-review", 3)
    assert logged(work) == ["withdrawn", "returned"]
    store_records([replace(second, is_withdrawn=True)], now=LATER)
    work.refresh_from_db()
    assert (work.status, work.versions.count()) == ("withdrawn", 3)


def history(*withdrawn):
    return tuple(DeclaredVersion("v1", POSTED, is_withdrawn) for is_withdrawn in withdrawn)


OF_DOI = replace(WORK, location=ELSEWHERE, other_locations=(PLACE,))
KNOWS_LESS = {
    "another place of the work": [WORK, GONE, OF_DOI],
    "the place of the version, where another one withdrew it": [
        *(WORK, replace(OF_DOI, is_withdrawn=True), WORK)
    ],
    "a format without labels": [WORK, GONE, replace(WORK, source_version="")],
    "a format without the list of versions": [WORK, replace(GONE, history=history(True)), WORK],
    "an older version": [
        *(WORK, replace(GONE, source_version="v2", posted_at=LATER), replace(WORK, comment="New"))
    ],
    "a version that was withdrawn after a retraction": [
        *(WORK, replace(GONE, is_retracted=True), WORK)
    ],
}


@pytest.mark.parametrize("records", KNOWS_LESS.values(), ids=KNOWS_LESS)
def test_what_knows_less_takes_no_withdrawal_back(records):
    work = stored(*records)
    assert work.status == ("retracted" if records[1].is_retracted else "withdrawn")
    assert "returned" not in logged(work)


def test_the_list_of_versions_that_withdrew_it_takes_it_back():
    listed = replace(WORK, history=history(False))
    assert stored(WORK, replace(GONE, history=history(True)), listed).status == "under-review"


@pytest.mark.parametrize("records", [[WORK, GONE, WORK], [WORK, GONE, WORK, GONE]])
def test_in_one_batch_as_one_after_the_other(records):
    store_records(records, now=NOW)
    work = Preprint.objects.get()
    status = "withdrawn" if records[-1].is_withdrawn else "listed"
    assert (work.status, Version.objects.count()) == (status, 1)
    assert logged(work) == ["withdrawn", "returned", "withdrawn"][: len(records) - 1]


def test_a_new_version_that_withdraws_and_one_that_brings_back_are_logged_too():
    second = replace(GONE, source_version="v2", posted_at=POSTED + timedelta(days=1))
    third = replace(WORK, source_version="v3", posted_at=POSTED + timedelta(days=2))
    work = stored(WORK, second, third)
    assert logged(work) == ["withdrawn", "returned"]
    retracted = replace(second, source_version="v4", posted_at=LATER, is_retracted=True)
    store_records([retracted], now=LATER)
    assert logged(work) == ["withdrawn", "returned", "retracted"]
