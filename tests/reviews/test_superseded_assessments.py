"""What becomes of an assessment after which another one was published opens nothing again."""

import pytest

from reviews.models import Reopening, Submission
from reviews.services import appealing
from reviews.services.assessing_anew import version_to_assess_anew
from reviews.services.owed_assessments import is_assessment_owed
from reviews.services.reopened_assessments import reopen_selected_work
from reviews.services.revising import may_declare_revision
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import AssessmentFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.revised import revised_work
from tests.reviews.test_owed_assessments import LATER, uphold, withdraw

pytestmark = pytest.mark.django_db


def assessed_again(revised, **fields):
    """Of the newer version; posted before anything happens to the first one."""
    submission = revised.round.submission
    again = RoundFactory(
        submission=submission, version=revised.newer, number=2, state="assessed", closed_at=NOW
    )
    return AssessmentFactory(round=again, **(fields or {"published": True}))


@pytest.mark.parametrize("act", [uphold, withdraw])
def test_the_work_does_not_go_back_to_the_version_before(client, act):
    revised, bystander = revised_work(), revised_work()
    assessed_again(revised)
    newest = VersionFactory(preprint=revised.preprint, number=3)
    submission, other = revised.round.submission, bystander.round.submission
    act(revised)
    act(bystander)
    assert not submission.rounds.under_way().exists()
    assert other.rounds.under_way().get().version == bystander.round.version
    assert not is_assessment_owed(submission)
    assert not version_to_assess_anew(submission, submission.editor)
    assert revised.preprint.status == "reviewed"
    submission = Submission.objects.get(pk=submission.pk)
    assert may_declare_revision(submission, newest, revised.author)


def test_where_the_newest_is_withdrawn_too_nothing_but_that_counts():
    revised = revised_work()
    assessed_again(revised, withdrawn=True)
    withdraw(revised)
    submission = revised.round.submission
    assert not submission.rounds.under_way().exists()
    assert is_assessment_owed(submission), "for the newest is withdrawn"
    assert revised.preprint.status == "under-review"


def test_beside_an_issue_s_entry_stands_the_newest_alone():
    revised, bystander = revised_work(), revised_work()
    assessed_again(revised)
    for one in (revised, bystander):
        preprint = one.preprint
        preprint.selected_for = "Issue 1/1"
        preprint.save()
        withdraw(one)
        reopen_selected_work(preprint.pk, now=LATER)
    assert [one.assessment for one in Reopening.objects.all()] == [bystander.assessment]


def test_whoever_decides_reads_what_an_upheld_appeal_opens(client):
    revised, bystander = revised_work(), revised_work()
    assessed_again(revised)
    free = UserFactory(editor=True)
    client.force_login(free)
    pages = []
    for one in (revised, bystander):
        filed = {"by": one.author, "text": "It is wrong.", "now": NOW}
        appeal = appealing.appeal_assessment(one.assessment.pk, **filed)
        appealing.take_appeal(appeal.pk, editor=free, now=NOW)
        pages.append(client.get(f"/editor/appeals/{appeal.pk}/").text)
    assert ["a newer assessment of the work is public" in page for page in pages] == [True, False]
    assert ["a round opens in which" in page for page in pages] == [False, True]
