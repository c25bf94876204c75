"""A second round: whom its mails go to, and what they say of the first."""

from datetime import timedelta

import pytest

from events import outbox
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW
from tests.reviews.inviting import invite
from tests.reviews.revised import decide, declared_revision, revised_work

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


# --- The mail of a decision -----------------------------------------------------------------------


def decision_mails(mailoutbox):
    outbox.work()
    mails = [mail for mail in mailoutbox if "What follows your revision" in mail.subject]
    return {mail.to[0]: " ".join(mail.body.split()) for mail in mails}


def test_the_reason_of_a_decision_is_mailed_to_known_authors_alone(mailoutbox):
    revised, of_author = revised_work(), UserFactory()
    also = revised_work(author=of_author, submitter=of_author, is_author=True)
    decide(declared_revision(revised), "none")
    decide(declared_revision(also), "none")
    assert set(decision_mails(mailoutbox)) == {revised.author.email, of_author.email}


@pytest.mark.parametrize("is_gone", [True, False])
def test_authors_read_that_earlier_reviewers_are_invited_if_somebody_was(mailoutbox, is_gone):
    revised = revised_work()
    type(revised.author).objects.filter(pk=revised.review.reviewer_id).update(is_active=not is_gone)
    assert bool(decide(declared_revision(revised))) is not is_gone
    invite(revised.newer.rounds.get(), email="somebody.new@example.org", now=LATER)
    (body,) = decision_mails(mailoutbox).values()
    assert "A new round of review is open" in body
    assert ("invited again" in body) is not is_gone
