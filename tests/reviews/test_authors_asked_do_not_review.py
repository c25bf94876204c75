"""Whose address was given as that of an author does not review, unless they say they are none."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from reviews import errors
from reviews.services.accepting import accept_review
from reviews.services.consent_steps import mail_request
from reviews.services.invitation_mails import send_invitation_again
from reviews.services.invitations import accept_invitation, invite_reviewer
from reviews.services.reviewing import begin_review
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, RoundFactory
from tests.factories.times import DUE, NOW, day_to_type

pytestmark = pytest.mark.django_db
ADDRESS = "ada@example.org"


def round_of(answer):
    """Of a work whose author was asked at the address. answer: None where nobody was asked."""
    opened = RoundFactory()
    if answer is not None:
        submission = opened.submission
        asked = mail_request(submission, ADDRESS, by=submission.submitter, now=NOW)
        asked.answer, asked.answered_at = answer, NOW if answer else None
        asked.save()
    return opened


def person():
    """With an account that has the address besides its own."""
    someone = UserFactory(verified=True)
    EmailAddress.objects.create(user=someone, email=ADDRESS, verified=True)
    return someone


def invite(opened):
    editor = opened.submission.editor
    words = {"name": "Ada", "message": "", "due_on": DUE, "now": NOW}
    return invite_reviewer(opened.pk, editor=editor, email="Ada@example.org", **words)


def send_again(opened):
    sent = InvitationFactory(round=opened, email="adda@example.org")
    editor = opened.submission.editor
    return send_invitation_again(sent.pk, editor=editor, email=ADDRESS, now=NOW)


def accept_by_link(opened):
    invitation = InvitationFactory(round=opened, email=ADDRESS)
    return accept_invitation(invitation.pk, user=None, name="Ada", now=NOW)


def accept_with_account(opened):
    invitation = InvitationFactory(round=opened, email="elsewhere@example.org")
    return accept_invitation(invitation.pk, user=person(), name="", now=NOW)


def volunteer(opened):
    reviewer = person()
    return begin_review(opened.pk, reviewer=reviewer, due_on=DUE, email_verified=True, now=NOW)


def take(opened):
    """The review was submitted before the author answered."""
    review = ReviewFactory(round=opened, submitted=True, confirmed=True, reviewer=person())
    return accept_review(review.pk, editor=opened.submission.editor, now=NOW)


ACTS = [invite, send_again, accept_by_link, accept_with_account, volunteer, take]


@pytest.mark.parametrize("answer", ["agreed", "declined"])
@pytest.mark.parametrize("act", ACTS)
def test_who_answered_as_an_author_does_not_review_the_work(act, answer):
    opened, elsewhere = round_of(answer), round_of(None)
    with pytest.raises(errors.ReviewerIsInvolved) as refused:
        act(opened)
    assert ADDRESS not in str(refused.value.message)
    EmailAddress.objects.filter(email=ADDRESS).delete()
    act(elsewhere)


@pytest.mark.parametrize("answer", ["", "not-author", None])
@pytest.mark.parametrize("act", ACTS)
def test_who_has_not_answered_or_is_none_may(act, answer):
    act(round_of(answer))


@pytest.mark.parametrize(("answer", "is_warned"), [("", True), ("not-author", False)])
def test_the_two_editors_are_warned_of_who_has_not_answered(client, answer, is_warned):
    opened = round_of(answer)
    submission = opened.submission
    client.force_login(submission.editor)
    fields = {"name": "Ada", "email": ADDRESS, "due_on": day_to_type(), "message": ""}
    client.post(reverse("reviews:invite_reviewer", args=[opened.pk]), fields)
    volunteered = volunteer(opened)
    page = client.get(reverse("reviews:submission", args=[submission.pk])).text
    assert volunteered.reviewer.profile.name in page
    for words in (
        "This address was given as that of an author of the work, who has not answered yet",
        "given as the address of an author of this work",
        "An address of this reviewer was given as that of an author",
    ):
        assert (words in page) is is_warned, words
    client.force_login(UserFactory(editor=True))
    other = client.get(reverse("reviews:submission", args=[submission.pk])).text
    assert "given as" not in other
