import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from drafts.models import Draft
from events.models import Event
from events.outbox import work
from reviews import errors, invitation_errors
from reviews.services.invitations import (
    accept_invitation,
    decline_invitation,
    find_invitation_by_token,
)
from reviews.tokens import invitation_token
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.inviting import invite, revoke
from tests.reviews.links import secret_link_in

pytestmark = pytest.mark.django_db


def test_an_invitation_is_mailed_with_a_link_that_finds_it(mailoutbox):
    invitation = invite(RoundFactory())
    work()
    mail = mailoutbox[0]
    assert mail.to == ["grace@example.org"]
    token = invitation_token(invitation.nonce)
    assert secret_link_in(mail) == f"/invitations/{token}/"
    assert "Your work on axioms fits." in mail.body
    assert find_invitation_by_token(token) == invitation


def test_a_wrong_token_finds_nothing():
    invite(RoundFactory())
    assert find_invitation_by_token("0" * 64) is None


def test_nobody_is_invited_twice():
    opened = RoundFactory()
    invite(opened)
    with pytest.raises(invitation_errors.AlreadyInvited):
        invite(opened)


def test_only_the_handling_editor_invites():
    opened = RoundFactory()
    with pytest.raises(errors.NotTheHandlingEditor):
        invite(opened, editor=opened.submission.second_editor)


def test_the_submitting_author_cannot_be_invited():
    opened = RoundFactory()
    with pytest.raises(errors.ReviewerIsInvolved):
        invite(opened, email=opened.submission.submitter.email)


def test_accepting_without_an_account_makes_a_row_that_cannot_sign_in():
    bystander = UserFactory()
    invitation = InvitationFactory(email="new@example.org")
    review = accept_invitation(invitation.pk, user=None, name="New Person", now=NOW)
    guest = review.reviewer
    assert (guest.is_guest, guest.is_active, guest.has_usable_password()) == (True, False, False)
    assert guest.profile.name == "New Person"
    assert not EmailAddress.objects.exists()
    assert not User.objects.filter(email="new@example.org").exists()
    assert review.due_on == invitation.due_on
    assert bystander.is_active


def test_two_guests_of_one_address_are_two_rows():
    first, second = InvitationFactory(), InvitationFactory(email="invited@example.org")
    reviewers = {
        accept_invitation(one.pk, user=None, name="Grace", now=NOW).reviewer
        for one in (first, second)
    }
    assert len(reviewers) == 2


def test_an_account_of_the_address_is_left_alone():
    account = UserFactory(email="invited@example.org", verified=True)
    review = accept_invitation(InvitationFactory().pk, user=None, name="Grace", now=NOW)
    assert review.reviewer != account
    assert not account.reviews.exists()


@pytest.mark.parametrize("who", ["submitter", "second_editor"])
def test_authors_and_editors_do_not_review_without_their_account_either(who):
    opened = RoundFactory()
    involved = getattr(opened.submission, who)
    invitation = InvitationFactory(round=opened, email=involved.email)
    EmailAddress.objects.create(user=involved, email=involved.email, verified=True)
    with pytest.raises(errors.ReviewerIsInvolved):
        accept_invitation(invitation.pk, user=None, name="Grace", now=NOW)


def test_an_account_must_have_confirmed_an_address_to_accept():
    invitation = InvitationFactory()
    with pytest.raises(errors.EmailNotVerified):
        accept_invitation(invitation.pk, user=UserFactory(), name="", now=NOW)
    verified = UserFactory(verified=True)
    assert accept_invitation(invitation.pk, user=verified, name="", now=NOW).reviewer == verified


def test_one_person_has_one_review_in_a_round_as_guest_and_with_an_account():
    opened = RoundFactory()
    person = UserFactory(email="invited@example.org", verified=True)
    ReviewFactory(round=opened, reviewer=person)
    with pytest.raises(invitation_errors.InvitedIsReviewing):  # read by the editor
        invite(opened, email="invited@example.org")
    invitation = InvitationFactory(round=opened)
    with pytest.raises(errors.AlreadyReviewing):
        accept_invitation(invitation.pk, user=None, name="Grace", now=NOW)


def test_accepting_is_mailed_to_the_editor(mailoutbox):
    invitation = InvitationFactory()
    accept_invitation(invitation.pk, user=None, name="Grace", now=NOW)
    work()
    assert mailoutbox[0].to == [invitation.invited_by.email]
    assert "Grace" in mailoutbox[0].body


def test_declining_passes_the_reason_to_the_editor(mailoutbox):
    invitation = InvitationFactory()
    decline_invitation(invitation.pk, user=None, reason="Ask Noor instead.", now=NOW)
    work()
    assert "Ask Noor instead." in mailoutbox[0].body


def test_who_accepted_is_never_said_to_have_declined(mailoutbox):
    """The mail about the answer may be sent after the editor has withdrawn the invitation."""
    invitation = InvitationFactory()
    accept_invitation(invitation.pk, user=None, name="Grace", now=NOW)
    revoke(invitation)
    work()
    words = "".join(f"{mail.subject} {mail.body}" for mail in mailoutbox)
    assert "has accepted" in words
    assert "declined" not in words


def test_a_withdrawn_reviewer_gets_the_text_they_had_written(mailoutbox):
    invitation = InvitationFactory()
    review = accept_invitation(invitation.pk, user=None, name="Grace", now=NOW)
    bystander = ReviewFactory(round=invitation.round)
    for one, words in ((review, "Half a thought."), (bystander, "Of somebody else.")):
        Draft.objects.create(
            owner=one.reviewer, key=f"review:{one.pk}", fields={"summary": words}, saved_at=NOW
        )
    revoke(invitation)
    work()
    (mail,) = [mail for mail in mailoutbox if mail.to == [invitation.email]]
    assert "withdrawn the invitation" in mail.body
    assert "Half a thought." in mail.body
    assert "Of somebody else." not in mail.body
    assert Event.objects.filter(kind="invitation.revoked").count() == 1
    assert not Event.objects.filter(kind="invitation.declined").exists()


def test_a_withdrawn_reviewer_gets_every_field_and_what_another_tab_kept(mailoutbox):
    invitation = InvitationFactory()
    review = accept_invitation(invitation.pk, user=None, name="Grace", now=NOW)
    Draft.objects.create(
        owner=review.reviewer,
        key=f"review:{review.pk}",
        fields={"summary": "The newer.", "ai_use": "A tool for grammar.", "byline_kind": "signed"},
        others=[
            {"tab": "t1", "saved_at": "", "fields": {"summary": "Older.", "strengths": "Proofs."}},
            {"tab": "t2", "saved_at": "", "fields": {"summary": "The newer."}},
        ],
        saved_at=NOW,
    )
    revoke(invitation)
    work()
    (mail,) = [mail for mail in mailoutbox if mail.to == [invitation.email]]
    assert "# Which AI tools, and for what\n\nA tool for grammar." in mail.body
    assert "# Summary, kept from another tab\n\nOlder." in mail.body
    assert "# Strengths, kept from another tab\n\nProofs." in mail.body
    assert mail.body.count("The newer.") == 1
    assert "byline_kind" not in mail.body


def test_withdrawing_what_nobody_answered_mails_nobody(mailoutbox):
    opened = RoundFactory()
    revoke(invite(opened))
    work()
    assert mailoutbox == []


def test_a_revoked_invitation_cannot_be_accepted():
    invitation = InvitationFactory()
    revoke(invitation)
    with pytest.raises(invitation_errors.InvitationNotOpen):
        accept_invitation(invitation.pk, user=None, name="Grace", now=NOW)


def test_an_invitation_whose_review_was_submitted_cannot_be_withdrawn():
    invitation = InvitationFactory(state="accepted")
    ReviewFactory(round=invitation.round, invitation=invitation, submitted=True)
    with pytest.raises(invitation_errors.SubmittedReviewStays):
        revoke(invitation)
