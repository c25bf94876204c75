"""Editors choose what of a source is taken, also while it is being harvested."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from importlib import import_module

import pytest
from django.apps import apps

from events.models import Event
from ingest.errors import SetsChanged
from ingest.harvests import run as harvest_run
from ingest.harvests.run import Asked, Run, begin, harvest, run_due
from ingest.models import Harvest, Source
from ingest.services.sources import choose_sets
from ingest.sources.base import HarvestPage
from preprints.models import Preprint, Version
from preprints.record import RecordLocation
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW
from tests.preprints.test_store_record import RECORD

pytestmark = pytest.mark.django_db
AI, LG, ML = "cs:cs:AI", "cs:cs:LG", "stat:stat:ML"
SINCE = "2026-01-05"


@pytest.fixture
def editor():
    return UserFactory(editor=True)


@pytest.fixture
def source():
    source = Source.objects.get(slug="arxiv")
    source.options, source.cursor = {"sets": [AI, LG]}, {"since": SINCE}
    source.is_paused = False
    source.save()
    return source


@pytest.fixture
def choose(source, editor):
    """Choose other sets, as an editor does in a process of their own."""

    def choose(*sets):
        were = Source.objects.get(pk=source.pk).sets
        return choose_sets(source.pk, sets, instead_of=were, by=editor, now=NOW)

    return choose


def work(number):
    place = RecordLocation("arxiv", f"2601.{number:05d}", f"https://arxiv.org/abs/2601.{number}")
    return replace(RECORD, location=place, title=f"Work {number}")


class Sets:
    """A source with two works in each set, one a page. `asked`: sets, days and cursors, in turn."""

    works = {AI: (1, 2), LG: (2, 3), ML: (3, 4), "": (1, 2, 3, 4, 5)}

    def __init__(self):
        self.asked, self.before_last_page = [], lambda: None

    def pages(self, window, cursor, client, recall):
        self.asked.append((window.set, str(window.since), dict(cursor)))
        works = self.works[window.set]
        for place in range(cursor.get("next", 0), len(works)):
            if place == len(works) - 1:
                self.before_last_page()
            yield HarvestPage(cursor={"next": place + 1}, records=(work(works[place]),), done=1)


@pytest.fixture
def adapter(monkeypatch):
    adapter = Sets()
    monkeypatch.setattr(harvest_run, "adapter_for", lambda source: adapter)
    return adapter


def titles():
    return sorted(Version.objects.values_list("title", flat=True))


def test_a_harvest_begins_again_at_its_day_when_other_sets_are_chosen(source, choose, adapter):
    first = harvest(Run(source, may_go_on=lambda: False))
    choose(ML, AI)
    first.refresh_from_db()
    assert first.state == "dropped"
    source = Source.objects.get(pk=source.pk)
    assert source.cursor == {"since": SINCE}
    second = harvest(Run(source))
    assert (second.state, second.pk != first.pk) == ("done", True)
    assert adapter.asked[1:] == [(ML, SINCE, {}), (AI, SINCE, {})]
    assert titles() == ["Work 1", "Work 2", "Work 3", "Work 4"]
    assert Preprint.objects.count() == 4
    source.refresh_from_db()
    assert source.cursor == {"since": str((second.started_at - timedelta(days=1)).date())}


def test_the_first_harvest_of_a_source_keeps_its_day_too(source, choose):
    Source.objects.filter(pk=source.pk).update(cursor={})
    days = []
    for number in range(3):
        now = NOW + number * timedelta(days=3)
        found = Source.objects.get(pk=source.pk)
        days.append(begin(Run(found), now=now).window["since"])
        choose(ML, f"cs:cs:{number}")
    assert days == [str((NOW - timedelta(days=7)).date())] * 3


def test_sets_chosen_during_the_last_slice_do_not_let_the_next_begin_later(source, choose, adapter):
    adapter.before_last_page = partial(choose, ML)
    last = harvest(Run(source))
    assert last.state == "dropped"
    assert "changed or removed" in last.error
    assert Harvest.objects.get().state == "dropped"
    found = Source.objects.get(pk=source.pk)
    assert (found.cursor, found.sets) == ({"since": SINCE}, [ML])
    assert harvest(Run(found)).state == "done"
    assert adapter.asked[-1] == (ML, SINCE, {})


def test_sets_chosen_after_the_last_page_was_stored_keep_the_harvest_from_being_done(
    source, choose, adapter
):
    done = harvest(Run(source, Asked(limit=1), on_page=lambda harvest, page: choose(ML)))
    assert (done.state, Harvest.objects.get().state) == ("dropped", "dropped")


def test_a_harvest_on_schedule_stops_at_once_and_begins_anew_without_a_pause(
    source, choose, adapter
):
    adapter.before_last_page = partial(choose, ML)
    assert run_due(source, may_go_on=lambda: True).state == "dropped"
    assert titles() == ["Work 1"]
    found = Source.objects.get(pk=source.pk)
    assert found.next_run_at == source.next_run_at
    assert run_due(found, may_go_on=lambda: True).state == "done"
    assert adapter.asked[1:] == [(ML, SINCE, {})]


def test_sets_chosen_just_before_a_harvest_begins_are_those_it_takes(source, choose, adapter):
    choose(ML)
    harvest(Run(source))  # read from the database before
    assert [asked[0] for asked in adapter.asked] == [ML]


@pytest.mark.parametrize("state", ["failed", "stopped"])
def test_a_harvest_that_failed_is_not_taken_up_with_other_sets(state, source, choose, adapter):
    harvest(Run(source, may_go_on=lambda: False))
    Harvest.objects.update(state=state)
    choose(ML)
    harvest(Run(Source.objects.get(pk=source.pk)))
    assert adapter.asked[-1] == (ML, SINCE, {})


def test_a_harvest_asked_for_by_days_restarts_and_one_of_a_named_set_continues(
    source, choose, adapter
):
    days = Asked(since=NOW.date())
    by_name = Asked(set=LG, since=NOW.date())
    for asked in (days, by_name):
        harvest(Run(source, asked, may_go_on=lambda: False))
    choose(ML)
    source = Source.objects.get(pk=source.pk)
    for asked in (days, by_name):
        assert harvest(Run(source, asked)).state == "done"
    assert adapter.asked[2:] == [(ML, str(NOW.date()), {}), (LG, str(NOW.date()), {"next": 1})]


def test_a_finished_harvest_stays_finished(source, choose, adapter):
    harvest(Run(source))
    choose(ML)
    assert Harvest.objects.get().state == "done"


def test_no_sets_are_everything(source, choose, adapter):
    choose()
    harvest(Run(Source.objects.get(pk=source.pk)))
    assert adapter.asked == [("", SINCE, {})]


def test_the_event_log_records_who_chose_which_sets(choose, editor):
    choose(ML, AI)
    event = Event.objects.get(subject="source:arxiv")
    assert (event.kind, event.actor_id, event.is_public) == ("source.sets_chosen", editor.pk, False)
    assert event.data == {"sets": [ML, AI]}


def test_choosing_the_same_sets_twice_records_one_event_and_overwrites_nobody(
    source, choose, editor, adapter
):
    act = partial(choose_sets, source.pk, by=editor, now=NOW)
    act([ML], instead_of=[AI, LG])
    harvest(Run(Source.objects.get(pk=source.pk), may_go_on=lambda: False))
    act([ML], instead_of=[AI, LG])
    assert Harvest.objects.get().state == "running"
    with pytest.raises(SetsChanged):
        act([AI], instead_of=[AI, LG])
    assert Source.objects.get(pk=source.pk).sets == [ML]
    assert Event.objects.filter(kind="source.sets_chosen").count() == 1


def test_a_threshold_of_karma_becomes_a_set_and_back():
    migration = import_module("ingest.migrations.0006_karma_is_a_set")
    rows = Source.objects.exclude(slug__in=["lesswrong", "ea-forum"])
    others = list(rows.values_list("slug", "options"))
    for slug, karma in (("lesswrong", 30), ("ea-forum", 0)):
        Source.objects.filter(slug=slug).update(options={"karma": karma})
    migration.merge(apps, None)
    lesswrong = Source.objects.filter(slug="lesswrong")
    assert lesswrong.get().options == {"sets": ["karma:30"]}
    assert Source.objects.get(slug="ea-forum").options == {}
    migration.part(apps, None)
    assert lesswrong.get().options == {"karma": 30}
    assert list(rows.values_list("slug", "options")) == others
