"""A pasted work that was submitted is checked at its source; its editors see when, and ask."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Event
from events.outbox import work
from ingest.errors import ChallengePage
from ingest.http.pacing import note_failure
from ingest.models import FetchStop, ScheduledFetch, Source
from ingest.services import links
from ingest.tasks import run_scheduled_fetches
from preprints.models import Location
from reviews.interests import Interests
from reviews.services import submissions
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW
from tests.ingest.checked_works import labels, make_due
from tests.replay import arxiv
from tests.replay.fixtures import replay

__all__ = ["replay"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("replay", "one_editor_triages")]

ARXIV_ID = "1605.08386"  # recorded; its second version is made here
HOUR = timedelta(hours=1)


def pasted(link):
    person = UserFactory()
    lookup = links.look_up_link(link, asked_by=person, now=NOW)
    work()
    lookup.refresh_from_db()
    return lookup


@pytest.fixture
def submission():
    lookup = pasted(f"arXiv:{ARXIV_ID}")
    return submissions.submit_found_work(
        lookup.pk,
        submitter=lookup.asked_by,
        is_author=True,
        reason="",
        interests=Interests.none(),
        now=NOW,
    )


@pytest.fixture
def second_version(monkeypatch):
    first = arxiv.entries()[ARXIV_ID]
    second = first.replace(b"1605.08386v1", b"1605.08386v2")
    found = {**arxiv.entries(), ARXIV_ID: second}
    monkeypatch.setattr(arxiv, "entries", lambda: found)


@pytest.fixture
def editor(client):
    editor = UserFactory(editor=True)
    client.force_login(editor)
    return editor


def page(client, submission):
    content = client.get(f"/editor/submissions/{submission.pk}/").content.decode()
    return " ".join(content.split())


def test_a_pasted_work_gets_its_second_version_while_every_source_is_paused(
    submission, second_version, replay
):
    listed = pasted("arXiv:1707.08567")
    links.confirm_lookup(listed, now=NOW)  # and never submitted
    assert not Source.objects.filter(is_paused=False).exists()
    run_scheduled_fetches()
    make_due()
    replay.requests.clear()
    assert run_scheduled_fetches() == 1
    assert labels(submission.preprint) == ["v1", "v2"]
    assert [request.query.count("1707.08567") for request in replay.requests] == [0]


def test_a_declined_work_is_checked_no_more(submission, second_version):
    run_scheduled_fetches()
    assert ScheduledFetch.objects.get().every_hours == 24
    submissions.decline_submission(
        submission.pk, editor=UserFactory(editor=True), code="not-ready", text="No.", now=NOW
    )
    make_due()
    assert run_scheduled_fetches() == 0
    assert labels(submission.preprint) == ["v1"]
    assert not ScheduledFetch.objects.exists()


def test_the_page_says_when_the_work_was_checked(client, editor, submission):
    assert "At its source" not in page(client, submission)
    run_scheduled_fetches()
    assert "Not checked yet. Next check" in page(client, submission)
    make_due()
    run_scheduled_fetches()
    text = page(client, submission)
    assert "At its source" in text
    assert "Last checked" in text
    assert "Next check" in text
    assert "Not checked yet." not in text


def test_the_page_says_what_keeps_a_work_from_being_checked(client, editor, submission):
    run_scheduled_fetches()
    Location.objects.update(gone_since=NOW)
    ScheduledFetch.objects.update(last_error="It is not there: HTTP 404")
    text = page(client, submission)
    assert "It is no longer there. It is not there: HTTP 404." in text
    note_failure("arxiv", ChallengePage("HTTP 403"), timezone.now())
    assert "The site will be asked again after" in page(client, submission)
    FetchStop.objects.create(source="arxiv", reason="12 of 12", stopped_at=NOW)
    assert "before an editor has looked at its source" in page(client, submission)


def test_an_editor_lets_a_work_be_checked_now(client, editor, submission, second_version):
    run_scheduled_fetches()
    ScheduledFetch.objects.update(due_at=timezone.now() + HOUR)
    later = timezone.now() + HOUR
    other = ScheduledFetch.objects.create(
        source="zenodo", external_id="1", why="watch", url="-", due_at=later
    )
    for _click in range(2):
        answer = client.post(f"/editor/submissions/{submission.pk}/check-now/", follow=True)
        assert "checked as soon as its site may be asked" in answer.content.decode()
    assert Event.objects.filter(kind="preprint.check_requested", actor_id=editor.pk).count() == 1
    run_scheduled_fetches()
    assert labels(submission.preprint) == ["v1", "v2"]
    other.refresh_from_db()
    assert other.due_at == later


def test_a_work_that_is_not_checked_says_so_when_asked(client, editor, submission):
    answer = client.post(f"/editor/submissions/{submission.pk}/check-now/", follow=True)
    assert "not checked at its source" in answer.content.decode()
    assert not Event.objects.filter(kind="preprint.check_requested").exists()


def test_nobody_else_lets_a_work_be_checked(client, submission):
    run_scheduled_fetches()
    before = ScheduledFetch.objects.get().due_at
    client.force_login(submission.submitter)
    url = f"/editor/submissions/{submission.pk}/check-now/"
    assert client.post(url).status_code == 403
    assert ScheduledFetch.objects.get().due_at == before
