"""What is expected here was read in the recorded files by eye, not by our parser."""

import re
from datetime import UTC, datetime

import pytest

from ingest.errors import UnexpectedAnswer
from ingest.sources.arxiv.oai import parse_page, parse_record
from preprints.record import DeclaredVersion, RecordAuthor, RecordLocation, RecordRelation
from tests.replay.arxiv_oai import CHAIN, RECORDED, read

FILES = sorted(path for path in RECORDED.iterdir() if path.suffix in (".xml", ".gz"))
BARE = sorted(RECORDED.glob("record_*"))
HEADERS_ONLY = RECORDED / "listidentifiers_2023-03-07.xml"
NONEXCLUSIVE = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"


def page_of(name):
    return parse_page(read(RECORDED / name))


def only_record(name):
    (record,) = page_of(name).records
    return record


def by_id(name):
    return {record.location.external_id: record for record in page_of(name).records}


def names(record):
    return [author.name for author in record.authors]


def published(record):
    return [(relation.scheme, relation.external_id) for relation in record.relations]


def day(year, month, day_of_month):
    return datetime(year, month, day_of_month, tzinfo=UTC)


def test_a_record_in_arxiv_raw_lists_all_its_versions():
    record = only_record("getrecord_arXivRaw_1810.09584.xml")
    assert record.location == RecordLocation(
        "arxiv", "1810.09584", "https://arxiv.org/abs/1810.09584"
    )
    assert record.title == "Martingale theory for housekeeping heat"
    assert names(record) == [
        "Raphael Chetrite",
        "Shamik Gupta",
        "Izaak Neri",
        "Édgar Roldán",
    ]
    v1 = datetime(2018, 10, 22, 22, 41, 50, tzinfo=UTC)
    v2 = datetime(2019, 1, 13, 11, 17, 9, tzinfo=UTC)
    assert record.history == (DeclaredVersion("v1", v1), DeclaredVersion("v2", v2))
    assert (record.first_posted_at, record.posted_at, record.source_version) == (v1, v2, "v2")
    assert record.categories == ("cond-mat.stat-mech", "physics.bio-ph", "physics.data-an")
    assert record.comment == "7 pages, 2 figures"
    assert record.licence == NONEXCLUSIVE
    doi = "10.1209/0295-5075/124/60006"
    assert record.relations == (
        RecordRelation("published-as", "doi", doi, f"https://doi.org/{doi}"),
        RecordRelation("published-as", "journal-ref", "EPL 124,60006 (2018)"),
    )
    assert record.abstract.startswith("The housekeeping heat is the energy exchanged between")
    assert "\n" not in record.abstract
    assert record.is_withdrawn is False


def test_a_page_of_arxiv_raw_of_2014_is_read_whole():
    page = page_of("listrecords_arXivRaw_2014_excerpt.xml")
    assert (len(page.records), page.rejected, page.named) == (250, [], [])
    assert (page.token, page.total, page.expires) == ("496549|47001", 907096, "")
    record = page.records[1]
    assert record.location.external_id == "0801.3674"
    assert record.title == (
        "A Study of Structure Formation and Reheating in the D3/D7 Brane Inflation Model"
    )
    assert record.authors == (
        RecordAuthor("Robert H. Brandenberger", affiliation="McGill"),
        RecordAuthor("Keshav Dasgupta", affiliation="McGill"),
        RecordAuthor("Anne-Christine Davis", affiliation="DAMTP, Cambridge"),
    )
    assert [version.label for version in record.history] == ["v1", "v2", "v3", "v4"]
    assert record.posted_at == datetime(2008, 9, 11, 22, 3, 53, tzinfo=UTC)
    assert published(record) == [
        ("doi", "10.1103/physrevd.78.083502"),
        ("journal-ref", "Phys.Rev.D78:083502,2008"),
    ]


def test_a_version_withdrawn_between_others_does_not_withdraw_the_work():
    record = by_id("listrecords_arXivRaw_2014_excerpt.xml")["0801.3891"]
    assert [version.is_withdrawn for version in record.history] == [False, True, False, False]
    assert record.is_withdrawn is False
    assert record.source_version == "v4"


def test_keys_behind_names_lead_to_the_places_at_the_end():
    (anders,) = [
        record
        for record in page_of("listrecords_arXivRaw_2014_excerpt.xml").records
        if record.authors[0].name == "Peter Anders"
    ]
    assert anders.authors == (
        RecordAuthor("Peter Anders", affiliation="University Utrecht, The Netherlands"),
        RecordAuthor("Uta Fritze", affiliation="University of Hertfordshire, UK"),
        RecordAuthor("Richard de Grijs", affiliation="University of Sheffield, UK"),
    )


def test_a_collaboration_before_a_colon_is_an_author():
    collaborations = [
        names(record)
        for record in page_of("listrecords_arXivRaw_2014_excerpt.xml").records
        if "Collaboration" in record.authors[0].name
    ]
    assert ["CDF Collaboration", "T. Aaltonen"] in collaborations
    assert ["AURIGA Collaboration", "Virgo Collaboration"] in collaborations
    assert ["BES Collaboration"] in collaborations


def test_a_page_in_format_arxiv_has_names_in_parts():
    page = page_of("listrecords_arXiv_cs_2016_first_excerpt.xml")
    assert (len(page.records), page.rejected, len(page.named)) == (200, [], 200)
    assert (page.token, page.total) == ("1122234|1001", 102538)
    first, second = page.records[:2]
    assert first.location.external_id == "0704.0002"
    assert names(first) == ["Ileana Streinu", "Louis Theran"]
    assert page.names()["0704.0002"] == [["Ileana Streinu", ""], ["Louis Theran", ""]]
    assert (first.first_posted_at, first.posted_at) == (day(2007, 3, 30), day(2008, 12, 13))
    assert first.source_version == ""  # an update: nobody says which
    assert first.categories == ("math.CO", "cs.CG")
    assert first.comment == "To appear in Graphs and Combinatorics"
    assert first.licence == NONEXCLUSIVE
    assert second.source_version == "v1"
    assert second.posted_at == second.first_posted_at == day(2007, 4, 1)
    assert published(second) == [
        ("doi", "10.1063/1.2779138"),
        ("journal-ref", "J. Math. Phys. 48(2007), 092102."),
    ]
    assert second.licence == ""


def test_a_suffix_stands_behind_a_name():
    record = by_id("listrecords_arXiv_cs_2016_first_excerpt.xml")["0704.0802"]
    assert names(record)[:2] == ["Caleb K. Lo", "Robert W. Heath Jr."]


def test_several_dois_in_one_field_are_several_relations():
    record = only_record("getrecord_arXiv_hepcrawl0.xml")  # has lost its namespace, too
    assert published(record) == [
        ("doi", "10.1103/physrevd.93.016005"),
        ("doi", "10.1103/physrevd.98.079901"),
        ("doi", "10.1103/physrevd.98.079903"),
        ("journal-ref", "Phys.Rev. D93 (2015) 016005"),
    ]
    assert names(record) == [
        "Planck Collaboration",
        "Jieci Wang",
        "Zehua Tian",
        "Jiliang Jing",
        "Heng Fan",
    ]
    assert record.licence == "https://creativecommons.org/licenses/by/3.0/"


@pytest.mark.parametrize(
    ("name", "expected"),
    {
        "hepcrawl1": ["Teresa Maria Montaruli for the IceCube Collaboration"],
        "hepcrawl2": ["Sinya for JLQCD Collaboration"],
        "hepcrawl3": ["Mark Scott for the NuPRISM", "Hyper-K collaborations"],
        "hepcrawl6": ["E. Bufanda", "D. Hollowood", "for the DES Collaboration"],
        "hepcrawl7": ["Curtis J. Saxton Walton", "Ziri Younsi", "Kinwah Wu"],
        "hepcrawl10": ["Emmanuele Battista"],
    }.items(),
)
def test_names_are_put_together_as_they_are_spoken(name, expected):
    assert names(only_record(f"getrecord_arXiv_{name}.xml")) == expected


def test_affiliations_belong_to_their_authors():
    authors = only_record("getrecord_arXiv_hepcrawl7.xml").authors
    assert [author.affiliation for author in authors] == ["Technion; DESY", "U.Frankfurt", ""]
    first = only_record("getrecord_arXiv_hepcrawl5.xml").authors[0]
    assert first == RecordAuthor("Günter Burigana", affiliation="on behalf of Planck Collaboration")


def test_wrapped_titles_and_comments_are_one_line():
    record = only_record("getrecord_arXiv_hepcrawl2.xml")
    assert record.title == (
        "Axial U(1) symmetry in the chiral symmetric phase of 2-flavor QCD at finite temperature"
    )
    assert record.comment == (
        '10 pages, 5 figures, A talk given at "The 8th International Workshop on Chiral Dynamics, '
        'CD2015", 29 June - 03 July, 2015, Pisa, Italy'
    )
    assert published(record) == [("journal-ref", "PoS(CD15) (2015) 045")]


def test_a_paragraph_of_an_abstract_stays_one():
    record = only_record("listrecords_arXiv_arxiv-single.xml")
    first, second = record.abstract.split("\n\n")
    assert first.endswith("that involve contact vector fields.")
    assert second.startswith("In particular, we present")
    assert (record.first_posted_at, record.posted_at) == (day(2014, 1, 9), day(2017, 10, 23))


@pytest.mark.parametrize(
    ("name", "ids"),
    {
        "hep-ex": ["1706.05371", "1706.09418", "1707.00874"],
        "hep-th": ["1412.8323", "1507.07790", "1607.01710"],
    }.items(),
)
def test_a_list_may_end_without_a_token(name, ids):
    page = page_of(f"listrecords_arXiv_arxiv-physics-{name}.xml")
    assert [record.location.external_id for record in page.records] == ids
    assert (page.token, page.total) == ("", None)


def test_a_record_in_dublin_core_has_what_it_can_have():
    record = only_record("getrecord_oai_dc_2107.10460.xml")
    assert record.title == (
        "Anomalous High-Field Magnetotransport in CaFeAsF due to the Quantum Hall Effect"
    )
    assert names(record) == [
        "Taichi Terashima",
        "Hishiro T. Hirose",
        "Naoki Kikugawa",
        "Shinya Uji",
        "David Graf",
        "Takao Morinari",
        "Teng Wang",
        "Gang Mu",
    ]
    assert record.categories == (
        "Condensed Matter - Superconductivity",
        "Condensed Matter - Materials Science",
        "Condensed Matter - Strongly Correlated Electrons",
    )
    assert record.comment == "18 pages, 1 table, 4 figures"
    assert r"Schr\"odinger-hole cylinders elongated" in record.abstract
    assert (record.first_posted_at, record.posted_at) == (day(2021, 7, 22), day(2022, 6, 15))
    assert (record.source_version, record.history, record.other_locations) == ("", (), ())
    assert published(record) == [
        ("doi", "10.1038/s41535-022-00470-6"),
        ("journal-ref", "npj Quantum Materials 7, 62 (2022)"),
    ]


def test_subjects_of_dublin_core_are_kept_as_printed():
    page = page_of("listrecords_oai_dc_2023-01-25.xml")
    first, second, third = page.records
    assert first.categories == (
        "Mathematics - Logic",
        "03E75 (Primary), 03E35 (Secondary), 28A05, 28A99",
    )
    assert first.source_version == "v1"
    assert published(second) == [
        ("doi", "10.1007/s00153-015-0433-z"),
        ("journal-ref", "Archive for Mathematical Logic, 54 (2015), no. 5-6, 649-658"),
    ]
    assert third.posted_at == day(2023, 1, 23)
    assert names(third)[2] == "Aaron D. Lauda"
    assert (page.token, page.total) == ("6460044|1001", 1090)


def test_a_record_on_its_own_is_read_again():
    tin, planets = (parse_record(path.read_bytes()) for path in BARE)
    assert tin.location.external_id == "0901.2443"
    assert names(tin)[0] == "B. Özel"
    assert names(tin)[3] == "P. von Neumann-Cosel"
    assert tin.comment == "submitted to Phys. Lett. B"
    assert planets.location.external_id == "1711.05739"
    assert names(planets) == ["Rodrigo Luger", "Jacob Lustig-Yaeger", "Eric Agol"]
    assert planets.posted_at == day(2017, 11, 15)


def test_the_recorded_list_is_whole():
    pages = [page_of(name) for name in CHAIN]
    assert [len(page.records) for page in pages] == [1000, 1000, 265]
    assert [page.rejected for page in pages] == [[], [], []]
    assert [page.token for page in pages] == ["6511260|1001", "6511260|2001", ""]
    assert [page.total for page in pages] == [2265, 2265, 2265]
    found = [record.location.external_id for page in pages for record in page.records]
    headers = re.findall("<identifier>oai:arXiv.org:(.+)<", HEADERS_ONLY.read_text())
    assert found == headers
    assert len(set(found)) == 2265


def test_odd_names_of_the_recorded_list_are_read():
    spoken = {
        record.location.external_id: names(record)
        for name in CHAIN
        for record in page_of(name).records
    }
    everyone = [name for listed in spoken.values() for name in listed]
    assert "M. Finger Jr." in everyone  # "Finger, Jr., M."
    assert "Ariando" in everyone
    assert "BESIII Collaboration" in everyone
    assert ":" not in everyone
    assert "." not in everyone
    assert spoken["nlin/0202021"] == ["Darryl D. Holm", "Zhijun Qiao"]


def test_the_last_record_of_the_recorded_list_has_all_its_fields():
    record = page_of(CHAIN[2]).records[-1]
    assert record.location == RecordLocation(
        "arxiv", "nlin/0202021", "https://arxiv.org/abs/nlin/0202021"
    )
    assert record.title == (
        "R-matrix for a geodesic flow associated with a new integrable peakon equation"
    )
    assert record.comment == "Some errors in the previous versions have been corrected"
    assert (record.first_posted_at, record.posted_at) == (day(2002, 2, 8), day(2023, 3, 5))
    assert record.relations == ()


def test_a_list_of_headers_holds_no_works():
    with pytest.raises(UnexpectedAnswer, match="lists no records"):
        parse_page(HEADERS_ONLY.read_bytes())


@pytest.mark.parametrize("path", sorted(set(FILES) - {HEADERS_ONLY}), ids=lambda path: path.name)
def test_every_work_of_a_recorded_file_is_read_correctly(path):
    content = read(path)
    if path in BARE:
        records = [parse_record(content)]
    else:
        page = parse_page(content)
        assert page.rejected == []
        records = page.records
    texts = re.split("<record>", content.decode())[1:]
    assert len(records) == len(texts) > 0
    for record, text in zip(records, texts, strict=True):
        assert f"<identifier>oai:arXiv.org:{record.location.external_id}</identifier>" in text
        assert record.first_posted_at <= record.posted_at
        assert not re.search(r"  |[\t\n]|^\s|\s$", record.title + record.comment)
        assert record.abstract
        assert record.categories
        assert all(name.strip(" .,:") for name in names(record))


def test_every_recorded_file_is_looked_at():
    assert len(FILES) == 22
