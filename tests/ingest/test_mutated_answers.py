"""Whatever a source sends, there is a record or a named error: never a crash."""

import json

from ingest.errors import IngestError
from ingest.sources.arxiv import parse_feed
from ingest.sources.forummagnum import EA_FORUM, LESSWRONG, find_post
from preprints.record import Record
from tests.ingest.mutations import ODD_VALUES, broken, with_odd_fields
from tests.replay.arxiv import RECORDINGS
from tests.replay.forums import SAMPLES


def test_any_field_of_a_post_may_hold_anything():
    outcomes = set()
    for name in ("lesswrong/rich_text", "ea-forum/coauthors", "ea-forum/crosspost_to_lesswrong"):
        answer = json.loads((SAMPLES / f"{name}.json").read_bytes())
        for content in with_odd_fields(answer, ODD_VALUES):
            for forum in (LESSWRONG, EA_FORUM):
                try:
                    record = forum.parse_post(find_post(content))
                except IngestError as error:
                    outcomes.add(type(error).__name__)
                else:
                    assert isinstance(record, Record)
                    assert record.title.strip()
                    assert record.authors
                    outcomes.add("Record")
    assert outcomes == {"Record", "UnexpectedAnswer", "WorkNotFound", "WorkNotPublic"}


def test_any_bytes_of_a_feed_may_be_broken():
    content = (RECORDINGS / "arxiv_api" / "query_abs_codon_model_2026-08.xml").read_bytes()
    outcomes = set()
    for mutated in broken(content, times=400, seed=20260412):
        try:
            records = parse_feed(mutated)
        except IngestError as error:
            outcomes.add(type(error).__name__)
        else:
            assert all(record.title and record.authors for record in records)
            outcomes.add("records")
    assert {"records", "UnexpectedAnswer"} <= outcomes
