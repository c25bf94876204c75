"""Who is named second editor of a work by another editor hears of it, and is asked to declare."""

import pytest
from django.conf import settings

from events.outbox import work
from reviews.interests import Interests
from reviews.services import submissions, triage
from reviews.services.triage import Decision
from tests.factories.accounts import UserFactory
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.outcomes import new_mails

pytestmark = pytest.mark.django_db
NAMED = "You are its second editor"


def mailed(mailoutbox):
    return [to for to, subject in new_mails(mailoutbox) if subject.startswith(NAMED)]


@pytest.mark.usefixtures("one_editor_triages")
def test_whoever_one_editor_names_is_mailed_once_and_asked_to_declare(mailoutbox):
    editor, second = UserFactory(editor=True), UserFactory(editor=True)
    declined = SubmissionFactory()
    submissions.decline_submission(declined.pk, editor=editor, code="other", text="No.", now=NOW)
    assert mailed(mailoutbox) == []
    submissions.accept_submission(
        SubmissionFactory().pk, editor=editor, second_editor=second, claimed_author_id=None, now=NOW
    )
    work()
    (mail,) = [mail for mail in mailoutbox if mail.to == [second.email]]
    words = " ".join(mail.body.split())
    assert "declare competing interests" in words
    assert "declare why there, and then hand your place on" in words
    assert f"managing editors, who can name somebody else: {settings.CONTACT_EMAIL}" in words
    assert mailed(mailoutbox) == [second.email]


def test_who_agrees_to_a_proposal_has_declared_and_is_told_nothing(mailoutbox):
    """Unless the proposal names somebody else: then that editor is mailed."""
    first, second, third = (UserFactory(editor=True) for _ in range(3))
    for named, expected in ((None, []), (third, [third.email])):
        proposal = triage.propose_decision(
            SubmissionFactory().pk,
            editor=first,
            decision=Decision(is_accepted=True, second_editor=named, interests=Interests.none()),
            now=NOW,
        )
        triage.agree_to_proposal(proposal.pk, editor=second, interests=Interests.none(), now=NOW)
        assert mailed(mailoutbox) == expected
