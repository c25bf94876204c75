import pytest
from django.urls import reverse

from accounts.models import User
from reviews.models import Invitation, Review
from reviews.tokens import invitation_token
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.reviews import InvitationFactory

pytestmark = pytest.mark.django_db


def address(invitation, act=""):
    name = f"{act}_invitation" if act else "invitation"
    return reverse(f"reviews:{name}", args=[invitation_token(invitation.nonce)])


def test_the_link_shows_the_work_without_an_account(client):
    words = client.get(address(InvitationFactory())).content.decode()
    assert "Axioms for careful agents" in words
    assert "Yes, I will review it" in words


def test_looking_at_the_link_changes_nothing(client):
    client.get(address(InvitationFactory()))
    assert Invitation.objects.get().state == "pending"


def test_accepting_makes_an_account_and_leads_to_the_form(client):
    invitation = InvitationFactory(email="new@example.org")
    answer = client.post(address(invitation, "accept"), {"name": "New Person"})
    review = Review.objects.get()
    assert answer.url == reverse("reviews:write", args=[review.pk])
    assert "Your review" in client.get(answer.url).content.decode()


def test_the_link_brings_such_a_reviewer_back_later(client):
    invitation = InvitationFactory(email="new@example.org")
    client.post(address(invitation, "accept"), {"name": "New Person"})
    client.logout()
    assert "You accepted on" in client.get(address(invitation)).content.decode()
    answer = client.post(address(invitation, "accept"))
    assert client.get(answer.url).status_code == 200


def test_the_link_does_not_open_an_account_with_a_password(client):
    invitation = InvitationFactory(email="new@example.org")
    client.post(address(invitation, "accept"), {"name": "New Person"})
    user = User.objects.get(email="new@example.org")
    user.set_password(PASSWORD)
    user.save()
    client.logout()
    answer = client.post(address(invitation, "accept"))
    assert client.get(answer.url).url.startswith("/accounts/login/")


def test_an_address_with_an_account_is_asked_to_sign_in(client):
    UserFactory(email="invited@example.org")
    invitation = InvitationFactory()
    answer = client.post(address(invitation, "accept"), {"name": "Somebody"})
    assert answer.url.startswith("/accounts/login/")
    assert "invitations" in answer.url


def test_a_signed_in_person_accepts_with_that_account(client):
    user = UserFactory()
    client.force_login(user)
    client.post(address(InvitationFactory(), "accept"))
    assert Review.objects.get().reviewer == user


def test_a_name_is_needed_without_an_account(client):
    answer = client.post(address(InvitationFactory(), "accept"), {"name": ""})
    assert answer.status_code == 422


def test_an_editor_of_the_work_cannot_accept(client):
    invitation = InvitationFactory()
    client.force_login(invitation.round.submission.second_editor)
    answer = client.post(address(invitation, "accept"))
    assert answer.status_code == 409
    assert "cannot review it" in answer.content.decode()


def test_declining_says_thank_you_and_keeps_the_reason(client):
    invitation = InvitationFactory()
    answer = client.post(address(invitation, "decline"), {"reason": "No time"}, follow=True)
    assert "You declined on" in answer.content.decode()
    assert Invitation.objects.get().reason == "No time"
    client.post(address(invitation, "decline"), {"reason": "Again"})
    assert Invitation.objects.get().reason == "No time"


def test_a_withdrawn_or_unknown_link_is_closed(client):
    assert client.get(address(InvitationFactory(state="revoked"))).status_code == 404
    assert client.get(reverse("reviews:invitation", args=["0" * 64])).status_code == 404
