"""Whatever a source sends, there is a record or a named error: never a crash."""

import copy
import json
import random

from ingest.errors import IngestError
from ingest.sources.arxiv import parse_feed
from ingest.sources.forummagnum import EA_FORUM, LESSWRONG, find_post
from preprints.record import Record
from tests.replay.arxiv import RECORDINGS
from tests.replay.forums import SAMPLES

ODD_VALUES = [None, "", "0", 0, 1, -1.5, True, [], {}, [None], ["x"], [[]], [{}], {"x": 1}, "\x00"]


def places(node, path=()):
    yield path
    children = node.items() if isinstance(node, dict) else []
    children = enumerate(node) if isinstance(node, list) else children
    for key, child in children:
        yield from places(child, (*path, key))


def replaced(node, path, value):
    if not path:
        return value
    node = copy.deepcopy(node)
    parent = node
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = value
    return node


def test_any_field_of_a_post_may_hold_anything():
    outcomes = set()
    for name in ("lesswrong/rich_text", "ea-forum/coauthors", "ea-forum/crosspost_to_lesswrong"):
        answer = json.loads((SAMPLES / f"{name}.json").read_bytes())
        for path in list(places(answer)):
            for value in ODD_VALUES:
                content = json.dumps(replaced(answer, path, value)).encode()
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
    dice = random.Random(20260412)
    content = (RECORDINGS / "arxiv_api" / "query_abs_codon_model_2026-08.xml").read_bytes()
    outcomes = set()
    for _ in range(400):
        mutated = bytearray(content)
        for _ in range(dice.randint(1, 4)):
            start = dice.randrange(len(mutated))
            length = dice.choice([0, 1, 1, 40])
            mutated[start : start + length] = dice.randbytes(dice.randint(0, 3))
        try:
            records = parse_feed(bytes(mutated))
        except IngestError as error:
            outcomes.add(type(error).__name__)
        else:
            assert all(record.title and record.authors for record in records)
            outcomes.add("records")
    assert {"records", "UnexpectedAnswer"} <= outcomes
