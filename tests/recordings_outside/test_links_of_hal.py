"""The addresses of HAL as its own page writes them.

With samples of ours: tests/ingest/test_recognise_hal_links.py.
"""

import re

from ingest.sources.recognise import recognise
from tests.recordings_outside.recordings import recorded


def test_the_addresses_in_a_recorded_page_lead_to_its_deposit():
    path = recorded("html_citation_meta/hal_jpa_00235190.html")
    page = path.read_text(encoding="utf-8")
    found = set(re.findall(r"https://hal\.science/[^\"' ]*jpa-00235190[^\"' ]*", page))
    assert {address.rpartition("/")[2] for address in found} >= {"tei", "document", "bibtex"}
    for address in found:
        ref = recognise(address)
        assert (ref.source, ref.external_id) == ("hal", "jpa-00235190")
        assert ref.version == (1 if "jpa-00235190v1" in address else None)
