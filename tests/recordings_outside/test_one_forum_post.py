"""A post of LessWrong, as its forum sends it by its id.

With samples of ours: tests/ingest/test_parse_forum_posts.py,
tests/ingest/test_fetch_forum_posts.py.
"""

from datetime import UTC, datetime

from ingest.sources import ADAPTERS
from ingest.sources.forummagnum import LESSWRONG, find_post
from ingest.sources.recognise import recognise
from preprints.record import RecordAuthor
from tests.recordings_outside.recordings import recorded

ANSWER = recorded("forummagnum/graphql_post_by_id_agi_ruin.json")


def test_the_recorded_post_is_read():
    record = LESSWRONG.parse_post(find_post(ANSWER.read_bytes()))
    assert record.title == "AGI Ruin: A List of Lethalities"
    assert record.authors == (RecordAuthor("Eliezer Yudkowsky"),)
    assert record.location.external_id == "uMQ3cqWDPHhjtiesc"
    assert record.location.url.endswith("/uMQ3cqWDPHhjtiesc/agi-ruin-a-list-of-lethalities")
    moment = datetime(2022, 6, 5, 22, 5, 52, 224000, tzinfo=UTC)
    assert record.first_posted_at == record.posted_at == moment
    assert record.body_html.startswith("<h3><strong>Preamble:</strong></h3>")
    assert len(record.body_html) > 55_000


def test_the_recorded_post_is_fetched_by_its_link(replay, serve_posts, source_client):
    serve_posts("alignment-forum", find_post(ANSWER.read_bytes()))
    ref = recognise("alignmentforum.org/posts/uMQ3cqWDPHhjtiesc")
    record = ADAPTERS[ref.source].fetch(ref, source_client)
    assert record.title == "AGI Ruin: A List of Lethalities"
    assert record.location.source == "alignment-forum"
