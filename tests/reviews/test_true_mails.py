"""What mails say is so, and names the days that matter."""

from datetime import timedelta

import pytest
from django.utils.formats import date_format

from events import outbox
from reviews.limits import RESPONSE_DAYS
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import AssessmentFactory, SubmissionFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
CONFIRMED = "They have confirmed that you are one of its authors"
NOT_CONFIRMED = "They have not confirmed that you are one of its authors"


def body_of(mailoutbox, task, **arguments):
    outbox.promise(task, **arguments)
    outbox.work()
    return " ".join(mailoutbox[-1].body.split())


@pytest.mark.parametrize(
    ("is_author", "is_confirmed", "said"),
    [(True, True, CONFIRMED), (True, False, NOT_CONFIRMED), (False, False, None)],
)
def test_the_mail_of_acceptance_says_whether_authorship_is_confirmed(
    mailoutbox, is_author, is_confirmed, said
):
    submitter, work = UserFactory(), PreprintFactory()
    other = PreprintFactory()
    other.current_version.authors.update(user=submitter)  # of another work they are one
    work.current_version.authors.update(user=submitter if is_confirmed else UserFactory())
    submission = SubmissionFactory(
        preprint=work, submitter=submitter, accepted=True, is_author=is_author
    )
    body = body_of(mailoutbox, "reviews.notify_submitter_of_decision", submission_id=submission.pk)
    assert {words for words in (CONFIRMED, NOT_CONFIRMED) if words in body} == {said} - {None}
    assert "You can follow every step on its page:" in body


def test_a_declined_submission_says_nothing_of_authors(mailoutbox):
    declined = SubmissionFactory(state="declined", decline_code="other", decline_text="Too short.")
    declined.version.authors.update(user=declined.submitter)
    body = body_of(mailoutbox, "reviews.notify_submitter_of_decision", submission_id=declined.pk)
    assert "Too short." in body
    assert "one of its authors" not in body


def test_the_mail_of_an_assessment_names_the_day_of_the_response(mailoutbox):
    assessment = AssessmentFactory(published=True)
    body = body_of(
        mailoutbox, "reviews.notify_of_published_assessment", assessment_id=assessment.pk
    )
    day = date_format(NOW + timedelta(days=RESPONSE_DAYS), "j F Y")
    assert f"Please do so by {day}: until then no issue takes the work" in body
