"""A work is retracted where its source tells of a notice, and stays so."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events.models import Event, Outbox
from preprints.models import Preprint
from preprints.record import Record, RecordAuthor, RecordLocation
from preprints.storing import store_records
from tests.factories.times import NOW, POSTED

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
PLACE = RecordLocation("doi", "10.5555/lagoons", "https://doi.org/10.5555/lagoons")
WORK = Record(
    location=PLACE,
    title="On lagoons",
    authors=(RecordAuthor("Ada Example"),),
    posted_at=POSTED,
    first_posted_at=POSTED,
    abstract="We count.",
)
OTHER = replace(WORK, title="On dunes", location=replace(PLACE, external_id="10.5555/dunes"))
WITHDRAWN = replace(WORK, is_withdrawn=True)
RETRACTED = replace(WITHDRAWN, is_retracted=True)


@pytest.fixture(autouse=True)
def stored():
    store_records([WORK, OTHER], now=NOW)
    Preprint.objects.update(status="selected")


def of(record):
    return Preprint.objects.get(locations__external_id=record.location.external_id)


def now_is(*records):
    """Each comes alone; what becomes of the work, of its status before, and of the other work."""
    for record in records:
        store_records([record], now=LATER)
    work = of(WORK)
    assert of(OTHER).status == "selected"
    return work.status, work.status_before_withdrawal


def noted():
    return [event.kind for event in Event.objects.filter(kind__endswith="ed", at=LATER)]


@pytest.mark.parametrize("label", ["", "v1"])
@pytest.mark.parametrize("records", [[RETRACTED], [WITHDRAWN, RETRACTED, RETRACTED, WITHDRAWN]])
def test_a_retraction_is_noted_once_also_after_a_withdrawal_and_stays(label, records):
    if label:
        store_records([replace(WORK, source_version=label)], now=NOW)
    labelled = [replace(record, source_version=label) for record in records]
    assert now_is(*labelled) == ("retracted", "selected")
    assert noted().count("preprint.retracted") == 1
    event = Event.objects.get(kind="preprint.retracted")
    assert event.is_public
    assert event.data == {"source": "doi", "external_id": "10.5555/lagoons"}
    promised = Outbox.objects.filter(task="reviews.reopen_selected_work")
    assert {row.arguments["preprint_id"] for row in promised} == {of(WORK).pk}


def test_a_version_after_the_retraction_does_not_bring_the_work_back():
    newer = replace(WORK, title="On lagoons, again", posted_at=LATER)
    assert now_is(RETRACTED, newer) == ("retracted", "selected")


def test_a_withdrawal_alone_is_no_retraction():
    assert now_is(WITHDRAWN) == ("withdrawn", "selected")
    assert Event.objects.filter(kind="preprint.retracted").count() == 0
