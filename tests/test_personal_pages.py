"""Every address: what is shown to one person is kept by nobody, what is public by everybody."""

import pytest
from django.test import Client

from tests.access.requests import routes
from tests.access.table import FILE, read
from tests.factories.accounts import UserFactory
from tests.one_of_each import World, own_names, world

pytestmark = pytest.mark.django_db
__all__ = ["world"]  # the fixture: one of each thing

# They read no session, so their answers are the same for everybody.
ASK_NOBODY = (
    *("api:", "feeds:", "sitemaps:", "healthz", "readyz"),
    *("reading:cover", "reading:evidence", "reading:checkpoint", "reading:log_keys"),
)
REDIRECTS = {"reading:by_id", "reading:by_identifier"}  # public ones
NAMES = own_names()


def forbids_keeping(answer) -> bool:
    return {"private", "no-store"} <= set(answer["Cache-Control"].replace(" ", "").split(","))


def check_nothing_is_kept(client: Client, world: World) -> None:
    asked_nobody = 0
    for name in NAMES:
        answers = [client.get(world.url(name)), client.post(world.url(name))]
        for answer in answers:
            session_was_read = "Cookie" in answer.get("Vary", "")
            if name.startswith(ASK_NOBODY) or (answer.status_code == 405 and not session_was_read):
                asked_nobody += 1
            elif session_was_read or name not in REDIRECTS:
                assert forbids_keeping(answer), (name, answer.status_code)
    assert asked_nobody < len(NAMES) * 2


@pytest.mark.parametrize("is_editor", [False, True])
def test_what_somebody_signed_in_gets_is_kept_by_nobody(client, world, is_editor):
    client.force_login(UserFactory(editor=is_editor))
    check_nothing_is_kept(client, world)


@pytest.mark.parametrize(
    "url", ["/", "/me/", "/editor/", "/editor/sources/", "/me/profile/", "/no/such/address/"]
)
def test_pages_of_one_person_say_so(client, url):
    client.force_login(UserFactory(editor=True))
    assert client.get(url)["Cache-Control"] == "private, no-store"


def test_what_a_guest_gets_is_kept_by_nobody(client, world):
    session = client.session
    session["invitation"] = 7  # whatever a session holds of somebody who is not signed in
    session.save()
    assert forbids_keeping(client.get("/"))
    assert forbids_keeping(client.get(world.url("reading:preprint")))


def test_a_page_with_a_form_token_is_kept_by_nobody(client):
    answer = client.get("/accounts/login/")
    assert "csrfmiddlewaretoken" in answer.content.decode()
    assert forbids_keeping(answer)
    # The cookie alone makes no page personal.
    assert "no-store" not in client.get("/")["Cache-Control"]


def public_pages() -> list[str]:
    """Names of the pages to read that open to everybody, by the access table."""
    open_to_all = {
        route
        for (method, route, _state), words in read(FILE.read_text()).items()
        if method == "GET" and set(words.values()) <= {"ok", "moves"}
    }
    return sorted(
        name for route, name in routes() if name.startswith("reading:") and route in open_to_all
    )


@pytest.mark.parametrize("name", public_pages())
def test_what_is_public_may_be_kept(client, world, name):
    answer = client.get(world.url(name))
    if answer.status_code == 200 and name not in ("reading:compare", "reading:compare_edit"):
        assert "public" in answer["Cache-Control"]
        assert "no-store" not in answer["Cache-Control"]
