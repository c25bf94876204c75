"""The editors' page of sources says how the works that have a submission are checked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Event
from ingest.errors import ChallengePage
from ingest.harvests.submitted_works import schedule_submitted_works
from ingest.http.pacing import note_failure
from ingest.models import FetchStop, ScheduledFetch, Source
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    editor = UserFactory(editor=True)
    client.force_login(editor)
    return editor


def page(client):
    return " ".join(client.get("/editor/sources/").content.decode().split())


def checked(source, count=1):
    for number in range(count):
        preprint = PreprintFactory(status="submitted")
        preprint.locations.update(source=source, external_id=f"{source}-{number}")
    schedule_submitted_works(now=NOW)
    return ScheduledFetch.objects.filter(source=source)


def test_nothing_is_said_before_a_work_is_submitted(client, editor):
    assert "Works that have a submission" not in page(client)


def test_each_source_says_when_its_works_were_checked_and_when_next(client, editor):
    checked("arxiv", 2).update(checked_at=timezone.now() - timedelta(minutes=5))
    checked("zenodo")
    text = page(client)
    assert "<h3>arXiv</h3> <p> 2 works. Last checked" in text
    assert "<h3>Zenodo</h3> <p> 1 work. Not checked yet. Next check" in text
    assert "failed" not in text


def test_a_check_that_failed_is_shown_with_its_reason_and_its_next_time(client, editor):
    rows = checked("osf", 2)
    words = "The site does not answer: HTTP 503"
    rows.filter(external_id="osf-1").update(attempts=1, last_error=words)
    text = page(client)
    assert "The last check of 1 work failed." in text
    assert f">osf-1</a>: {words}. Next check" in text
    assert ">osf-0</a>" not in text


def test_a_host_that_rests_is_named_with_its_reason(client, editor):
    checked("osf")
    note_failure("osf", ChallengePage("a page for people"), timezone.now())
    assert ": a page for people" in page(client)


def test_a_stop_before_a_mass_change_is_allowed_by_an_editor_and_starts_no_harvest(client, editor):
    for source in ("arxiv", "zenodo"):
        checked(source)
        FetchStop.objects.create(source=source, reason=f"12 of {source}", stopped_at=NOW)
    text = page(client)
    assert "12 of arxiv" in text
    assert text.count("Allow these changes") == 4  # twice for each: the words and the button
    client.post("/editor/sources/arxiv/allow-changes/")
    assert FetchStop.objects.get(source="arxiv").allowed_until > timezone.now()
    assert FetchStop.objects.get(source="zenodo").allowed_until is None
    assert not Source.objects.filter(is_paused=False).exists()
    event = Event.objects.get(kind="source.changes_allowed")
    assert (event.subject, event.actor_id, event.is_public) == ("source:arxiv", editor.pk, False)
    assert page(client).count("Allow these changes") == 2


def test_a_source_that_is_stopped_as_a_whole_is_allowed_above(client, editor):
    checked("arxiv")
    Source.objects.filter(slug="arxiv").update(is_stopped=True, is_paused=True)
    text = page(client)
    assert "see the source above" in text
    assert "Allow these changes" not in text


def test_a_source_without_a_stop_has_nothing_to_allow(client, editor):
    assert client.post("/editor/sources/osf/allow-changes/").status_code == 404


def test_the_page_takes_as_many_queries_for_many_works(
    client, editor, django_assert_max_num_queries
):
    for source in ("arxiv", "osf", "zenodo", "openreview"):
        checked(source, 10).update(attempts=1)
        FetchStop.objects.create(source=source, reason="12 of 12", stopped_at=NOW)
    page(client)
    with django_assert_max_num_queries(14):
        page(client)
