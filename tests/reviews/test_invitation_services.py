import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from accounts.models import User
from accounts.services import give_role
from events.outbox import work
from reviews import errors
from reviews.models import Invitation, Review
from reviews.services.invitations import (
    accept_invitation,
    decline_invitation,
    find_invitation,
    invite_reviewer,
    may_sign_in_by_link,
    revoke_invitation,
)
from reviews.tokens import invitation_token
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, RoundFactory
from tests.factories.times import DUE, NOW

pytestmark = pytest.mark.django_db


def invite(opened, **changed):
    details = {
        "editor": opened.submission.editor,
        "email": "Grace@Example.org ",
        "name": "Grace",
        "message": "Your work on axioms fits.",
        "due_on": DUE,
    }
    return invite_reviewer(opened.pk, now=NOW, **{**details, **changed})


def test_an_invitation_is_mailed_with_a_link_that_finds_it(mailoutbox):
    invitation = invite(RoundFactory())
    work()
    mail = mailoutbox[0]
    assert mail.to == ["grace@example.org"]
    token = invitation_token(invitation.nonce)
    assert f"/invitations/{token}/" in mail.body
    assert "Your work on axioms fits." in mail.body
    assert find_invitation(token) == invitation


def test_the_token_is_not_in_the_database():
    invitation = invite(RoundFactory())
    row = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert invitation_token(invitation.nonce) not in str(row)


def test_a_wrong_token_finds_nothing():
    invite(RoundFactory())
    assert find_invitation("0" * 64) is None


def test_nobody_is_invited_twice():
    opened = RoundFactory()
    invite(opened)
    with pytest.raises(errors.AlreadyInvited):
        invite(opened)


def test_only_the_handling_editor_invites():
    opened = RoundFactory()
    with pytest.raises(errors.NotTheHandlingEditor):
        invite(opened, editor=opened.submission.second_editor)


def test_the_submitting_author_cannot_be_invited():
    opened = RoundFactory()
    with pytest.raises(errors.ReviewerIsInvolved):
        invite(opened, email=opened.submission.submitter.email)


def test_accepting_without_an_account_makes_one_with_a_confirmed_address():
    invitation = InvitationFactory(email="new@example.org")
    accepted = accept_invitation(invitation.pk, user=None, name="New Person", now=NOW)
    assert accepted.is_new_account
    assert accepted.user.profile.name == "New Person"
    assert accepted.user.emailaddress_set.get().verified
    assert not accepted.user.has_usable_password()
    assert accepted.review == Review.objects.get()
    assert accepted.review.due_on == invitation.due_on
    invitation.refresh_from_db()
    assert may_sign_in_by_link(invitation)


def test_the_link_never_opens_an_account_it_did_not_make():
    user = UserFactory(email="invited@example.org")
    user.set_unusable_password()
    user.save()
    invitation = InvitationFactory()
    accept_invitation(invitation.pk, user=user, name="", now=NOW)
    invitation.refresh_from_db()
    assert not may_sign_in_by_link(invitation)


@pytest.mark.parametrize("built_on", ["password", "role", "second factor", "closed round"])
def test_the_link_opens_its_account_no_more_once_something_is_built_on_it(built_on):
    invitation = InvitationFactory(email="new@example.org")
    user = accept_invitation(invitation.pk, user=None, name="New Person", now=NOW).user
    invitation.refresh_from_db()
    assert may_sign_in_by_link(invitation)
    if built_on == "password":
        user.set_password("correct horse battery")
        user.save()
    elif built_on == "role":
        give_role(user, "editor")
    elif built_on == "second factor":
        Authenticator.objects.create(user=user, type="totp", data={})
    else:
        invitation.round.state = "assessed"
        invitation.round.save()
    assert not may_sign_in_by_link(Invitation.objects.get(pk=invitation.pk))


def test_an_editor_closes_a_link_also_after_it_was_used():
    invitation = InvitationFactory(email="new@example.org")
    accept_invitation(invitation.pk, user=None, name="New Person", now=NOW)
    revoke_invitation(invitation.pk, editor=invitation.invited_by, now=NOW)
    assert Invitation.objects.get().state == "revoked"
    assert Review.objects.exists()


def test_a_second_address_of_an_account_is_known_too():
    user = UserFactory()
    EmailAddress.objects.create(user=user, email="invited@example.org", verified=True)
    with pytest.raises(errors.AccountExists):
        accept_invitation(InvitationFactory().pk, user=None, name="Somebody", now=NOW)


def test_an_address_with_an_account_must_sign_in():
    UserFactory(email="invited@example.org")
    invitation = InvitationFactory()
    with pytest.raises(errors.AccountExists):
        accept_invitation(invitation.pk, user=None, name="Somebody", now=NOW)
    invitation.refresh_from_db()
    assert invitation.state == "pending"
    assert User.objects.filter(email="invited@example.org").count() == 1


def test_accepting_is_told_to_the_editor(mailoutbox):
    invitation = InvitationFactory()
    accept_invitation(invitation.pk, user=UserFactory(), name="", now=NOW)
    work()
    assert mailoutbox[0].to == [invitation.invited_by.email]


def test_declining_passes_the_reason_to_the_editor(mailoutbox):
    invitation = InvitationFactory()
    decline_invitation(invitation.pk, user=None, reason="Ask Noor instead.", now=NOW)
    work()
    assert "Ask Noor instead." in mailoutbox[0].body


def test_a_revoked_invitation_cannot_be_accepted():
    invitation = InvitationFactory()
    revoke_invitation(invitation.pk, editor=invitation.invited_by, now=NOW)
    with pytest.raises(errors.InvitationNotOpen):
        accept_invitation(invitation.pk, user=UserFactory(), name="", now=NOW)


def test_a_revoked_invitation_is_not_mailed(mailoutbox):
    opened = RoundFactory()
    invitation = invite(opened)
    revoke_invitation(invitation.pk, editor=opened.submission.editor, now=NOW)
    work()
    assert mailoutbox == []
