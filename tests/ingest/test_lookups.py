from dataclasses import replace
from datetime import timedelta

import pytest

from events.outbox import work
from ingest.errors import IngestError, LinkNotRecognised, TooManyLookups
from ingest.models import Lookup
from ingest.record_json import record_from_json, record_to_json
from ingest.services import links
from preprints.models import Preprint
from preprints.record import DeclaredVersion, RecordLocation, RecordRelation
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.times import NOW, POSTED
from tests.preprints.test_store_record import RECORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("replay")]


def look_up(text, person=None):
    lookup = links.look_up_link(text, asked_by=person or UserFactory(), now=NOW)
    work()
    lookup.refresh_from_db()
    return lookup


def test_a_link_is_answered_in_the_background_and_listed_on_confirmation():
    lookup = look_up("arXiv:1605.08386")
    assert lookup.state == "found"
    assert not Preprint.objects.exists()
    preprint = links.confirm_lookup(lookup, now=NOW).preprint
    assert preprint.current_version.title == "Heat-bath random walks with Markov bases"
    assert links.confirm_lookup(lookup, now=NOW).preprint == preprint
    assert Preprint.objects.count() == 1


def test_a_record_survives_its_way_through_the_database():
    lookup = look_up("https://www.lesswrong.com/posts/SyntheticRich0001/x")
    record = record_from_json(lookup.record)
    assert record_from_json(record_to_json(record)) == record
    assert record.title == "A Claim, with Footnotes"
    assert {place.source for place in record.other_locations} == {"alignment-forum"}


def test_a_known_work_is_answered_at_once(replay):
    preprint = PreprintFactory()
    lookup = look_up(f"arXiv:{preprint.locations.get().external_id}")
    assert lookup.preprint == preprint
    assert replay.requests == []


def test_a_work_listed_while_the_source_was_asked_is_not_listed_twice():
    lookup = look_up("arXiv:1605.08386")
    known = links.ingest_link("arXiv:1605.08386", now=NOW).preprint
    assert links.confirm_lookup(lookup, now=NOW).preprint == known


def test_a_post_found_under_another_address_is_recognised_as_known():
    known = links.ingest_link("lesswrong.com/posts/SyntheticPlain001", now=NOW).preprint
    assert look_up("https://www.lesswrong.com/lw/abc/a_plain_post/").preprint == known


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("arXiv:2401.09999", "no work"),
        ("https://www.lesswrong.com/posts/SyntheticGone0001/x", ""),
        ("https://www.lesswrong.com/posts/SyntheticDraft001/x", ""),
        ("https://www.lesswrong.com/posts/SyntheticEvent001/x", ""),
    ],
)
def test_a_lookup_that_fails_shows_the_reason(text, words):
    lookup = look_up(text)
    assert lookup.state == "failed"
    assert words in lookup.message
    assert lookup.message
    with pytest.raises(IngestError):
        links.confirm_lookup(lookup, now=NOW)


def test_a_lookup_at_a_source_that_is_down_says_so(replay):
    replay.fail(times=10, status=503, headers={"Retry-After": "3600"})
    lookup = look_up("arXiv:1605.08386")
    assert lookup.state == "failed"
    assert "again" in lookup.message


def test_an_unexpected_error_ends_the_lookup(monkeypatch):
    def fail(ref):
        raise ZeroDivisionError

    monkeypatch.setattr(links, "fetch_record", fail)
    lookup = look_up("arXiv:1605.08386")
    assert lookup.state == "failed"
    assert lookup.message


def test_a_text_that_is_no_link_is_refused_without_a_request(replay):
    with pytest.raises(LinkNotRecognised):
        look_up("my new paper")
    assert replay.requests == []
    assert not Lookup.objects.exists()


def test_nul_characters_in_a_pasted_link_do_no_harm():
    assert look_up("arXiv:1605.08386\x00").state == "found"


def test_a_person_may_look_up_forty_links_in_an_hour(monkeypatch):
    monkeypatch.setattr(links, "LOOKUPS_A_PERSON", 2)
    person = UserFactory()
    for link in ("arXiv:1605.08386", "arXiv:1605.08387"):
        links.look_up_link(link, asked_by=person, now=NOW)
    with pytest.raises(TooManyLookups):
        links.look_up_link("arXiv:1605.08388", asked_by=person, now=NOW)
    links.look_up_link("arXiv:1605.08386", asked_by=person, now=NOW + timedelta(hours=1, minutes=1))


@pytest.mark.parametrize(
    "link",
    ["arXiv:2401.03000", "arXiv:2401.01001", "arXiv:2401.01003", "arXiv:2401.01004"],
    ids=["three thousand authors", "withdrawn", "control characters", "unparsable maths"],
)
def test_odd_works_are_stored_and_shown(client, link):
    stored = links.ingest_link(link, now=NOW)
    page = client.get(stored.preprint.get_absolute_url())
    assert page.status_code == 200
    assert len(page.content) < 100_000


def test_a_paper_titled_zero_is_shown(client):
    stored = links.ingest_link("arXiv:2104.12255v1", now=NOW)
    assert stored.version.title == "0"
    assert ">0<" in client.get(stored.preprint.get_absolute_url()).content.decode()


def test_a_withdrawn_work_says_so_on_its_page(client):
    stored = links.ingest_link("arXiv:2401.01001", now=NOW)
    assert stored.preprint.status == "withdrawn"
    words = client.get(stored.preprint.get_absolute_url()).content.decode().lower()
    assert "withdrawn" in words


def test_a_record_comes_back_from_json_as_it_was():
    record = replace(
        RECORD,
        relations=(RecordRelation("published-as", "doi", "10.1000/x"),),
        history=(DeclaredVersion("v1", POSTED), DeclaredVersion("v2", POSTED, is_withdrawn=True)),
        other_locations=(RecordLocation("doi", "10.1000/y", "https://doi.org/10.1000/y"),),
    )
    assert record_from_json(record_to_json(record)) == record


def test_a_link_pasted_twice_in_a_moment_is_looked_up_once():
    """By one person; a failed one is asked again, and so is the same link a minute later."""
    person = UserFactory()

    def ask(seconds=0, link="arXiv:1605.08386", asked_by=person):
        now = NOW + timedelta(seconds=seconds)
        return links.look_up_link(link, asked_by=asked_by, now=now).pk

    first = ask()
    assert ask(1) == first
    assert ask(1, link="arXiv:1605.08387") != first
    assert ask(1, asked_by=UserFactory()) != first
    assert ask(60) != first
    Lookup.objects.update(state="failed")
    assert ask(61) not in Lookup.objects.filter(state="failed").values_list("pk", flat=True)
