"""Pages of publishers and repositories; what is expected was read in them by eye.

With samples of ours: tests/ingest/test_parse_web_pages.py.
"""

import pytest

from ingest.errors import (
    ChallengePage,
    NoMetadata,
)
from tests.ingest.web_pages import day, doi, names_of, parse
from tests.recordings_outside.recordings import recorded

RECORDED = {
    "acl_N04-1001.html",
    "acs_blocked.html",
    "hal_jpa_00235190.html",
    "lingbuzz_008324_no_tags.html",
    "nber_w29971.html",
    "peerj.html",
}


def test_a_page_of_the_acl_anthology():
    path = recorded("html_citation_meta/acl_N04-1001.html")
    record = parse(path.read_bytes())
    title = "A Statistical Model for Multilingual Entity Detection and Tracking"
    assert record.title == title
    assert names_of(record) == [
        "Radu Florian",
        "H. Hassan",
        "Abe Ittycheriah",
        "Hongyan Jing",
        "Nanda Kambhatla",
        "Xiaoqiang Luo",
        "Nicolas Nicolov",
        "Salim Roukos",
    ]
    assert record.posted_at == day(2004)
    assert record.other_locations == ()


def test_a_page_of_hal():
    path = recorded("html_citation_meta/hal_jpa_00235190.html")
    record = parse(path.read_bytes())
    assert record.title == "Déplacement de Knight dans les alliages"
    assert names_of(record) == ["Jacques Friedel"]
    assert (record.first_posted_at, record.posted_at) == (day(1955), day(2008, 2, 4))
    assert record.abstract.startswith("Des calculs récents de la densité électronique")
    assert "n'est pratiquement pas affecté" in record.abstract
    assert record.categories == ("alloys", "nuclear magnetic resonance")
    assert record.other_locations == (doi("10.1051/jphysrad:01955001606044400"),)


def test_a_page_of_the_nber():
    path = recorded("html_citation_meta/nber_w29971.html")
    record = parse(path.read_bytes())
    title = "The Narrow Channel of Quantitative Easing: Evidence from YCC Down Under"
    assert record.title == title
    assert names_of(record) == ["David Lucca", "Jonathan H. Wright"]
    assert record.posted_at == day(2022, 4, 25)
    assert record.abstract == ""  # its description is the bureau's
    assert record.other_locations == (doi("10.3386/w29971"),)


def test_a_page_of_peerj():
    path = recorded("html_citation_meta/peerj.html")
    record = parse(path.read_bytes())
    assert record.title.startswith("Reef fish communities are spooked by scuba surveys")
    assert names_of(record) == [
        "Michael J. Emslie",
        "Alistair J. Cheal",
        "M. Aaron MacNeil",
        "Ian R. Miller",
        "Hugh P.A. Sweatman",
    ]
    assert record.authors[2].affiliation.startswith("Department of Biology, Dalhousie")
    assert record.posted_at == day(2018, 5, 24)
    assert record.abstract.startswith("Ecological monitoring programs typically aim")
    assert record.licence == "http://creativecommons.org/licenses/by/4.0/"
    assert record.other_locations == (doi("10.7717/peerj.4886"),)


def test_an_abstract_page_of_arxiv():
    path = recorded("arxiv_abs_html/abs_1902.02534.html")
    record = parse(path.read_bytes())
    assert record.title.startswith("Crowdsourcing open citations with CROCI -- An analysis")
    assert names_of(record) == ["Ivan Heibi", "Silvio Peroni", "David Shotton"]
    assert (record.first_posted_at, record.posted_at) == (day(2019, 2, 7), day(2019, 6, 21))
    assert record.abstract.startswith("In this paper, we analyse the current availability")
    assert [place.external_id for place in record.other_locations] == ["1902.02534"]


@pytest.mark.parametrize(
    ("name", "error"),
    {"acs_blocked.html": ChallengePage, "lingbuzz_008324_no_tags.html": NoMetadata}.items(),
)
def test_recorded_pages_without_metadata_are_refused(name, error):
    path = recorded(f"html_citation_meta/{name}")
    with pytest.raises(error):
        parse(path.read_bytes())


def test_every_recorded_page_is_looked_at():
    folder = recorded("html_citation_meta")
    assert {path.name for path in folder.glob("*.html")} == RECORDED
