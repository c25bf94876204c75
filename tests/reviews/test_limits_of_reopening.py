"""What does not open the assessment of a selected work again, and which rounds do not go on."""

from datetime import timedelta

import pytest

from preprints.models import Preprint
from reviews import errors, revision_errors
from reviews.models import Reopening, Round, Submission
from reviews.services.later_versions import confirm_assessment
from reviews.services.reopened_assessments import reopen_selected_works
from reviews.services.round_lapses import reopen_round
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import ReviewFactory, RoundFactory, term
from tests.factories.times import NOW
from tests.reviews.selected import selected_work

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


def reopened():
    reopen_selected_works(now=LATER)
    return {one.submission.pk for one in Reopening.objects.all()}


def newer(of):
    return VersionFactory(preprint=of.preprint, number=2, seen_at=LATER)


def test_neither_an_ended_submission_nor_a_confirmed_version_is_looked_at():
    ended, confirmed, bystander = (selected_work() for _ in range(3))
    versions = [newer(one) for one in (ended, confirmed, bystander)]
    Submission.objects.filter(pk=ended.submission.pk).update(state="withdrawn", withdrawn_at=LATER)
    confirm_assessment(versions[1].pk, editor=confirmed.editor, reason="It holds.", now=LATER)
    assert reopened() == {bystander.submission.pk}


def test_a_review_that_was_posted_with_the_assessment_is_weighed_in_it():
    posted, late = selected_work(), selected_work()
    for of, days in ((posted, 0), (late, 1)):
        ReviewFactory(
            round=of.round,
            number=9,
            published=True,
            published_at=NOW + timedelta(days=days),
            strength=term("strength", "inadequate"),
        )
    assert reopened() == {late.submission.pk}


def lapsed(of):
    ends = {"state": "lapsed", "closed_at": LATER}
    return RoundFactory(submission=of.submission, version=of.round.version, number=2, **ends)


def test_a_round_goes_on_only_as_the_newest_of_a_work_that_is_there():
    older, withdrawn, bystander = (selected_work() for _ in range(3))
    rounds = [lapsed(one) for one in (older, withdrawn, bystander)]
    RoundFactory(
        submission=older.submission,
        version=older.round.version,
        number=3,
        state="assessed",
        closed_at=LATER,
    )
    Preprint.objects.filter(pk=withdrawn.preprint.pk).update(status="withdrawn")
    with pytest.raises(revision_errors.ReviewGoesOn):
        reopen_round(rounds[0].pk, editor=older.editor, now=LATER)
    with pytest.raises(errors.WorkWithdrawn):
        reopen_round(rounds[1].pk, editor=withdrawn.editor, now=LATER)
    reopen_round(rounds[2].pk, editor=bystander.editor, now=LATER)
    assert list(Round.objects.filter(number=2, state="open")) == [rounds[2]]
