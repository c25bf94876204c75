"""A blog post of Rogue Scholar as InvenioRDM sends it, and the body of a redirect.

With samples of ours: tests/ingest/test_inveniordm.py.
"""

from datetime import UTC, datetime

import pytest

from ingest.errors import ChallengePage
from ingest.sources.inveniordm import parse_record
from preprints.record import RecordAuthor
from tests.ingest.test_inveniordm import CC_BY, HOST
from tests.recordings_outside.recordings import recorded


def test_the_recorded_blog_post_is_read():
    path = recorded("inveniordm/rogue_scholar_record.json")
    record = parse_record(path.read_bytes(), HOST)
    assert record.location.external_id == "rogue-scholar.org/enjv5-xh191"
    assert [place.external_id for place in record.other_locations] == [
        "10.63485/enjv5-xh191",
        "10.63485/mppz2-19243",
    ]
    assert record.title == "Carl Zimmer contrasts Wiley and PLoS"
    assert record.authors == (RecordAuthor("Peter Suber"),)
    assert record.source_version == "v1"
    assert record.licence == CC_BY
    assert record.categories == ("Social science",)
    day = datetime(2007, 5, 24, tzinfo=UTC)
    assert (record.posted_at, record.first_posted_at) == (day, day)
    assert record.abstract.startswith("Carl Zimmer, An Open Mouse, The Loom , May 24, 2007.")
    assert record.body_html.startswith("<p>Carl Zimmer, <a href=")
    assert "contrasts" not in record.body_html[:100]
    assert len(record.body_html) > 5_000


def test_the_recorded_body_of_a_redirect_is_no_record():
    path = recorded("inveniordm/rogue_scholar_302_body.html")
    with pytest.raises(ChallengePage):
        parse_record(path.read_bytes(), HOST)
