from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Event
from ingest.errors import AlreadyHarvesting, SourceUnavailable
from ingest.harvests import intake, scheduled_fetches
from ingest.harvests import run as harvest_run
from ingest.harvests.run import Asked, Run, harvest, only_one, run_due
from ingest.models import Harvest, Reject, ScheduledFetch, Shelved, Source
from ingest.sources.base import HarvestPage, Ref, Rejected
from ingest.tasks import harvest_due, run_scheduled_fetches
from preprints.models import Preprint, Version
from preprints.record import DeclaredVersion, RecordLocation
from tests.factories.times import NOW, POSTED
from tests.preprints.test_store_record import RECORD

pytestmark = pytest.mark.django_db


def works(*numbers, **fields):
    return tuple(
        replace(
            RECORD,
            location=RecordLocation(
                "arxiv", f"2601.{n:05d}", f"https://arxiv.org/abs/2601.{n:05d}"
            ),
            title=f"Work {n}",
            **fields,
        )
        for n in numbers
    )


class Pages:
    """A source of given pages; `asked` holds what it was asked with. An error is raised."""

    def __init__(self, *pages):
        self.given, self.asked = pages, []

    def pages(self, window, cursor, client, recall):
        self.asked.append((window, dict(cursor)))
        self.recall = recall
        for number, page in enumerate(self.given):
            if number < cursor.get("next", 0):
                continue
            if isinstance(page, Exception):
                raise page
            yield replace(page, cursor={"next": number + 1})


@pytest.fixture
def source():
    found = Source.objects.get(slug="arxiv")
    found.options = {}
    found.is_paused = False
    found.save()
    return found


@pytest.fixture
def give(monkeypatch):
    def give(*pages):
        adapter = Pages(*pages)
        monkeypatch.setattr(harvest_run, "adapter_for", lambda source: adapter)
        return adapter

    return give


def page(*records, **fields):
    return HarvestPage(cursor={}, records=records, done=len(records), **fields)


def test_all_pages_are_stored_and_counted(source, give):
    give(page(*works(1, 2), total=3), page(*works(3), total=3))
    done = harvest(Run(source))
    assert (done.state, done.error, done.pages, done.expected) == ("done", "", 2, 3)
    assert (done.tally["new"], done.tally.get("known", 0)) == (3, 0)
    assert Preprint.objects.count() == 3


def test_an_interrupted_harvest_goes_on_after_its_last_stored_page(source, give):
    adapter = give(page(*works(1)), SourceUnavailable("HTTP 503"))
    failed = harvest(Run(source))
    assert (failed.state, Preprint.objects.count()) == ("failed", 1)
    assert "HTTP 503" in failed.error
    adapter.given = (page(*works(1)), page(*works(2)))
    done = harvest(Run(source))
    assert (done.pk, done.state) == (failed.pk, "done")
    assert adapter.asked[-1][1] == {"next": 1}
    assert Preprint.objects.count() == 2


def test_a_second_harvest_begins_a_day_before_the_first_one_began(source, give):
    adapter = give(page(*works(1)))
    first = harvest(Run(source))
    events = Event.objects.count()
    second = harvest(Run(source))
    assert second.pk != first.pk
    assert adapter.asked[1][0].since == (first.started_at - timedelta(days=1)).date()
    assert second.tally.get("known") == 1
    assert Event.objects.count() == events


def test_a_harvest_of_other_days_does_not_move_the_incremental_one(source, give):
    give(page(*works(1)))
    harvest(Run(source, Asked(since=POSTED.date())))
    source.refresh_from_db()
    assert source.cursor == {}


def test_each_set_is_walked_and_remembered(source, give):
    source.options = {"sets": ["cs:cs:AI", "stat:stat:ML"]}
    source.save()
    adapter = give(page(*works(1)))
    assert harvest(Run(source)).state == "done"
    assert [window.set for window, _ in adapter.asked] == ["cs:cs:AI", "stat:stat:ML"]


def test_a_slice_ends_after_a_page_and_the_next_goes_on(source, give):
    adapter = give(page(*works(1)), page(*works(2)))
    assert harvest(Run(source, may_go_on=lambda: False)).state == "running"
    assert Preprint.objects.count() == 1
    assert harvest(Run(source)).state == "done"
    assert adapter.asked[1][1] == {"next": 1}
    assert Preprint.objects.count() == 2


def test_a_limit_ends_the_harvest(source, give):
    give(page(*works(1, 2, 3)), page(*works(4)))
    done = harvest(Run(source, Asked(limit=2)))
    assert (done.state, Preprint.objects.count()) == ("done", 2)


def test_a_dry_run_stores_nothing(source, give):
    give(page(*works(1, 2)))
    done = harvest(Run(source, is_dry=True))
    assert done.tally["seen"] == 2
    assert not Harvest.objects.exists()
    assert not Preprint.objects.exists()


def test_two_harvests_of_one_source_do_not_run_at_once(source, give, second_connection):
    give(page(*works(1)))
    second_connection.execute("SELECT pg_advisory_lock(hashtextextended('harvest arxiv', 2))")
    with pytest.raises(AlreadyHarvesting):
        harvest(Run(source))
    with only_one("lesswrong"):
        pass


@pytest.mark.parametrize(
    ("task", "lock"),
    [(harvest_due, "all that is due"), (run_scheduled_fetches, "all scheduled fetches")],
)
def test_each_task_runs_once_at_a_time(task, lock, source, give, monkeypatch, second_connection):
    """Else those of minute after minute would take all places of a worker."""
    Source.objects.exclude(pk=source.pk).update(is_paused=True)
    at_work = []
    give(page(*works(1)))
    monkeypatch.setattr(
        scheduled_fetches, "run_scheduled_fetches", lambda *a, **o: at_work.append(1) or {"x": 1}
    )
    key = f"hashtextextended('harvest {lock}', 2)"
    second_connection.execute(f"SELECT pg_advisory_lock({key})")
    assert task() == 0
    assert not at_work
    assert not Harvest.objects.exists()
    second_connection.execute(f"SELECT pg_advisory_unlock({key})")
    assert task() == 1


def test_an_unexpected_error_ends_one_harvest_and_the_others_continue(source, give):
    other = Source.objects.get(slug="lesswrong")
    for one, due in ((source, timedelta(days=1)), (other, timedelta(hours=1))):
        Source.objects.filter(pk=one.pk).update(is_paused=False, next_run_at=NOW - due)
    Source.objects.exclude(pk__in=[source.pk, other.pk]).update(is_paused=True)
    give(KeyError("surprise"))
    assert harvest_due() == 0
    ends = Harvest.objects.order_by("source").values_list("source__slug", "state", "error")
    assert list(ends) == [
        ("arxiv", "failed", "KeyError: 'surprise'"),
        ("lesswrong", "failed", "KeyError: 'surprise'"),
    ]
    assert not harvest_run.due_sources(timezone.now()), "nor is it tried again at once"


def test_a_harvest_ends_after_the_page_during_which_an_editor_pauses_it(source, give, monkeypatch):
    give(page(*works(1)), page(*works(2)))
    store_page = intake.store_page

    def pause_meanwhile(*arguments, **options):
        Source.objects.filter(pk=source.pk).update(is_paused=True)
        return store_page(*arguments, **options)

    monkeypatch.setattr(intake, "store_page", pause_meanwhile)
    assert run_due(source, may_go_on=lambda: True).state == "running"
    assert Preprint.objects.count() == 1
    assert run_due(source, may_go_on=lambda: True) is None
    assert Preprint.objects.count() == 1


def test_a_malformed_record_is_kept_as_reject_and_the_rest_is_stored(source, give):
    broken = Rejected("2601.00009", b"<record/>", "it has no title")
    give(page(*works(*range(1, 9)), rejected=(broken,)))
    done = harvest(Run(source))
    assert (done.state, done.tally["new"], done.tally["rejected"]) == ("done", 8, 1)
    reject = Reject.objects.get()
    assert (bytes(reject.content), reject.reason) == (b"<record/>", "it has no title")


def test_a_record_refused_by_the_database_does_not_block_the_others(source, give):
    (bad,) = works(3, licence="x")
    bad = replace(bad, location=RecordLocation("arxiv", "2601.00003", "https://x/" + "y" * 1200))
    give(page(*works(1, 2), bad))
    done = harvest(Run(source))
    assert (done.state, done.tally["new"], done.tally["rejected"]) == ("done", 2, 1)
    assert Reject.objects.get().external_id == "2601.00003"


def test_a_page_of_which_a_fifth_cannot_be_read_stops_the_harvest(source, give):
    broken = tuple(Rejected(f"{n}", f"{n}".encode(), "no title") for n in range(3))
    give(page(*works(*range(1, 10)), rejected=broken))
    done = harvest(Run(source))
    assert done.state == "failed"
    assert "3 of 12 records" in done.error
    assert not Preprint.objects.exists()


def test_a_source_that_would_withdraw_many_known_works_is_stopped(source, give):
    give(page(*works(*range(1, 21))))
    harvest(Run(source))
    gone = {
        "source_version": "v2",
        "is_withdrawn": True,
        "posted_at": POSTED + timedelta(days=3),
    }
    adapter = give(page(*works(*range(1, 11), **gone), *works(*range(11, 21))))
    stopped = harvest(Run(source))
    assert stopped.state == "stopped"
    assert "10 of 20 known works" in stopped.error
    source.refresh_from_db()
    assert source.is_paused
    assert not Preprint.objects.filter(status="withdrawn").exists()
    source.is_allowed_once = True
    source.save()
    assert harvest(Run(source)).state == "done"
    assert Preprint.objects.filter(status="withdrawn").count() == 10
    source.refresh_from_db()
    assert not source.is_allowed_once
    assert len(adapter.asked) == 2


def test_many_new_versions_do_not_stop_the_source(source, give):
    give(page(*works(*range(1, 21))))
    harvest(Run(source))
    newer = {"source_version": "v2", "posted_at": POSTED + timedelta(days=3)}
    give(page(*works(*range(1, 21), **newer)))
    done = harvest(Run(source))
    assert (done.state, done.tally["versions"]) == ("done", 20)


def test_announced_works_become_scheduled_fetches_once(source, give):
    ref = Ref("arxiv", "2601.00007", 2, "https://arxiv.org/abs/2601.00007")
    give(page(refs=(ref, ref)))
    harvest(Run(source))
    harvest(Run(source))
    scheduled = ScheduledFetch.objects.get()
    assert (scheduled.why, scheduled.version) == ("announced", 2)


def test_earlier_versions_listed_by_the_source_are_scheduled(source, give):
    history = tuple(DeclaredVersion(f"v{n}", POSTED) for n in (1, 2, 3))
    give(page(*works(1, source_version="v3", history=history)))
    harvest(Run(source))
    scheduled_fetches = ScheduledFetch.objects.filter(why="version").values_list(
        "version", flat=True
    )
    assert sorted(scheduled_fetches) == [1, 2]
    assert Version.objects.get().number == 3


@pytest.mark.parametrize("digits", [12, 5000])
def test_an_impossible_version_number_is_not_scheduled_and_the_page_is_stored(digits, source, give):
    history = (DeclaredVersion("v1", POSTED), DeclaredVersion("v" + "9" * digits, POSTED))
    give(page(*works(1, source_version="v1", history=history)))
    assert harvest(Run(source)).state == "done"
    assert not ScheduledFetch.objects.exists()
    assert Version.objects.count() == 1


def test_what_the_first_pass_shelves_the_second_reads_and_deletes(source, give):
    shelving = page(shelved={"2601.00001": [["Ada Example", ""]], "2601.00002": []})
    adapter = give(shelving, page(*works(1)))
    harvest(Run(source))
    assert list(Shelved.objects.values_list("external_id", flat=True)) == ["2601.00002"]
    assert adapter.recall(["2601.00002"]) == {"2601.00002": []}


def test_a_page_and_its_cursor_are_stored_together_or_not_at_all(source, give, monkeypatch):
    adapter = give(page(*works(1)), page(*works(2)))
    write = harvest_run._write

    def fail_on_second(job, *fields):
        if job.pages == 2 and "cursor" in fields:
            raise KeyboardInterrupt
        write(job, *fields)

    monkeypatch.setattr(harvest_run, "_write", fail_on_second)
    with pytest.raises(KeyboardInterrupt):
        harvest(Run(source))
    assert Preprint.objects.count() == 1
    monkeypatch.setattr(harvest_run, "_write", write)
    assert harvest(Run(source)).state == "done"
    assert adapter.asked[-1][1] == {"next": 1}
    assert Preprint.objects.count() == Event.objects.count() == 2


def test_a_feed_continues_with_the_validators_of_the_last_run(source, give):
    source.adapter = "feed"
    source.save()
    adapter = give(page(*works(1)))
    harvest(Run(source))
    harvest(Run(source))
    assert adapter.asked[1] == (adapter.asked[0][0], {"next": 1})
    assert adapter.asked[0][0].since is None
    harvest(Run(source))
    assert adapter.asked[2][1] == {"next": 1}


def test_a_page_of_more_works_than_any_source_sends_is_not_stored(source, give, monkeypatch):
    monkeypatch.setattr(intake, "MOST_ITEMS_A_PAGE", 3)
    refs = (Ref("arxiv", "2601.00009", None, "https://arxiv.org/abs/2601.00009"),)
    rejected = (Rejected("x", b"x", "It is broken."),)
    give(page(*works(1), refs=refs, rejected=rejected), page(*works(2, 3), refs=refs * 2))
    failed = harvest(Run(source))
    assert (failed.state, failed.pages, failed.tally["new"]) == ("failed", 1, 1)
    assert "a page of 4 works" in failed.error
    assert Preprint.objects.count() == 1
