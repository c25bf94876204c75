"""What mails say is so, and names the days that matter."""

from datetime import timedelta

import pytest
from django.utils.formats import date_format

from events import outbox
from reviews.mail_promises import promise_mails
from reviews.services import replying
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.reviews.outcomes import new_mails

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
    until = NOW + timedelta(days=9)
    assessment = AssessmentFactory(published=True, round__respond_until=until)
    body = body_of(
        mailoutbox, "reviews.notify_of_published_assessment", assessment_id=assessment.pk
    )
    day = date_format(until, "j F Y")
    assert f"Please do so by {day}: until then no issue takes the work" in body


def signed_elsewhere():
    """A signed review, the address of whose invitation an editor has corrected."""
    opened = RoundFactory()
    corrected = {"corrected_by": opened.submission.editor, "corrected_at": NOW}
    invitation = InvitationFactory(round=opened, state="accepted", **corrected)
    signed = {"byline_kind": "signed", "byline_name": "Ada Example"}
    return ReviewFactory(
        round=opened, invitation=invitation, submitted=True, confirmed=True, **signed
    )


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (replying.refuse_review, {"reason": "Insults."}),
        (replying.return_review, {"question": "Which axiom?"}),
    ],
)
def test_nobody_is_asked_to_approve_the_signature_of_what_was_answered(mailoutbox, act, words):
    answered, bystander = signed_elsewhere(), signed_elsewhere()
    seconds = [one.round.submission.second_editor for one in (answered, bystander)]
    for review, second in zip((answered, bystander), seconds, strict=True):
        promise_mails("signature_waits", [second.pk], review=review.pk)
    act(answered.pk, editor=answered.round.submission.editor, now=NOW, **words)
    people = {person.email for person in seconds}
    asked = [to for to, _ in new_mails(mailoutbox) if to in people]
    assert asked == [seconds[1].email]
