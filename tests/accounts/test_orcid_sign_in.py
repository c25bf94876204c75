"""Sign-in by ORCID, the whole way: the journal and a server of ORCID's kind speak over HTTP."""

import http.client
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers import registry

from accounts.models import User
from accounts.orcid_sign_in.provider import OrcidProvider
from preprints.models import Author
from tests.accounts.orcid_server import CLIENT_ID, CLIENT_SECRET, orcid_server, record
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.preprints import PreprintFactory
from tests.reviews.outcomes import new_mails

pytestmark = pytest.mark.django_db
ORCID, OTHER = "0000-0002-1825-0097", "0000-0002-1694-233X"


@pytest.fixture
def orcid(settings, monkeypatch):
    monkeypatch.setitem(registry.provider_map, "orcid", OrcidProvider)
    settings.ROOT_URLCONF = "tests.accounts.orcid_urls"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "orcid": {"APP": {"client_id": CLIENT_ID, "secret": CLIENT_SECRET}}
    }
    with orcid_server() as server:
        settings.ORCID_URL = settings.ORCID_API_URL = server.address
        server.signed_in, server.records = ORCID, {ORCID: record(ORCID), OTHER: record(OTHER)}
        yield server


def come_back(client, *, process="login"):
    """From the button to ORCID; the address by which ORCID sends the person back."""
    there = client.post(f"/accounts/orcid/login/?process={process}")
    assert there.status_code == 302, there
    parts = urlsplit(there.url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port)
    connection.request("GET", f"{parts.path}?{parts.query}")
    back = connection.getresponse().headers["Location"]
    connection.close()
    return back


def who(client):
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk) if pk else None


def known_by(orcid_id, **fields):
    user = UserFactory(verified=True, **fields)
    SocialAccount.objects.create(user=user, provider="orcid", uid=orcid_id)
    return user


def test_who_has_connected_their_id_signs_in_by_it_and_claims_their_works(client, orcid):
    user, bystander = known_by(ORCID), known_by(OTHER)
    work = PreprintFactory().current_version
    work.authors.update(orcid=ORCID)
    assert client.get("/accounts/orcid/login/").status_code == 200
    response = client.get(come_back(client))
    assert (response.status_code, response.url) == (302, "/me/")
    assert who(client) == user
    assert list(Author.objects.values_list("user", flat=True)) == [user.pk]
    assert not Author.objects.filter(user=bystander).exists()
    assert orcid.asked == ["/oauth/authorize", "/oauth/token", f"/v3.0/{ORCID}/record"]


def test_of_the_record_no_more_is_kept_than_who_it_is(client, orcid):
    user = known_by(ORCID)
    client.get(come_back(client))
    kept = SocialAccount.objects.get(user=user).extra_data
    assert set(kept) == {"orcid-identifier", "person"}
    assert set(kept["person"]) == {"name", "emails"}


def test_who_comes_for_the_first_time_gives_an_address_and_confirms_it(client, orcid):
    page = client.get(come_back(client), follow=True)
    assert page.redirect_chain[-1][0] == "/accounts/3rdparty/signup/"
    assert f"Nobody here has the ORCID iD {ORCID} yet" in page.content.decode()
    client.post("/accounts/3rdparty/signup/", {"email": "new@example.org"})
    assert who(client) is None
    user = User.objects.get(email="new@example.org")
    assert (user.profile.name, user.profile.orcid) == ("Josiah Carberry", ORCID)
    assert SocialAccount.objects.get().user == user
    assert not EmailAddress.objects.get(user=user).verified


def test_who_refuses_there_is_not_signed_in_and_is_shown_other_ways(client, orcid):
    known_by(ORCID)
    orcid.signed_in = ""
    page = client.get(come_back(client), follow=True)
    assert who(client) is None
    assert "Not signed in" in page.content.decode()
    assert orcid.asked == ["/oauth/authorize"]


def test_the_way_back_works_once(client, orcid):
    known_by(ORCID)
    back = come_back(client)
    assert client.get(back).status_code == 302
    client.logout()
    again = client.get(back)
    assert who(client) is None
    assert "Begin again" in again.content.decode()
    assert orcid.asked.count("/oauth/token") == 1


def test_a_used_code_with_a_fresh_state_is_refused_by_orcid(client, orcid):
    known_by(ORCID)
    client.get(back := come_back(client))
    client.logout()
    used = dict(pair.split("=") for pair in urlsplit(back).query.split("&"))["code"]
    fresh = come_back(client)
    code = dict(pair.split("=") for pair in urlsplit(fresh).query.split("&"))["code"]
    page = client.get(fresh.replace(code, used))
    assert who(client) is None
    assert "did not work" in page.content.decode()


@pytest.mark.parametrize("spoilt", ["another browser", "invented", "missing"])
def test_a_state_that_this_browser_was_not_given_signs_nobody_in(client, orcid, spoilt, another):
    """Somebody else's way back, sent as a link, would sign its reader in to their account."""
    known_by(ORCID)
    back = come_back(another)
    address, _, query = back.partition("?")
    state = next(part for part in query.split("&") if part.startswith("state="))
    if spoilt == "invented":
        query = query.replace(state, "state=abcdefghijklmnop")
    elif spoilt == "missing":
        query = query.replace(state, "")
    page = client.get(f"{address}?{query}")
    assert who(client) is None
    assert "Begin again" in page.content.decode()
    assert "/oauth/token" not in orcid.asked


@pytest.fixture
def another(client):
    return type(client)()


@pytest.mark.parametrize("broken", ["is busy", "does not know the record", "has another's record"])
def test_an_answer_that_makes_no_sense_is_a_page_with_a_way_on(client, orcid, broken):
    known_by(ORCID)
    back = come_back(client)
    if broken == "is busy":
        orcid.is_broken = True
    elif broken == "does not know the record":
        orcid.records = {}
    else:
        orcid.records = {ORCID: {"orcid-identifier": {"path": "nobody"}, "person": None}}
    page = client.get(back)
    assert who(client) is None
    assert "did not work" in page.content.decode()


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_an_address_that_an_account_has_takes_over_nothing(client, orcid, is_confirmed, mailoutbox):
    """Whoever holds the iD has shown nothing about the address, wherever it was typed."""
    known = UserFactory(email="grace@example.org", verified=is_confirmed)
    orcid.records[ORCID] = record(ORCID, email=known.email)
    page = client.get(come_back(client), follow=True)
    assert who(client) is None
    client.post("/accounts/3rdparty/signup/", {"email": known.email})
    assert who(client) is None
    assert not SocialAccount.objects.exists()
    assert list(User.objects.all()) == [known]
    assert "grace@example.org" not in page.content.decode().replace(known.email, "", 1)
    assert {address for address, _subject in new_mails(mailoutbox)} == {known.email}


def sign_in(client, user):
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert who(client) == user


def test_connecting_shows_the_id_as_verified_and_claims_the_works_that_list_it(client, orcid):
    user = UserFactory(verified=True)
    work = PreprintFactory().current_version
    work.authors.update(orcid=ORCID)
    sign_in(client, user)
    page = client.get(come_back(client, process="connect"), follow=True)
    assert "Your ORCID iD is connected." in page.content.decode()
    user.profile.refresh_from_db()
    assert user.profile.orcid == ORCID
    assert work.authors.get().user == user
    assert "not verified" not in client.get(user.profile.get_absolute_url()).content.decode()


def test_an_id_that_another_account_has_is_not_connected_and_says_what_to_do(client, orcid):
    other, user = known_by(ORCID), UserFactory(verified=True)
    sign_in(client, user)
    page = client.get(come_back(client, process="connect"), follow=True)
    assert "Another account here has this ORCID iD" in page.content.decode()
    assert SocialAccount.objects.get().user == other
    assert who(client) == user
    assert user.profile.orcid == ""


def test_an_id_is_disconnected_unless_it_is_the_last_way_in(client, orcid):
    other = known_by(OTHER)
    client.get(come_back(client))
    client.post("/accounts/3rdparty/signup/", {"email": "new@example.org"})
    user = User.objects.get(email="new@example.org")
    EmailAddress.objects.filter(user=user).update(verified=True)
    client.get(come_back(client))
    own = SocialAccount.objects.get(user=user)
    page = client.post("/accounts/3rdparty/", {"account": own.pk})
    assert "it has no password" in page.content.decode()
    assert SocialAccount.objects.filter(user=user).exists()
    user.set_password(PASSWORD)
    user.save()
    client.logout()
    sign_in(client, user)
    client.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get(user=other).pk})
    assert SocialAccount.objects.count() == 2
    page = client.post("/accounts/3rdparty/", {"account": own.pk}, follow=True)
    assert "Your ORCID iD is disconnected." in page.content.decode()
    assert list(SocialAccount.objects.values_list("user", flat=True)) == [other.pk]
