"""A work that is reviewed leaves its source, or is back there, because two works become one."""

from datetime import timedelta

import pytest

from events.models import Outbox
from events.outbox import work
from preprints.duplicates.merge import merge_preprints
from preprints.duplicates.undo import undo_merge
from preprints.models import Preprint
from reviews.services.pausing import follow_sources, pause_submission
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from tests.factories.times import NOW, POSTED
from tests.reviews.test_returned_works import days

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LEFT, BACK = "reviews.notify_of_left_work", "reviews.notify_of_returned_work"


def reviewed():
    """Since long before the merge."""
    kept = PreprintFactory(status="under-review", status_at=NOW)
    return ReviewFactory(round=RoundFactory(submission__preprint=kept))


def gone(status="withdrawn"):
    """Another row of the same work, whose newest version is."""
    preprint = PreprintFactory()
    is_withdrawn = status == "withdrawn"
    newest = VersionFactory(
        preprint=preprint, number=4, posted_at=POSTED + 3 * DAY, is_withdrawn=is_withdrawn
    )
    Preprint.objects.filter(pk=preprint.pk).update(
        status=status,
        status_at=NOW - 300 * DAY,
        status_before_withdrawal="listed" if is_withdrawn else "",
        current_version=newest,
    )
    return Preprint.objects.get(pk=preprint.pk)


def promised():
    kinds = list(Outbox.objects.filter(task__in=(LEFT, BACK)).values_list("task", "arguments"))
    Outbox.objects.all().delete()
    return [(kind, arguments["preprint_id"]) for kind, arguments in kinds]


@pytest.mark.parametrize("status", ["withdrawn", "retracted"])
def test_it_was_away_from_the_merge_until_its_undoing(status):
    writing, bystander = reviewed(), reviewed()
    submission, kept = writing.round.submission, writing.version.preprint
    Outbox.objects.all().delete()
    merged = merge_preprints(kept.pk, gone(status).pk, reason="One work", now=NOW + 60 * DAY)
    assert promised() == [(LEFT, kept.pk)]
    pause_submission(submission.pk, now=NOW + 60 * DAY)
    submission.refresh_from_db()
    assert submission.paused_at == NOW + 60 * DAY
    undo_merge(merged, now=NOW + 61 * DAY)
    assert (BACK, kept.pk) in promised()
    assert follow_sources(now=NOW + 61 * DAY) == 1
    assert days(writing, "due_on") == {"due_on": DAY}
    assert days(bystander, "due_on") == {"due_on": timedelta(0)}
    kept.refresh_from_db()
    assert (kept.status, kept.status_at) == ("under-review", NOW)


def test_the_outbox_stops_its_review_and_lets_it_go_on():
    writing = reviewed()
    submission, kept = writing.round.submission, writing.version.preprint
    merged = merge_preprints(kept.pk, gone().pk, reason="One work", now=NOW + 60 * DAY)
    work()
    submission.refresh_from_db()
    assert submission.paused_at == NOW + 60 * DAY
    undo_merge(merged, now=NOW + 61 * DAY)
    work()
    submission.refresh_from_db()
    assert submission.paused_at is None


def test_a_merge_that_changes_nothing_of_it_promises_nothing():
    writing = reviewed()
    merge_preprints(writing.version.preprint_id, PreprintFactory().pk, reason="One", now=NOW)
    assert promised() == []
