"""Which works are checked at their source, and when."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Event
from ingest.errors import ChallengePage, SourceUnavailable, UnexpectedAnswer, WorkNotFound
from ingest.harvests import scheduled_fetches
from ingest.harvests.scheduled_fetches import run_scheduled_fetches
from ingest.harvests.submitted_works import next_check_at, schedule_submitted_works
from ingest.http.hosts import Pace
from ingest.http.pacing import note_failure
from ingest.models import FetchStop, Harvest, ScheduledFetch, Source
from ingest.services import checks
from preprints.duplicates.merge import merge_preprints
from preprints.duplicates.undo import undo_merge
from preprints.models import Location, Preprint, Version
from preprints.record import RecordLocation
from preprints.storing import store_records
from tests.factories.accounts import UserFactory
from tests.factories.preprints import LocationFactory, PreprintFactory, VersionFactory
from tests.factories.times import NOW, POSTED
from tests.ingest.checked_works import make_due
from tests.ingest.test_scheduled_fetches import POST
from tests.preprints.test_store_record import RECORD

pytestmark = pytest.mark.django_db

DAY, WEEK = timedelta(days=1), timedelta(days=7)
ARXIV_ID = RECORD.location.external_id


class Many:
    """A source of arXiv's works that answers for several at once; `says` what, by their ids."""

    key, most_at_once = "arxiv", 100
    pace = Pace(key="arxiv")

    def __init__(self):
        self.says, self.fails, self.asked = {}, None, []

    def fetch(self, ref, client):
        answer = self.fetch_many([ref], client)[ref]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def fetch_many(self, refs, client):
        self.asked.append(sorted(ref.external_id for ref in refs))
        if self.fails is not None:
            raise self.fails
        return {ref: self.says.get(ref.external_id, work(ref.external_id)) for ref in refs}


def work(external_id, **fields):
    place = RecordLocation("arxiv", external_id, f"https://arxiv.org/abs/{external_id}")
    return replace(RECORD, location=place, title=f"Of {external_id}", **fields)


@pytest.fixture
def source(monkeypatch):
    many = Many()
    monkeypatch.setattr(scheduled_fetches, "ADAPTERS", {"arxiv": many})
    return many


def listed(count=1, status="submitted"):
    records = [work(f"2611.{number:05d}") for number in range(count)]
    store_records(records, now=NOW)
    Preprint.objects.update(status=status)
    schedule_submitted_works(now=NOW)


def set_status(status, **fields):
    Preprint.objects.update(status=status, **fields)
    schedule_submitted_works(now=NOW)


def scheduled():
    return list(ScheduledFetch.objects.order_by("pk").values_list("why", "every_hours"))


@pytest.mark.parametrize(
    ("status", "hours"),
    [
        ("listed", None),
        ("submitted", 24),
        ("under-review", 24),
        ("reviewed", 168),
        ("revised", 168),
        ("selected", 168),
        ("final", 168),
        ("withdrawn", None),
        ("retracted", None),
        ("declined", None),
        ("lapsed", None),
    ],
)
def test_the_status_of_a_work_says_how_often_it_is_checked(status, hours):
    listed(status=status)
    assert scheduled() == ([("submission", hours)] if hours else [])


def test_a_withdrawn_work_that_was_submitted_is_checked_for_it_may_come_back():
    listed()
    set_status("withdrawn", status_before_withdrawal="under-review")
    assert scheduled() == [("submission", 168)]


def test_every_status_is_decided_on():
    decided = {"listed", "submitted", "under-review", "reviewed", "revised", "selected", "final"}
    assert set(Preprint.Status.values) == decided | {"withdrawn", "retracted", "declined", "lapsed"}


def test_a_work_is_checked_no_more_once_it_is_declined():
    listed(2)
    Preprint.objects.filter(pk=Preprint.objects.earliest("pk").pk).update(status="listed")
    schedule_submitted_works(now=NOW)
    assert list(ScheduledFetch.objects.values_list("external_id", flat=True)) == ["2611.00001"]


def test_a_post_is_watched_on_when_it_is_checked_no_more():
    scheduled_fetches.watch_new([POST], store_records([POST], now=NOW), now=NOW)
    set_status("submitted")
    assert scheduled() == [("watch", 24)]
    set_status("listed")
    assert scheduled() == [("watch", None)]


def test_a_work_that_was_announced_and_given_up_is_checked_once_it_is_submitted():
    fields = {"why": "announced", "url": "https://x/", "due_at": NOW, "failed_at": NOW}
    ScheduledFetch.objects.create(source="arxiv", external_id="2611.00000", **fields)
    listed()
    assert scheduled() == [("submission", 24)]
    assert ScheduledFetch.objects.get().failed_at is None


def test_a_place_that_no_version_was_seen_at_is_not_checked():
    preprint = PreprintFactory(status="submitted", version=None)
    seen = preprint.locations.get()
    VersionFactory(preprint=preprint, location=seen)
    LocationFactory(preprint=preprint, source="doi", external_id="10.5555/1", is_canonical=False)
    schedule_submitted_works(now=NOW)
    assert ScheduledFetch.objects.get().external_id == seen.external_id


def test_the_main_place_is_checked_where_nobody_kept_the_places_of_versions():
    preprint = PreprintFactory(status="submitted")
    LocationFactory(preprint=preprint, source="doi", external_id="10.5555/1", is_canonical=False)
    schedule_submitted_works(now=NOW)
    assert ScheduledFetch.objects.get().source == "arxiv"


def test_both_places_of_merged_works_are_checked_and_one_after_the_merge_is_undone():
    kept = store_records([RECORD], now=NOW)[0].preprint_id
    merged = store_records([work("2611.1")], now=NOW)[0].preprint_id
    Preprint.objects.filter(pk=kept).update(status="submitted")
    merge = merge_preprints(kept, merged, reason="One work", now=NOW)
    schedule_submitted_works(now=NOW)
    names = ScheduledFetch.objects.order_by("pk").values_list("external_id", flat=True)
    assert list(names.all()) == [ARXIV_ID, "2611.1"]
    undo_merge(merge, now=NOW)
    schedule_submitted_works(now=NOW)
    assert list(names.all()) == [ARXIV_ID]


def test_a_work_made_up_for_the_demo_is_not_asked_for():
    preprint = PreprintFactory(status="submitted")
    preprint.locations.update(source="demo")
    schedule_submitted_works(now=NOW)
    assert not ScheduledFetch.objects.exists()


def test_a_work_that_is_under_review_again_is_checked_sooner():
    listed(status="reviewed")
    before = ScheduledFetch.objects.get()
    ScheduledFetch.objects.update(due_at=NOW + WEEK)
    set_status("under-review")
    after = ScheduledFetch.objects.get()
    assert (before.pk, after.every_hours) == (after.pk, 24)
    assert after.due_at <= NOW + timedelta(hours=36)


def test_works_are_scheduled_once_however_often_they_are_looked_for(
    django_assert_max_num_queries,
):
    listed(3)
    before = list(ScheduledFetch.objects.order_by("pk").values())
    with django_assert_max_num_queries(6):
        schedule_submitted_works(now=NOW + DAY)
    assert list(ScheduledFetch.objects.order_by("pk").values()) == before


def test_the_checks_of_many_works_are_spread_over_the_day():
    hours = [0] * 24
    for number in range(2400):
        due_at = next_check_at(f"arxiv:2611.{number:05d}", DAY, NOW)
        assert DAY / 2 <= due_at - NOW < DAY * 1.5
        hours[due_at.hour] += 1
    assert min(hours) > 60
    assert max(hours) < 150


def test_a_work_is_checked_once_an_interval_at_its_own_time_of_day():
    first = next_check_at("arxiv:2611.1", DAY, NOW)
    assert next_check_at("arxiv:2611.1", DAY, first + timedelta(minutes=3)) == first + DAY
    # A check that came early moves nothing.
    assert next_check_at("arxiv:2611.1", DAY, first - timedelta(hours=6)) == first + DAY


def due_one_and_soon(*hours):
    """The first work is due, the others in so many hours."""
    for number, wait in enumerate((-0.1, *hours)):
        ScheduledFetch.objects.filter(external_id=f"2611.{number:05d}").update(
            due_at=timezone.now() + timedelta(hours=wait)
        )


def test_one_request_asks_for_what_is_due_soon_as_well(source):
    listed(4)
    due_one_and_soon(1, 5.9, 6.1)
    assert run_scheduled_fetches(None) == {"arxiv": 3}
    assert source.asked == [["2611.00000", "2611.00001", "2611.00002"]]
    due = ScheduledFetch.objects.exclude(external_id="2611.00003").values_list("due_at", flat=True)
    assert min(due) > timezone.now() + timedelta(hours=11)


def test_nothing_is_asked_for_before_something_is_due(source):
    listed(2)
    due_one_and_soon(1)
    ScheduledFetch.objects.update(due_at=timezone.now() + timedelta(hours=1))
    assert run_scheduled_fetches(None) == {}
    assert source.asked == []


def test_what_another_worker_has_or_what_waits_for_a_reason_is_not_asked_for_early(source):
    listed(4)
    due_one_and_soon(0.1, 3, 3)
    ScheduledFetch.objects.filter(external_id="2611.00002").update(attempts=1)
    ScheduledFetch.objects.filter(external_id="2611.00003").update(missed_at=timezone.now())
    run_scheduled_fetches(None)
    assert source.asked == [["2611.00000"]]


def test_a_paused_source_is_asked_for_submitted_works_alone(source):
    listed(2)
    first = Preprint.objects.earliest("pk")
    Preprint.objects.filter(pk=first.pk).update(status="listed")
    ScheduledFetch.objects.create(
        source="arxiv", external_id="2611.9", why="announced", url="https://x/", due_at=NOW
    )
    arxiv = Source.objects.get(slug="arxiv")
    Harvest.objects.create(source=arxiv, state="done", started_at=NOW, advanced_at=NOW)
    make_due()
    run_scheduled_fetches(None)
    assert source.asked == [["2611.00001"]]


def test_a_stopped_source_is_not_asked_even_for_submitted_works(source):
    listed()
    Source.objects.filter(slug="arxiv").update(is_stopped=True)
    make_due()
    assert run_scheduled_fetches(None) == {}


def test_a_resting_host_is_not_asked_and_nothing_counts_as_tried(source):
    listed()
    make_due()
    note_failure("arxiv", ChallengePage("HTTP 403"), timezone.now())
    run_scheduled_fetches(None)
    assert source.asked == []
    assert ScheduledFetch.objects.get().attempts == 0


def test_a_source_that_fails_is_asked_less_and_less_often_and_then_again_as_usual(source):
    listed()
    source.fails = SourceUnavailable("HTTP 503")
    pauses = []
    for _try in range(3):
        make_due()
        run_scheduled_fetches(None)
        pauses.append(ScheduledFetch.objects.get().due_at - timezone.now())
    assert pauses[0] < pauses[1] < pauses[2]
    one = ScheduledFetch.objects.get()
    assert (one.attempts, one.last_error) == (3, "The site does not answer: HTTP 503")
    assert (one.checked_at, one.failed_at) == (None, None)
    source.fails = None
    make_due()
    run_scheduled_fetches(None)
    one = ScheduledFetch.objects.get()
    assert (one.attempts, one.last_error) == (0, "")
    assert one.checked_at is not None


def test_all_works_of_a_source_wait_as_long_as_it_asks(source):
    listed(60)  # more than one request asks for
    other = ScheduledFetch.objects.create(
        source="zenodo",
        external_id="1",
        why="submission",
        url="https://x/",
        due_at=NOW,
        every_hours=24,
    )
    source.fails = SourceUnavailable("HTTP 429")
    source.fails.asked_wait = 5 * 3600.0
    make_due()
    run_scheduled_fetches(None)
    of_arxiv = ScheduledFetch.objects.filter(source="arxiv")
    assert len(source.asked) == 1
    assert min(one.due_at for one in of_arxiv) > timezone.now() + timedelta(hours=4.9)
    assert not ScheduledFetch.objects.filter(pk=other.pk, due_at__gt=timezone.now()).exists()


def test_a_source_may_ask_for_a_day_at_most(source):
    listed()
    source.fails = SourceUnavailable("HTTP 429")
    source.fails.asked_wait = 900 * 3600.0
    make_due()
    run_scheduled_fetches(None)
    assert ScheduledFetch.objects.get().due_at < timezone.now() + timedelta(hours=25)


def test_a_check_that_is_killed_is_done_again_after_its_lease(source):
    listed()
    make_due()
    source.fails = SystemExit()
    with pytest.raises(SystemExit):
        run_scheduled_fetches(None)
    source.fails = None
    assert run_scheduled_fetches(None) == {}
    make_due()
    source.says = {"2611.00000": work("2611.00000", source_version="v2", posted_at=NOW)}
    run_scheduled_fetches(None)
    run_scheduled_fetches(None)
    assert Version.objects.count() == 2


def test_a_work_that_stays_away_counts_once_towards_a_mass_change(source):
    """Else works that are gone for good would stop the others at every check."""
    listed(12)
    source.says = {f"2611.{number:05d}": WorkNotFound("away") for number in range(2)}
    for _day in range(2):
        make_due(1)
        run_scheduled_fetches(None)
    assert Location.objects.filter(gone_since__isnull=False).count() == 2
    for _day in range(5):
        make_due(1)
        run_scheduled_fetches(None)
    source.says["2611.00002"] = WorkNotFound("away")
    for _day in range(2):
        make_due(1)
        run_scheduled_fetches(None)
    assert Location.objects.filter(gone_since__isnull=False).count() == 3
    assert not FetchStop.objects.exists()
    assert Event.objects.filter(kind="location.gone").count() == 3


def test_many_withdrawals_at_once_stop_the_works_of_a_paused_source_until_allowed(source):
    listed(12)
    withdrawn = {
        f"2611.{number:05d}": work(f"2611.{number:05d}", source_version="v2", is_withdrawn=True)
        for number in range(12)
    }
    source.says = withdrawn
    make_due()
    run_scheduled_fetches(None)
    stop = FetchStop.objects.get()
    assert "12 are gone, withdrawn or empty" in stop.reason
    assert not Source.objects.filter(is_stopped=True).exists()
    assert Version.objects.count() == 12
    make_due()
    assert run_scheduled_fetches(None) == {}
    editor = UserFactory(editor=True)
    checks.allow_changes("arxiv", by=editor, now=timezone.now())
    checks.allow_changes("arxiv", by=editor, now=timezone.now())
    assert Event.objects.filter(kind="source.changes_allowed").count() == 1
    make_due()
    run_scheduled_fetches(None)
    assert set(Preprint.objects.values_list("status", flat=True)) == {"withdrawn"}
    assert Source.objects.get(slug="arxiv").is_paused


def test_one_record_that_cannot_be_read_does_not_touch_the_others(source):
    listed(2)
    source.says = {
        "2611.00000": UnexpectedAnswer("no title"),
        "2611.00001": work("2611.00001", source_version="v2", posted_at=POSTED + DAY),
    }
    make_due()
    run_scheduled_fetches(None)
    assert Version.objects.count() == 3
    errors = ScheduledFetch.objects.order_by("pk").values_list("last_error", flat=True)
    assert list(errors) == ["The answer could not be read: no title", ""]
