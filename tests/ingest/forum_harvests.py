"""Harvests of a forum over the replay server, and what tests ask of them."""

import re
from datetime import date

from ingest.harvests.run import Asked, Run, harvest
from ingest.models import Source
from preprints.models import Edit, Location, Preprint

WINDOW = Asked(since=date(2025, 9, 1))
NOON = "2026-01-12T12:00:00.000Z"
ANNOTATION = re.compile(r'<annotation encoding="application/x-tex">(.*?)</annotation>', re.DOTALL)


def started(slug):
    """The source, which takes all its posts."""
    Source.objects.filter(slug=slug).update(options={}, is_paused=False)
    return Source.objects.get(slug=slug)


def body_of(post_id):
    place = Location.objects.get(source="lesswrong", external_id=post_id)
    return place.preprint.current_version.body_html


def renamed(post):
    """As renames were seen on the forum: title and slug change together, nothing else does."""
    return post | {"slug": f"{post['slug']}-1", "title": f"{post['title']} [retitled]"}


def check_renames(posts, source, serve_posts):
    """Harvest, rename a tenth, harvest again: the same works, the renamed in a new version."""
    serve_posts("alignment-forum", *posts)
    harvest(Run(source, WINDOW))
    changed = {post["_id"]: renamed(post) for post in posts[::10]}
    serve_posts("alignment-forum", *(changed.get(post["_id"], post) for post in posts))
    again = harvest(Run(source, WINDOW))
    assert (again.state, again.tally.get("new", 0)) == ("done", 0)
    assert again.tally["versions"] == len(changed)
    assert Preprint.objects.count() == len(posts)
    assert not Edit.objects.exists()
    found = Location.objects.filter(source="alignment-forum")
    titles = dict(found.values_list("external_id", "preprint__current_version__title"))
    for post_id, post in changed.items():
        assert titles[post_id] == re.sub(r"\s+", " ", post["title"])
