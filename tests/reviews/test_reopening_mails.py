"""What the mail to the editors of a reopened assessment asks, by why it was opened again."""

import pytest

from preprints.models import Preprint
from reviews.reopening_mails import notify_of_reopened_assessment
from reviews.services.reopened_assessments import reopen_assessment, reopen_selected_work
from tests.factories.times import NOW
from tests.reviews.outcomes import new_mails
from tests.reviews.selected import selected_work

pytestmark = pytest.mark.django_db
ASKED = {  # by the status of the work
    "retracted": "Retracted, what follows for its assessment?",
    "withdrawn": "Withdrawn at its source, what follows for its assessment?",
}


@pytest.mark.parametrize("status", ASKED)
def test_of_a_work_that_left_it_asks_what_follows(status, mailoutbox):
    of, bystander = selected_work(), selected_work()
    new_mails(mailoutbox)
    Preprint.objects.filter(pk=of.preprint.pk).update(status=status, status_at=NOW)
    (opened,) = reopen_selected_work(of.preprint.pk, now=NOW)
    assert reopen_selected_work(bystander.preprint.pk, now=NOW) == []
    notify_of_reopened_assessment(reopening_id=opened.pk)
    assert dict(new_mails(mailoutbox))[of.editor.email].startswith(ASKED[status])


def test_else_whether_the_assessment_stands(mailoutbox):
    of = selected_work()
    new_mails(mailoutbox)
    reopen_assessment(of.submission.pk, editor=of.editor, reason="A doubt.", now=NOW)
    assert dict(new_mails(mailoutbox))[of.editor.email].startswith("Does its assessment stand?")
