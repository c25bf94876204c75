"""Proving that another account is one's own: how long a proof is good, and what its tries tell."""

import pytest
from django.urls import reverse

from accounts import proving
from accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def change_address(account):
    account.emailaddress_set.filter(email="old@example.org").update(email="new@example.org")
    User.objects.filter(pk=account.pk).update(email="new@example.org")


def change_password(account):
    account.set_password("quite another one")
    account.save()


def lose_the_address(account):
    account.emailaddress_set.filter(email="second@example.org").delete()


@pytest.mark.parametrize("change", [change_address, change_password, lose_the_address])
def test_a_link_and_a_proof_end_with_the_address_or_the_password(client, change):
    kept, other = UserFactory(), UserFactory(email="old@example.org", verified=True)
    bystander = UserFactory(email="by@example.org", verified=True)
    other.emailaddress_set.create(email="second@example.org", verified=True)
    tokens = [proving.token_for(kept, one) for one in (other, bystander)]
    client.force_login(kept)
    typed = {"email": "second@example.org", "password": PASSWORD}
    assert client.post(reverse("accounts:join"), typed).url == reverse("accounts:confirm_join")
    change(User.objects.get(pk=other.pk))
    assert client.get(reverse("accounts:confirm_join")).url == reverse("accounts:join")
    proved = [proving.proved_by_token(token, kept=kept) for token in tokens]
    assert proved == [None, bystander]
