"""A source that suddenly says of many watched works that they are gone is stopped, and asks."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from ingest.errors import WorkNotFound
from ingest.harvests import scheduled_fetches
from ingest.harvests.scheduled_fetches import run_scheduled_fetches
from ingest.http.hosts import Pace
from ingest.models import ScheduledFetch, Source
from ingest.services import sources
from preprints.models import Location, Version
from preprints.record import RecordLocation
from preprints.storing import store_records
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW
from tests.ingest.test_scheduled_fetches import POST

pytestmark = pytest.mark.django_db

WORKS = 20


class Forum:
    """gone, emptied: the ids of which it says so."""

    key = "lesswrong"
    pace = Pace(key=key)

    def __init__(self, works):
        self.works = {work.location.external_id: work for work in works}
        self.gone, self.emptied, self.asked = set(), set(), []

    def fetch(self, ref, client):
        self.asked.append(ref.external_id)
        if ref.external_id in self.gone:
            raise WorkNotFound
        work = self.works[ref.external_id]
        return replace(work, body_html="") if ref.external_id in self.emptied else work


def post(number):
    place = RecordLocation("lesswrong", f"post{number}", f"https://www.lesswrong.com/{number}")
    return replace(POST, location=place, title=f"Post {number}")


@pytest.fixture
def forum(monkeypatch):
    works = [post(number) for number in range(WORKS)]
    scheduled_fetches.watch_new(works, store_records(works, now=NOW), now=NOW)
    Source.objects.filter(slug="lesswrong").update(is_paused=False)
    forum = Forum(works)
    monkeypatch.setattr(scheduled_fetches, "ADAPTERS", {"lesswrong": forum})
    return forum


def fetch_due():
    ScheduledFetch.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    return run_scheduled_fetches(None)


def a_day_later():
    """As if all that has happened had happened a day earlier."""
    for scheduled in ScheduledFetch.objects.exclude(checked_at=None):
        scheduled.checked_at -= timedelta(hours=25)
        scheduled.missed_at = scheduled.missed_at and scheduled.missed_at - timedelta(hours=25)
        scheduled.save()


def lesswrong():
    return Source.objects.get(slug="lesswrong")


def test_a_forum_without_any_of_its_posts_is_stopped_and_no_post_is_marked_gone(forum):
    forum.gone = set(forum.works)
    fetch_due()
    assert lesswrong().is_stopped
    assert lesswrong().is_paused
    assert "10 are gone, withdrawn or empty" in lesswrong().pause_reason
    assert len(forum.asked) == 10
    assert not Location.objects.exclude(gone_since=None).exists()


def test_a_source_started_again_stops_again_before_a_post_is_marked_gone(forum):
    forum.gone = set(forum.works)
    fetch_due()
    a_day_later()
    sources.run_now(lesswrong().pk, by=UserFactory(editor=True), now=timezone.now())
    fetch_due()
    assert lesswrong().is_stopped
    assert not Location.objects.exclude(gone_since=None).exists()


def test_posts_are_marked_gone_once_an_editor_allows_the_change(forum):
    forum.gone = set(forum.works)
    fetch_due()
    sources.allow_once(lesswrong().pk, by=UserFactory(editor=True), now=timezone.now())
    fetch_due()
    a_day_later()
    fetch_due()
    assert Location.objects.exclude(gone_since=None).count() == WORKS
    assert not lesswrong().is_stopped


def test_a_few_missing_posts_among_many_are_marked_gone_without_a_stop(forum):
    fetch_due()
    forum.gone = {"post3", "post7"}
    fetch_due()
    a_day_later()
    fetch_due()
    assert Location.objects.exclude(gone_since=None).count() == 2
    assert not lesswrong().is_stopped


def test_posts_emptied_one_by_one_stop_the_source_too(forum):
    fetch_due()
    forum.emptied = set(forum.works)
    fetch_due()
    assert lesswrong().is_stopped
    # A fifth of them, no more: those were still believed.
    assert Version.objects.filter(body_html="").count() == WORKS // 5
