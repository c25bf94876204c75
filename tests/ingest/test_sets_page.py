"""The page on which editors choose what of a source is taken, and the feeds they remove."""

import pytest

from events.models import Event
from ingest.harvests import run as harvest_run
from ingest.harvests.run import run_due
from ingest.models import Harvest, Reject, Source
from ingest.sources.base import HarvestPage
from preprints.models import Preprint
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW
from tests.preprints.test_store_record import RECORD

pytestmark = pytest.mark.django_db
ARXIV = "/editor/sources/arxiv/sets/"
FIRST = "cs:cs:AI cs:cs:CL cs:cs:LG stat:stat:ML"


@pytest.fixture
def editor(client):
    editor = UserFactory(editor=True)
    client.force_login(editor)
    return editor


@pytest.fixture
def feed(client, editor):
    client.post("/editor/sources/add/", {"name": "Notes", "url": "https://example.org/feed.xml"})
    return Source.objects.get(adapter="feed")


def text_of(answer):
    return " ".join(answer.content.decode().split())


def row(client, slug):
    return text_of(client.get("/editor/sources/")).split(f'id="{slug}"')[1].split("</li>")[0]


def sets(slug="arxiv"):
    return Source.objects.get(slug=slug).sets


def test_each_source_says_in_words_what_is_taken(client, editor, feed):
    assert "Imports cs.AI, cs.CL, cs.LG and stat.ML." in row(client, "arxiv")
    assert "Imports posts of 30 karma or more." in row(client, "ea-forum")
    for slug in ("alignment-forum", "biorxiv", feed.slug):
        assert "Imports everything." in row(client, slug)


def test_only_sources_with_sets_lead_to_a_page_of_theirs(client, editor, feed):
    for slug, has_sets in (("arxiv", True), ("alignment-forum", True), ("biorxiv", False)):
        address = f"/editor/sources/{slug}/sets/"
        assert (address in row(client, slug)) is has_sets
        assert client.get(address).status_code == (200 if has_sets else 404)
    assert client.get(f"/editor/sources/{feed.slug}/sets/").status_code == 404


def test_the_page_shows_the_sets_as_people_write_them(client, editor):
    text = client.get(ARXIV).content.decode()
    assert "\ncs.AI\ncs.CL\ncs.LG\nstat.ML</textarea>" in text
    assert "cond-mat.str-el" in text


def test_sets_are_chosen_one_a_line(client, editor):
    typed = "hep-th\r\n\r\n math.ag \r\nphysics:cond-mat:str-el\r\nhep-th"
    answer = client.post(ARXIV, {"sets": typed, "instead_of": FIRST}, follow=True)
    assert sets() == ["physics:hep-th", "math:math:AG", "physics:cond-mat:str-el"]
    assert "arXiv: Imports hep-th, math.AG and cond-mat.str-el." in text_of(answer)
    client.post("/editor/sources/lesswrong/sets/", {"sets": "curated", "instead_of": "karma:30"})
    assert sets("lesswrong") == ["curated"]


def test_an_empty_field_takes_everything(client, editor):
    client.post(ARXIV, {"sets": " \n", "instead_of": FIRST})
    assert sets() == []
    assert "Imports everything." in row(client, "arxiv")


def test_unknown_sets_are_named_and_nothing_typed_is_lost(client, editor):
    typed = "cs.LG\ncs.XX\n<biology>"
    answer = client.post(ARXIV, {"sets": typed, "instead_of": FIRST})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "arXiv does not have “cs.XX” or “&lt;biology&gt;”." in text
    assert "\ncs.LG\ncs.XX\n&lt;biology&gt;</textarea>" in text
    assert f'value="{FIRST}"' in text
    assert " ".join(sets()) == FIRST


def test_what_another_editor_chose_meanwhile_is_not_overwritten_unseen(client, editor):
    Source.objects.filter(slug="arxiv").update(options={"sets": ["physics:hep-th"]})
    answer = client.post(ARXIV, {"sets": "cs.LG", "instead_of": FIRST})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Another editor has changed this in the meantime" in text
    assert "Imports hep-th." in text
    assert "\ncs.LG</textarea>" in text
    assert 'value="physics:hep-th"' in text
    assert sets() == ["physics:hep-th"]
    client.post(ARXIV, {"sets": "cs.LG", "instead_of": "physics:hep-th"})
    assert sets() == ["cs:cs:LG"]


def test_saving_twice_records_one_event(client, editor):
    for _ in range(2):
        answer = client.post(ARXIV, {"sets": "cs.LG", "instead_of": FIRST})
        assert answer.status_code == 302
    assert Event.objects.filter(kind="source.sets_chosen").count() == 1


def works_of_one(feed):
    """One harvest that has stored a work, and a record that could not be read."""
    Harvest.objects.create(source=feed, state="done", started_at=NOW, advanced_at=NOW)
    Reject.objects.create(
        source=feed, content=b"<item/>", content_hash="x", reason="no title", seen_at=NOW
    )
    harvest_run.intake.store_page(feed, HarvestPage(cursor={}, records=(RECORD,)), now=NOW)


def test_a_feed_is_removed_and_its_works_stay(client, editor, feed):
    works_of_one(feed)
    assert f"/editor/sources/{feed.slug}/remove/" in row(client, feed.slug)
    answer = client.post(f"/editor/sources/{feed.slug}/remove/", follow=True)
    assert "The feed was removed." in text_of(answer)
    assert not Source.objects.filter(adapter="feed").exists()
    assert (Harvest.objects.count(), Reject.objects.count()) == (0, 0)
    assert Preprint.objects.count() == 1
    event = Event.objects.get(kind="source.removed")
    assert (event.subject, event.actor_id, event.is_public) == ("source:notes", editor.pk, False)
    assert event.data == {"name": "Notes", "url": "https://example.org/feed.xml"}


def test_removing_twice_is_removing_once(client, editor, feed):
    for _ in range(2):
        answer = client.post(f"/editor/sources/{feed.slug}/remove/")
        assert answer.status_code == 302
    assert Event.objects.filter(kind="source.removed").count() == 1


def test_the_sources_of_every_journal_cannot_be_removed(client, editor):
    assert "/editor/sources/arxiv/remove/" not in row(client, "arxiv")
    answer = client.post("/editor/sources/arxiv/remove/", follow=True)
    assert "Only a feed that an editor added can be removed." in text_of(answer)
    assert Source.objects.filter(slug="arxiv").exists()


def test_a_harvest_of_a_removed_feed_ends_without_error(client, editor, feed, monkeypatch):
    class Removing:
        def pages(self, window, cursor, client_, recall):
            yield HarvestPage(cursor={"next": 1}, records=(RECORD,), done=1)
            client.post(f"/editor/sources/{feed.slug}/remove/")

    monkeypatch.setattr(harvest_run, "adapter_for", lambda source: Removing())
    ended = run_due(feed, may_go_on=lambda: True)
    assert (ended.state, Source.objects.filter(pk=feed.pk).exists()) == ("dropped", False)
    assert Preprint.objects.count() == 1
