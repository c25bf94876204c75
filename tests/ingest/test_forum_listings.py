"""Lists of a forum that change between two harvests."""

import pytest

from ingest.harvests.run import Run, harvest
from preprints.models import Location, Preprint, Version
from tests.ingest.forum_harvests import WINDOW, check_renames, started
from tests.replay.forum_posts import post_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def alignment_forum(replay):
    return started("alignment-forum")


def listing(numbers):
    """Posts of these numbers, one each minute from noon on."""
    return [
        post_of(f"A{number:016}", f"2026-01-12T12:{number:02}:31.488Z", af=True)
        for number in numbers
    ]


def test_of_two_listings_each_post_is_one_preprint(alignment_forum, serve_posts):
    """In the second one the oldest posts have made room for new ones."""
    serve_posts("alignment-forum", *listing(range(50)))
    done = harvest(Run(alignment_forum, WINDOW))
    assert (done.state, done.tally["new"]) == ("done", 50)
    serve_posts("alignment-forum", *listing(range(4, 54)))
    again = harvest(Run(alignment_forum, WINDOW))
    assert (again.tally["new"], again.tally["known"]) == (4, 46)
    assert Preprint.objects.count() == Version.objects.count() == 54
    place = Location.objects.get(source="alignment-forum", external_id="A0000000000000052")
    path = "posts/A0000000000000052/post-a0000000000000052"
    assert place.url == f"https://www.alignmentforum.org/{path}"
    version = place.preprint.current_version
    assert (version.title, version.author_line) == ("Post A0000000000000052", "Ada Example")
    assert version.posted_at.isoformat() == "2026-01-12T12:52:31.488000+00:00"
    assert place.preprint.locations.filter(source="lesswrong").exists()


def test_renamed_posts_are_the_same_preprints(alignment_forum, serve_posts):
    check_renames(listing(range(30)), alignment_forum, serve_posts)
