from datetime import timedelta

import pytest
from django.utils import timezone

from curation.services.assembling import assemble_candidates
from curation.tasks import assemble_candidates as task
from events import outbox
from events.models import Event, Outbox
from tests.curation.works import make_candidate, make_editor
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_eligible_works_are_recorded_and_the_editors_are_notified(mailoutbox):
    UserFactory(email="reader@example.org")
    UserFactory(email="chief@example.org", editor=True, managing_editor=True)
    preprint = make_candidate()
    event = assemble_candidates(now=NOW)
    assert (event.kind, event.is_public, event.data) == (
        "candidates.assembled",
        False,
        {"preprints": [preprint.pk]},
    )
    outbox.work()
    editors = preprint.submissions.get()
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(
        ["chief@example.org", editors.editor.email, editors.second_editor.email]
    )
    assert "Axioms for careful agents" in mailoutbox[0].body
    assert "/editor/issues/" in mailoutbox[0].body


def test_the_editors_are_notified_of_the_same_works_once():
    make_candidate()
    assemble_candidates(now=NOW)
    assert assemble_candidates(now=NOW) is None
    assert assemble_candidates(now=NOW + timedelta(days=1)) is None
    assert (Event.objects.count(), Outbox.objects.count()) == (1, 1)


def test_each_work_that_becomes_eligible_later_is_recorded_alone_and_once():
    works = [make_candidate(assessed_at=NOW + DAY * number) for number in range(3)]
    two_weeks = NOW + timedelta(days=14)
    recorded = [assemble_candidates(now=two_weeks + DAY * number) for number in range(3)]
    assert [event.data["preprints"] for event in recorded] == [[work.pk] for work in works]
    assert assemble_candidates(now=two_weeks + DAY * 3) is None
    fourth = make_candidate()
    event = assemble_candidates(now=two_weeks + DAY * 3)
    assert event.data == {"preprints": [fourth.pk]}
    assert Event.objects.count() == 4


def test_no_event_is_logged_without_candidates():
    make_editor()
    assert assemble_candidates(now=NOW) is None
    assert not Event.objects.exists()


def test_the_daily_task_says_how_many_works_are_new():
    make_candidate(assessed_at=timezone.now() - timedelta(days=30))
    assert [task(), task()] == [1, 0]
