"""Two kinds of work never wait for each other because their locks have one number."""

from events.locks import FETCH_SLOT, LOOKUP_SLOT
from ingest.http.pacing import _CONNECTION, _PEOPLE
from web.sent_twice import _LOCKS

HARVEST = 2  # written in the statements of ingest/harvests/run.py and ingest/services/sources.py


def test_each_kind_of_lock_with_a_name_has_a_number_of_its_own():
    kinds = [_CONNECTION, HARVEST, _PEOPLE, FETCH_SLOT, LOOKUP_SLOT, _LOCKS]
    assert len(set(kinds)) == len(kinds)
