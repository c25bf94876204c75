"""A second round: whom its mails go to, and what they say of the first."""

from datetime import timedelta

import pytest

from accounts.guests import make_guest
from events import outbox
from reviews.models import Invitation
from reviews.notifications import invitation_mail_without_link
from reviews.services import revising
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.inviting import invite, send_again
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


# --- Whom the next round invites ------------------------------------------------------------------


def review_by_invitation(revised, address, *, reviewer=None, **fields):
    invited = InvitationFactory(
        round=revised.round, email=address, state="accepted", user=reviewer or UserFactory()
    )
    return ReviewFactory(
        round=revised.round,
        reviewer=invited.user,
        invitation=invited,
        published=True,
        number=2,
        **fields,
    )


def declare(revised, version):
    return revising.declare_revision(
        version.pk, author=revised.author, note="New.", answers={}, now=NOW
    )


def test_an_invited_reviewer_is_asked_again_where_they_were_invited():
    revised = revised_work()
    review_by_invitation(revised, "office@example.org", reviewer=UserFactory(email="p@example.org"))
    sent = {one.email for one in decide(declared_revision(revised))}
    assert sent == {"office@example.org", revised.review.reviewer.email}


def test_an_invited_reviewer_who_became_an_author_is_left_out_at_any_address():
    revised = revised_work()
    coauthor = review_by_invitation(revised, "office@example.org").reviewer
    revised.newer.authors.update(user=coauthor)
    revision = declare(revised, revised.newer)
    assert [one.email for one in decide(revision)] == [revised.review.reviewer.email]


def test_who_was_invited_and_volunteered_later_is_invited_once():
    revised = revised_work()
    again = review_by_invitation(revised, "office@example.org").reviewer
    middle = RoundFactory(
        submission=revised.round.submission,
        version=revised.newer,
        number=2,
        state="assessed",
        closed_at=NOW,
    )
    ReviewFactory(round=middle, reviewer=again, published=True)
    newest = VersionFactory(preprint=revised.preprint, number=3)
    sent = decide(declare(revised, newest))
    assert {one.email for one in sent} == {again.email, revised.review.reviewer.email}


# --- The mail of an invitation --------------------------------------------------------------------


def text_of(invitation):
    words = invitation_mail_without_link(invitation)
    return words.subject, " ".join(words.body.split())


def test_the_mail_to_an_earlier_reviewer_says_what_they_reviewed_and_what_changed(mailoutbox):
    revised = revised_work()
    decide(declared_revision(revised))
    outbox.work()
    (mail,) = [one for one in mailoutbox if one.to == [revised.review.reviewer.email]]
    subject, body = mail.subject, " ".join(mail.body.split())
    assert "Would you review version 2 of " in subject
    assert "You reviewed version 1 of" in body
    assert "The authors have posted version 2 since." in body
    assert "Section two is new." in body
    assert "because you have reviewed this work before" in body
    assert "entered your address" not in body
    assert "\n\n\n" not in mail.body


def test_a_mail_to_anybody_else_says_nothing_of_earlier_reviews():
    revised = revised_work()
    guest = make_guest("Grace Guest")
    review_by_invitation(revised, "guest@example.org", reviewer=guest)
    sent = {one.email: one for one in decide(declared_revision(revised))}
    assert "You reviewed version 1" in text_of(sent["guest@example.org"])[1]
    new = invite(revised.newer.rounds.get(), email="somebody.new@example.org")
    corrected = send_again(sent["guest@example.org"], email="other@example.org")
    first = InvitationFactory(email=revised.review.reviewer.email)
    for invitation in (new, corrected, first):
        subject, body = text_of(Invitation.objects.get(pk=invitation.pk))
        assert "reviewed" not in subject + body
        assert "version 2" not in subject + body
        assert "entered your address" in body
