"""Who is invited and has not answered is notified when the round goes on without them, or ends."""

from datetime import timedelta

import pytest

from events import outbox
from reviews.models import Invitation, InvitationMail
from reviews.policies import current_policy
from reviews.services import ending, invitation_mails, invitations, lapsing, releasing
from reviews.services.left_works import end_review_of_left_work
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, RoundFactory
from tests.factories.times import DUE, NOW
from tests.reviews.outcomes import new_mails
from tests.reviews.test_left_works import leave

pytestmark = pytest.mark.django_db
NOT_NEEDED = "Your answer is not needed any more"
LONG_AGO = NOW - timedelta(days=400)


def release(opened):
    ReviewFactory(round=opened, accepted=True)
    releasing.release_round(
        opened.pk, editor=opened.submission.editor, reason="The others are silent.", now=NOW
    )


def withdraw(opened):
    ending.withdraw_submission(opened.submission_id, by=opened.submission.submitter, now=NOW)


def end_left_work(opened):
    leave(opened.submission)
    end_review_of_left_work(opened.submission_id, editor=opened.submission.editor, now=NOW)


def lapse(opened):
    policy, later = current_policy(), NOW + timedelta(days=90)
    lapsing.warn_of_lapse(opened.submission_id, policy=policy, now=NOW)
    lapsing.lapse_submission(opened.submission_id, policy=policy, now=later)


WORDS = {
    release: "go on with the reviews that they have",
    withdraw: "Its submission was withdrawn",
    end_left_work: "as the work was withdrawn where it was posted",
    lapse: "has waited so long for a review",
}


@pytest.mark.parametrize("act", WORDS)
def test_they_are_notified_once_and_nobody_else_is(act, mailoutbox):
    opened, other = RoundFactory(opened_at=LONG_AGO), RoundFactory()
    waits = {"round": opened, "invited_at": LONG_AGO}
    InvitationFactory(email="silent@example.org", **waits)
    InvitationFactory(email="later@example.org", proposed_due_on=DUE, **waits)
    InvitationFactory(email="declined@example.org", state="declined", **waits)
    InvitationFactory(email="elsewhere@example.org", round=other)
    act(opened)
    outbox.work()
    notified = {one.to[0]: one.body for one in mailoutbox if NOT_NEEDED in one.subject}
    assert sorted(notified) == ["later@example.org", "silent@example.org"]
    assert all(WORDS[act] in " ".join(body.split()) for body in notified.values())
    assert "the day that you proposed" in notified["later@example.org"]
    assert "you proposed" not in notified["silent@example.org"]
    mailoutbox.clear()
    assert NOT_NEEDED not in [subject for _to, subject in new_mails(mailoutbox)]


@pytest.mark.parametrize("day", [DUE, None])
def test_who_proposed_a_day_hears_that_the_invitation_was_withdrawn(day, mailoutbox):
    asked = InvitationFactory(proposed_due_on=day)
    InvitationFactory(round=asked.round, email="other@example.org", proposed_due_on=DUE)
    invitations.revoke_invitation(asked.pk, editor=asked.invited_by, now=NOW)
    assert new_mails(mailoutbox) == ([(asked.email, NOT_NEEDED)] if day else [])


def test_who_was_never_mailed_is_not_notified(mailoutbox):
    """The invitation still waits for its turn; another one went out."""
    editor = UserFactory(editor=True)
    opened = RoundFactory(submission__editor=editor)
    asked = {
        name: InvitationFactory(round=opened, email=f"{name}@example.org", invited_by=editor)
        for name in ("mailed", "waiting")
    }
    invitation_mails.request_mail(asked["mailed"], editor=editor, now=NOW)
    outbox.work()
    invitation_mails.request_mail(asked["waiting"], editor=editor, now=NOW)
    mailoutbox.clear()
    withdraw(opened)
    invited = [
        mail
        for mail in new_mails(mailoutbox)
        if mail[0] in {"mailed@example.org", "waiting@example.org"}
    ]
    assert invited == [("mailed@example.org", NOT_NEEDED)]
    assert InvitationMail.objects.count() == 2


def test_who_is_asked_again_meanwhile_is_not_notified(mailoutbox):
    asked = InvitationFactory(proposed_due_on=DUE)
    invitations.revoke_invitation(asked.pk, editor=asked.invited_by, now=NOW)
    Invitation.objects.filter(pk=asked.pk).update(state="pending")
    assert new_mails(mailoutbox) == []
