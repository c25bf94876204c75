"""Answers of sources that withdraw a work and take it back: synthetic, in their own forms."""

import pytest

from preprints.models import Preprint
from preprints.storing import store_records
from tests.factories.times import NOW
from tests.ingest.test_osf import changed
from tests.ingest.test_parse_crossref import sample_with
from tests.ingest.test_parse_odd_arxiv_oai import only, raw_with

pytestmark = pytest.mark.django_db


def in_list(source):
    return only(raw_with("<size>10kb</size>", source))


NOTICE = {"updated-by": [{"DOI": "10.5555/notice", "type": "withdrawal"}]}
SOURCES = {
    "OSF": (changed(), changed(date_withdrawn="2026-11-03T10:00:00.000000")),
    "Crossref": (sample_with(), sample_with(**NOTICE)),
    "Crossref, by the title": (sample_with(), sample_with(title=["WITHDRAWN: On Examples"])),
    "arXiv's list": (
        in_list("<size>10kb</size><source_type>D</source_type>"),
        in_list("<size>0kb</size><source_type>I</source_type>"),
    ),
}


@pytest.mark.parametrize(("there", "withdrawn"), SOURCES.values(), ids=SOURCES)
def test_a_work_is_back_once_its_source_says_so(there, withdrawn):
    assert withdrawn.is_withdrawn
    found = []
    for record in (there, withdrawn, there, withdrawn):
        store_records([record], now=NOW)
        found.append(Preprint.objects.get().status)
    assert found == ["listed", "withdrawn", "listed", "withdrawn"]
