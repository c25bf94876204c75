"""Who signs up by way of ORCID: a profile with the name and the iD given there."""

import re
from types import SimpleNamespace

import pytest
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.github.provider import GitHubProvider
from allauth.socialaccount.providers.orcid.provider import OrcidProvider
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from accounts.adapters import SocialAccountAdapter
from accounts.models import Profile, User
from accounts.services import available_name
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

ORCID = "0000-0002-1825-0097"


@pytest.fixture(autouse=True)
def _providers(settings, monkeypatch):
    """As where a client of ORCID's is configured; the other one gives names in one field."""
    for provider in (OrcidProvider, GitHubProvider):
        monkeypatch.setitem(registry.provider_map, provider.id, provider)
    application = {"client_id": "a", "secret": "b"}
    others = settings.SOCIALACCOUNT_PROVIDERS  # not changed in place: later tests read it
    settings.SOCIALACCOUNT_PROVIDERS = others | {"github": {"APP": application}}


def record(given="Josiah", family="Carberry"):
    """The part of ORCID's answer that holds the name; what is private there is null."""
    parts = {"given-names": given, "family-name": family}
    name = {part: {"value": value} if value else None for part, value in parts.items()}
    return {"orcid-identifier": {"path": ORCID}, "person": {"name": name}}


def sign_up(extra_data, *, provider="orcid", uid=ORCID):
    """As django-allauth does once the other site has said who somebody is."""
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.user = SimpleNamespace(is_authenticated=False)
    account = SocialAccount(provider=provider, uid=uid, extra_data=extra_data)
    login = SocialLogin(user=User(email="new@example.org"), account=account)
    return SocialAccountAdapter().save_user(request, login)


def test_the_profile_has_the_name_and_the_id_given_at_orcid():
    bystander = UserFactory(name="Grace Example")
    user = sign_up(record())
    assert list(User.objects.order_by("pk")) == [bystander, user]
    profile = Profile.objects.get(user=user)
    assert (profile.name, profile.orcid) == ("Josiah Carberry", ORCID)
    assert re.fullmatch(r"josiah-carberry-\d{4}", profile.handle)
    assert (bystander.profile.name, bystander.profile.orcid) == ("Grace Example", "")
    assert SocialAccount.objects.get().user == user
    assert not user.has_usable_password()


def test_another_sites_number_is_no_orcid_id():
    user = sign_up({"name": "Josiah S. Carberry", "login": "jo"}, provider="github", uid="7")
    assert (user.profile.name, user.profile.orcid) == ("Josiah S. Carberry", "")


@pytest.mark.parametrize("is_vouched_for", [False, True])
def test_an_address_given_by_orcid_signs_nobody_in_to_the_account_that_has_it(
    settings, is_vouched_for
):
    """Whoever holds the iD may have typed the address there. Only the iD itself is known again."""
    providers = settings.SOCIALACCOUNT_PROVIDERS
    orcid = providers["orcid"] | {"VERIFIED_EMAIL": is_vouched_for}
    settings.SOCIALACCOUNT_PROVIDERS = providers | {"orcid": orcid}
    known = UserFactory(verified=True)
    answer = record()
    answer["person"]["emails"] = {"email": [{"email": known.email, "verified": True}]}
    login = login_of(answer)
    assert [(given.email, given.verified) for given in login.email_addresses] == [
        (known.email, is_vouched_for)
    ]
    login.lookup()
    assert (login.is_existing, login.user.pk) == (False, None)
    SocialAccount.objects.create(user=known, provider="orcid", uid=ORCID)
    again = login_of(answer)
    again.lookup()
    assert (again.is_existing, again.user) == (True, known)


def login_of(answer):
    """What django-allauth makes of ORCID's answer."""
    request = RequestFactory().get("/")
    return (
        SocialAccountAdapter()
        .get_provider(request, "orcid")
        .sociallogin_from_response(request, answer)
    )


@pytest.mark.parametrize(
    ("given", "family", "name"),
    [
        ("Josiah", "", "Josiah"),
        ("", "Carberry", "Carberry"),
        ("", "", "Reader"),
        ("Sibylla", "Vane", "Reader"),
        ("Anonymous", "Reviewer", "Reader"),
        ("www.example.org", "", "Reader"),
        ("Ivo", "Rask | Oxford", "Reader"),
    ],
)
def test_a_name_that_is_private_or_that_nobody_may_choose_is_left_to_the_person(
    given, family, name
):
    UserFactory(name="Sibylla Vane", editor=True)
    user = sign_up(record(given, family))
    assert (user.profile.name, user.profile.orcid) == (name, ORCID)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("  Josiah\u200b  Carberry ", "Josiah Carberry"),
        ("Sibylla Vane", ""),
        ("Vane, Sibylla", ""),
        ("Sibylla Crane", "Sibylla Crane"),
        ("Reviewer 2", ""),
        ("!!!", ""),
        ("", ""),
        ("A" * 200, "A" * 200),
        ("A" * 201, "A" * 200),
    ],
)
def test_a_name_from_elsewhere_is_taken_where_it_could_be_typed_here(given, name):
    UserFactory(name="Sibylla Vane", editor=True)
    UserFactory(name="Sibylla Crane")  # not known by it
    assert available_name(given) == name
