"""Whatever a forum sends as a list or a feed, there is a page or a named error: never a crash."""

import json

from ingest.errors import IngestError
from ingest.sources.forummagnum.answers import complaints
from ingest.sources.forummagnum.feeds import parse_feed
from ingest.sources.forummagnum.sites import LESSWRONG
from ingest.sources.forummagnum.walk import WalkPosition, read_page
from preprints.record import Record
from tests.ingest.mutations import ODD_VALUES, broken, with_odd_fields
from tests.replay.answers import ReceivedRequest
from tests.replay.forum_feeds import feed
from tests.replay.forum_posts import post_of

MOMENTS = ("2026-01-12T12:00:00.000Z", "2026-01-13T12:00:00.000Z")
CROSSPOST = {"isCrosspost": True, "hostedHere": False, "foreignPostId": "B0000000000000001"}


def outcome_of(content, *, place):
    """What a list comes to; a record of it is fit to be stored, and the cursor to be written."""
    try:
        complaints(content)
        page, following = read_page(content, place, LESSWRONG)
    except IngestError as error:
        return type(error).__name__
    assert all(isinstance(one, Record) and one.title and one.authors for one in page.records)
    json.dumps(page.cursor)
    return "the last page" if following is None else "a page"


def test_any_field_of_a_list_may_hold_anything():
    post_id = "A0000000000000001"
    listed = [
        post_of(post_id, MOMENTS[0], coauthors=[{"_id": "x", "displayName": "Ben"}]),
        post_of("B0000000000000001", MOMENTS[1], fmCrosspost=CROSSPOST, contents={"html": ""}),
    ]
    error = {"message": "x", "path": ["posts", "results", 0], "extensions": {"code": "OTHER"}}
    answer = {"data": {"posts": {"results": listed, "totalCount": 9}}, "errors": [error]}
    place = WalkPosition(dialect="present", after=MOMENTS[0], seen=(post_id,))
    outcomes = {outcome_of(content, place=place) for content in with_odd_fields(answer, ODD_VALUES)}
    assert outcomes == {"a page", "the last page", "UnexpectedAnswer"}


def test_any_bytes_of_a_feed_may_be_broken():
    request = ReceivedRequest("GET", "/lesswrong/feed.xml", "", {}, b"")
    content = feed("lesswrong", request).content
    outcomes = set()
    for mutated in broken(content, times=400, seed=20260412):
        try:
            refs, rejected = parse_feed(mutated, LESSWRONG)
        except IngestError as error:
            outcomes.add(type(error).__name__)
        else:
            assert len(refs) + len(rejected) <= 10
            outcomes.add("refs")
    assert {"refs", "UnexpectedAnswer"} <= outcomes
