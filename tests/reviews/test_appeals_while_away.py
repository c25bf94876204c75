"""An appeal against the assessment of a work that is away: nothing could follow from it."""

import pytest

from reviews.errors import WorkWithdrawn
from reviews.models import Appeal, Submission
from reviews.services import appealing, withdrawing
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW
from tests.reviews import appeals
from tests.reviews.revised import revised_work
from tests.reviews.test_left_works import leave

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["withdrawn", "retracted"])
def test_it_is_not_upheld_and_can_be_dismissed(status):
    of, elsewhere = (appeals.appeal_assessment(revised_work()) for _ in range(2))
    leave(of.work, status)
    editor = UserFactory(editor=True)
    with pytest.raises(WorkWithdrawn):
        appeals.decide(of, editor)
    assert Appeal.objects.get(pk=of.pk).state == "taken"
    appealing.dismiss_appeal(of.pk, editor=editor, reason="It is gone.", now=of.filed_at)
    assert appeals.decide(elsewhere, editor).state == "upheld"


@pytest.mark.usefixtures("one_editor_triages")
@pytest.mark.parametrize("status", ["withdrawn", "retracted"])
def test_nor_is_one_against_a_decline(status):
    of, elsewhere = (appeals.appeal_decline(appeals.declined()) for _ in range(2))
    leave(of.work, status)
    editor = UserFactory(editor=True)
    with pytest.raises(WorkWithdrawn):
        appeals.decide(of, editor)
    assert Submission.objects.get(pk=of.work_id).state == "declined"
    appeals.decide(elsewhere, editor)
    assert Submission.objects.get(pk=elsewhere.work_id).state == "submitted"


@pytest.mark.parametrize("is_away", [True, False])
def test_no_round_opens_for_a_work_that_is_away_once_its_assessment_is_withdrawn(is_away):
    revised = revised_work()
    if is_away:
        leave(revised.round.submission)
    managing = UserFactory(managing_editor=True)
    reason = {"reason": "Mixed up.", "now": NOW}
    withdrawing.withdraw_assessment(revised.assessment.pk, by=managing, **reason)
    assert revised.round.submission.rounds.under_way().exists() is not is_away
