"""The organisation of an affiliation: looked up at ROR, chosen by its person, never needed."""

import json

import pytest

from accounts.models import Profile
from events.models import Outbox
from events.outbox import work
from ingest.errors import UnexpectedAnswer
from ingest.http.client import MOST_RETRIES
from ingest.models import Host, OrganisationLookup
from ingest.parsing.ror import parse_organisation, parse_organisations
from tests.factories.accounts import UserFactory
from tests.replay.ror import HERONS, SAMPLES

OTHER = "0hern0073"
PAGE = "/me/affiliation/"


def sample(name):
    return json.loads((SAMPLES / name).read_bytes())


def test_an_organisation_has_the_name_that_ror_shows_and_its_place():
    (first, second) = parse_organisations((SAMPLES / "herons.json").read_bytes())
    assert (first.ror, first.name, first.place) == (
        HERONS,
        "Institute of Herons",
        "Rye, Cinque Ports",
    )
    assert (second.ror, second.place) == (OTHER, "Oslo, Fjordland"), "the withdrawn one is left out"


@pytest.mark.parametrize(
    "change",
    [{"id": "https://ror.org/0hern0099"}, {"id": None}, {"names": []}, {"names": "Herons"}],
)
def test_an_answer_of_another_shape_is_refused(change):
    with pytest.raises(UnexpectedAnswer):
        parse_organisation(json.dumps({**sample("organisation.json"), **change}).encode())


@pytest.fixture
def person(client, db, replay):
    user = UserFactory(name="Ada Example")
    client.force_login(user)
    return user


def type_in(client, user, affiliation):
    answer = client.post("/me/profile/", {"name": user.profile.name, "affiliation": affiliation})
    assert answer.status_code == 302


def kept(user):
    return Profile.objects.values_list("affiliation", "ror").get(user=user)


def test_the_person_chooses_among_those_of_the_name(client, person):
    bystander = UserFactory()
    type_in(client, person, "Herons, Rye")
    assert kept(person) == ("Herons, Rye", ""), "what was typed stands at once"
    assert "is looked up at ROR" in client.get(PAGE).content.decode()
    work()
    page = client.get(PAGE).content.decode()
    assert "Oslo, Fjordland" in page
    assert "Old Institute" not in page
    assert kept(person) == ("Herons, Rye", ""), "nothing is chosen for them"
    assert client.post(PAGE, {"ror": OTHER}).url == "/me/profile/"
    assert kept(person) == ("Institute of Herons", OTHER)
    assert kept(bystander) == ("", "")


def test_what_was_typed_before_is_looked_up_by_a_button(client, person):
    Profile.objects.filter(user=person).update(affiliation="Herons")
    client.post(PAGE, {"look_up": "1"})
    work()
    assert "Oslo, Fjordland" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("typed", [HERONS, f"https://ror.org/{HERONS}"])
def test_an_id_that_was_typed_becomes_its_organisation(client, person, typed):
    type_in(client, person, typed)
    work()
    assert kept(person) == ("Institute of Herons", HERONS)


@pytest.mark.parametrize("typed", ["Independent researcher", "0hernxx15"])
def test_what_ror_does_not_have_stays_as_it_was_typed(client, person, typed):
    type_in(client, person, typed)
    work()
    assert kept(person) == (typed, "")
    assert "has none of this name" in client.get(PAGE).content.decode()


def test_only_what_was_found_for_the_present_text_can_be_chosen(client, person):
    type_in(client, person, "Herons, Rye")
    work()
    for chosen in ("05dxps055", "", "<b>"):
        assert client.post(PAGE, {"ror": chosen}).status_code == 409
    type_in(client, person, "Independent researcher")
    answer = client.post(PAGE, {"ror": OTHER})
    assert "Your affiliation has changed since" in answer.content.decode()
    assert kept(person) == ("Independent researcher", "")


def test_while_ror_is_away_the_page_says_so_and_stops_asking(client, person, replay):
    type_in(client, person, "Herons, Rye")
    assert 'hx-trigger="every 2s"' in client.get(PAGE).content.decode()
    replay.fail(times=1 + MOST_RETRIES, status=503)
    work()
    page = client.get(PAGE).content.decode()
    assert "did not answer" in page
    assert "every 2s" not in page
    assert "has none of this name" not in page
    assert len(replay.requests) == 1 + MOST_RETRIES
    Host.objects.update(closed_until=None)
    client.post(PAGE, {"look_up": "1"})
    assert "every 2s" in client.get(PAGE).content.decode()
    work()
    page = client.get(PAGE).content.decode()
    assert "Oslo, Fjordland" in page
    assert "did not answer" not in page


def test_while_ror_is_away_the_lookup_waits_and_an_old_one_is_dropped(client, person, replay):
    replay.fail(times=20, status=503)
    type_in(client, person, "Herons, Rye")
    work()
    assert OrganisationLookup.objects.get().is_away
    row = Outbox.objects.get(task="ingest.look_up_organisation")
    assert row.done_at is None
    Profile.objects.filter(user=person).update(affiliation="Elsewhere")
    Outbox.objects.update(due_at=row.created_at)
    work()
    row.refresh_from_db()
    assert row.dropped_at is not None
