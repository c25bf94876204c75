"""Who wrote a forum post, and what they say on their profiles: asked in both dialects."""

import json

import pytest

from ingest.errors import SourceUnavailable, WorkNotFound
from ingest.forum_profiles import FORUM_SOURCES, ask_for_writers
from ingest.sources.forummagnum.writers import PostWriter
from tests.replay import forums
from tests.replay.forum_posts import BIOS

pytestmark = pytest.mark.django_db
ADA, BEN = "SyntheticUser0001", "SyntheticUser0002"


@pytest.fixture
def bios(monkeypatch):
    for user, text in ((ADA, "<p>I write.</p>"), (BEN, "<p>Me, too.</p>")):
        monkeypatch.setitem(BIOS, user, text)


@pytest.mark.usefixtures("bios")
def test_the_writer_and_the_coauthors_who_agreed_are_named_with_their_bios(replay):
    address = "https://forum.effectivealtruism.org/users"
    assert ask_for_writers("ea-forum", "SyntheticCoauth01") == [
        PostWriter("Ada Example", 1, f"{address}/ada-example", "I write."),
        PostWriter("Ben Example", 2, f"{address}/ben-example", "Me, too."),
    ], "neither who has not agreed, nor a deleted account"
    (asked,) = replay.requests
    assert "htmlBio" in json.loads(asked.body)["query"]


@pytest.mark.parametrize("source", ["lesswrong", "alignment-forum"])
@pytest.mark.usefixtures("bios")
def test_both_forums_of_one_database_know_the_writer(replay, source):
    (writer,) = ask_for_writers(source, "SyntheticPlain001")
    assert (writer.name, writer.bio) == ("Ada Example", "I write.")
    assert writer.url.endswith("/users/ada-example")


@pytest.mark.usefixtures("bios", "replay")
def test_a_hidden_writer_stays_hidden():
    assert ask_for_writers("lesswrong", "SyntheticHidden01") == []
    assert ask_for_writers("lesswrong", "SyntheticPlain001") != []


@pytest.mark.usefixtures("bios", "replay")
def test_a_forum_that_does_not_know_a_field_is_asked_without_it(monkeypatch):
    monkeypatch.setattr(forums, "POST_FIELDS", forums.POST_FIELDS - {"coauthorStatuses"})
    names = [writer.name for writer in ask_for_writers("ea-forum", "SyntheticCoauth01")]
    assert names == ["Ada Example", "Ben Example", "Cy Example"], "whoever is listed has agreed"


@pytest.mark.usefixtures("replay")
def test_a_post_that_is_not_there_and_a_forum_that_is_away_are_told_apart(settings):
    for source in FORUM_SOURCES:
        with pytest.raises(WorkNotFound):
            ask_for_writers(source, "SyntheticNone0001")
    settings.LESSWRONG_URL = "http://127.0.0.1:9"
    with pytest.raises(SourceUnavailable):
        ask_for_writers("lesswrong", "SyntheticPlain001")
