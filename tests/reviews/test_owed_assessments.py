"""What says that a work is assessed anew while its revision waits: the decision on that does it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from preprints.models import Preprint
from reviews import revision_errors
from reviews.models import Assessment, Round
from reviews.services import appealing, withdrawing
from reviews.services.owed_assessments import is_assessment_owed
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory
from tests.factories.times import NOW, day_to_type
from tests.reviews.revised import decide, declared_revision, revised_work

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


def uphold(revised):
    appeal = appealing.appeal_assessment(
        revised.assessment.pk, by=revised.author, text="It is wrong.", now=NOW
    )
    free = UserFactory(editor=True)
    appealing.take_appeal(appeal.pk, editor=free, now=NOW)
    appealing.uphold_appeal(appeal.pk, editor=free, reason="So it is.", now=LATER)


def withdraw(revised):
    cause = {"by": UserFactory(managing_editor=True), "reason": "Mixed up."}
    withdrawing.withdraw_assessment(revised.assessment.pk, now=LATER, **cause)


@pytest.mark.parametrize("act", [uphold, withdraw])
def test_the_decision_on_the_revision_opens_the_round_that_is_owed(client, act):
    revised, bystander = revised_work(), declared_revision()
    revision = declared_revision(revised)
    act(revised)
    submission = revision.round.submission
    assert not submission.rounds.under_way().exists()
    with pytest.raises(revision_errors.AssessmentOwed):
        decide(revision, "none")
    client.force_login(submission.editor)
    page = client.get(reverse("reviews:submission", args=[submission.pk])).text
    assert "So a new review follows, full or by the editors alone." in page
    typed = {"decision": "none", "reason": "Nothing new.", "due_on": day_to_type()}
    refused = client.post(reverse("reviews:decide_revision", args=[revision.pk]), typed)
    assert refused.status_code == 409
    assert "Please choose a new review" in refused.text
    assert "Nothing new." in refused.text
    decide(revision, "editors")
    opened = Round.objects.get(submission=submission, number=2)
    assert (opened.state, opened.version) == ("open", revision.version)
    decide(bystander, "none")
    client.force_login(bystander.round.submission.editor)
    page = client.get(reverse("reviews:submission", args=[bystander.round.submission_id])).text
    assert "So a new review follows" not in page


@pytest.mark.parametrize("act", [uphold, withdraw])
def test_nothing_is_owed_any_more_once_it_was_assessed_again(act):
    revised = revised_work()
    revision = declared_revision(revised)
    act(revised)
    decide(revision, "editors")
    again = Round.objects.get(submission=revised.round.submission, number=2)
    assert is_assessment_owed(revised.round.submission)
    Round.objects.filter(pk=again.pk).update(state="assessed", closed_at=LATER)
    AssessmentFactory(round=again, published=True, published_at=LATER)
    assert not is_assessment_owed(revised.round.submission)
    assert Assessment.objects.published().filter(round=again).exists()


def test_a_revision_of_a_work_that_was_withdrawn_is_not_reviewed_whatever_is_owed():
    revised = revised_work()
    revision = declared_revision(revised)
    withdraw(revised)
    Preprint.objects.filter(pk=revised.preprint.pk).update(status="withdrawn")
    decide(revision, "none")
    assert not Round.objects.filter(number=2).exists()
