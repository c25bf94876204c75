"""Proving that another account is one's own: how long a proof is good, and what its tries tell."""

import pytest
from django.contrib.auth.hashers import get_hasher
from django.urls import reverse

from accounts import proving
from accounts.errors import NotThePassword
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


def test_every_try_costs_one_look_at_a_password_also_beyond_the_limit(rf, monkeypatch):
    """Else the time of the answer says whose address has an account."""
    UserFactory(email="known@example.org", verified=True)
    UserFactory(email="closed@example.org", verified=True, is_active=False)
    looks, hasher = [], type(get_hasher())
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda *args: looks.append(1) or encode(*args))
    for may_try in (True, False):
        monkeypatch.setattr(proving.ratelimit, "consume", lambda *_a, ok=may_try, **_k: ok)
        for name in ("nobody", "known", "closed"):
            looks.clear()
            with pytest.raises(NotThePassword):
                proving.prove_by_password(
                    rf.post("/"), email=f"{name}@example.org", password="wrong"
                )
            assert len(looks) == 1, (name, may_try)
    with pytest.raises(NotThePassword):
        proving.prove_by_password(rf.post("/"), email="known@example.org", password=PASSWORD)


def test_an_hour_has_an_end_of_tries(client, settings):
    settings.LIMIT_REQUESTS = True
    client.force_login(UserFactory())
    for name, typed in (("join", {"email": "a@example.org"}), ("mail_join_link", {})):
        answers = [client.post(reverse(f"accounts:{name}"), typed).status_code for _ in range(31)]
        assert (answers[0], answers[-1]) == (422, 429)
