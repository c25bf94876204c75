"""Names as depositors write them, through every source that has them. All are synthetic."""

import html
import json

import pytest

from accounts.orcid import read_orcid
from ingest.parsing.orcids import bare_orcid
from ingest.sources import biorxiv, zenodo
from ingest.sources.arxiv.names import author_named
from tests.ingest.test_people_and_bodies import crossref, datacite, names
from tests.ingest.web_pages import parse_meta


def deposit(*creators, **changes):
    metadata = {
        "title": "On lagoons",
        "publication_date": "2024-03-05",
        "access_right": "open",
        "resource_type": {"type": "publication", "subtype": "preprint"},
        "creators": list(creators),
    } | changes
    record = {"id": "9", "conceptrecid": "8", "created": "2024-03-05T10:00:00+00:00"}
    return zenodo.parse_record(json.dumps(record | {"metadata": metadata}).encode())


def page(tag, text):
    start = "citation_" if tag.startswith("citation") else "dc."
    return parse_meta(
        (f"{start}title", "T"), (tag, html.escape(text)), (f"{start}date", "2024-03-05")
    )


def row(authors):
    record = {"doi": "10.1101/2023.05.06.539999", "title": "On lagoons", "authors": authors}
    record |= {"date": "2023-05-07", "version": "1", "license": "cc_by", "category": "genetics"}
    record |= {"type": "new results", "abstract": "x", "published": "NA", "server": "bioRxiv"}
    return biorxiv.parse_row(record)


def by_every_source(text):
    """What each source makes of a name written into one field."""
    return {
        "zenodo": names(deposit({"name": text})),
        "untyped": names(datacite({"name": text})),
        "personal": names(datacite({"name": text, "nameType": "Personal"})),
        "highwire": names(page("citation_author", text)),
        "dublin core": names(page("dc.creator", text)),
    }


@pytest.mark.parametrize(
    ("text", "found"),
    {
        "J. Doe, R. Roe and A. Poe": ["J. Doe", "R. Roe", "A. Poe"],
        "J. Doe, R. Roe, and A. Poe": ["J. Doe", "R. Roe", "A. Poe"],
        "Jane Doe, Richard Roe": ["Jane Doe", "Richard Roe"],
        "Jane A. Doe, Richard Roe": ["Jane A. Doe", "Richard Roe"],
        "Jane Doe & Richard Roe": ["Jane Doe", "Richard Roe"],
        "Jane Doe and Richard Roe": ["Jane Doe", "Richard Roe"],
        "Jane Doe, R. Roe": ["Jane Doe", "R. Roe"],
        "Jane Doe, Richard Roe, Ann Poe": ["Jane Doe", "Richard Roe", "Ann Poe"],
        "Doe, Jane and Roe, Richard": ["Jane Doe", "Richard Roe"],
        "Doe, Jane; Roe, Richard": ["Jane Doe", "Richard Roe"],
        "Doe, J., Roe, R.": ["J. Doe", "R. Roe"],
        "Garcia Lopez, Maria Jose": ["Maria Jose Garcia Lopez"],
        "García López, M. J.": ["M. J. García López"],
        "van der Berg, Jan Willem": ["Jan Willem van der Berg"],
        "Doe, Jane": ["Jane Doe"],
        "DOE, Jane": ["Jane DOE"],
        "Li, Na": ["Na Li"],
        "Doe, Jr., Jane": ["Jane Doe Jr."],
        "Doe, John IV": ["John Doe IV"],
        "Doe, J. Jr": ["J. Doe Jr"],
        "Park, :unav": ["Park"],
        "Park, (:unkn)": ["Park"],
        "Park, None": ["Park"],
        ":unav, Park": ["Park"],
        "University of Oxford, Department of Physics": [
            "University of Oxford, Department of Physics"
        ],
        "Department of Sand and Water, Lagoon University": [
            "Department of Sand and Water, Lagoon University"
        ],
        "Google, Inc.": ["Google, Inc."],
        "Example Pumps, Ltd": ["Example Pumps, Ltd"],
        "CERN, Geneva": ["CERN, Geneva"],
        "Jane Doe, PhD": ["Jane Doe"],
        "Jane Doe, MD, PhD": ["Jane Doe"],
        r"M{\"u}ller, J.": ["J. Müller"],
        r"Jos{\'e} Garc{\'\i}a": ["José García"],
        r"O\'Neil, Jane": ["Jane O'Neil"],
        r"Fran\ccois Doe": ["François Doe"],
        r"d\'Ascoli, J.": ["J. d'Ascoli"],
        "Jane¹ Doe": ["Jane Doe"],
        "Doe, Jane¹,²": ["Jane Doe"],
        "Doe, Jane*": ["Jane Doe"],
        "Jane. Doe": ["Jane Doe"],
        "European Commission. Joint Research Centre": [
            "European Commission. Joint Research Centre"
        ],
        "H. -T. Pai": ["H.-T. Pai"],
        "Jane <jane@example.org> Doe": ["Jane Doe"],
        "Doe, Jane <jane@example.org>": ["Jane Doe"],
        "Doe, Jane (jane.doe@mail.example.org)": ["Jane Doe"],
        "ATLAS Collaboration :": ["ATLAS Collaboration"],
    }.items(),
)
def test_a_name_is_the_same_from_every_source(text, found):
    assert by_every_source(text) == dict.fromkeys(by_every_source(text), found)


@pytest.mark.parametrize("nobody", ["-", "--", ".", "?", "*", ":", "&NA;", "jane@example.org"])
def test_signs_and_addresses_are_removed_from_names(nobody):
    bystander = {"name": "Ada Example"}
    assert names(deposit({"name": nobody}, bystander)) == ["Ada Example"]
    assert names(datacite({"name": nobody}, bystander)) == ["Ada Example"]
    assert names(crossref({"name": nobody}, {"family": nobody}, bystander)) == ["Ada Example"]


@pytest.mark.parametrize(
    ("given", "family", "found"),
    [
        ("Department of Physics", "University of Oxford", "University of Oxford, {given}"),
        ("Inc.", "Google", "Google, Inc."),
        (":unav", "Park", "Park"),
        ("None", "Park", "Park"),
        ("Na", "Li", "Na Li"),
        (r"J.", r"M{\"u}ller", "J. Müller"),
        ("Jane¹", "Doe*", "Jane Doe"),
        ("Jane <jane@example.org>", "Doe", "Jane Doe"),
        ("Mary", "Smith Center", "Mary Smith Center"),
        ("—", "Plato", "Plato"),
        ("John IV", "Doe", "John Doe IV"),
    ],
)
def test_the_parts_of_a_name_are_read_alike(given, family, found):
    name = f"{family}, {given}"
    parts = {"name": name, "givenName": given, "familyName": family}
    expected = [found.format(given=given)]
    assert names(datacite(parts | {"nameType": "Personal"})) == expected
    assert names(datacite(parts)) == expected
    assert names(crossref({"given": given, "family": family})) == expected


def test_a_collaborations_colon_and_a_degree_are_no_family_names():
    assert names(crossref({"given": "ATLAS Collaboration", "family": ":"})) == [
        "ATLAS Collaboration"
    ]
    assert names(crossref({"given": "Jane Doe,", "family": "PhD"})) == ["Jane Doe"]
    assert names(crossref({"given": "Jane", "family": "Doe", "suffix": "PhD"})) == ["Jane Doe"]


def test_two_authors_without_a_type_read_as_two():
    record = datacite({"name": "Doe, Jane"}, {"name": "Roe, Richard"})
    assert names(record) == ["Jane Doe", "Richard Roe"]


@pytest.mark.parametrize(
    ("authors", "found"),
    {
        "Doe, J.; Roe, R.": ["J. Doe", "R. Roe"],
        "Doe, J., Roe, R.": ["J. Doe", "R. Roe"],
        "Doe, J. Jr; Roe, R. III": ["J. Doe Jr", "R. Roe III"],
        "Doe, J.; The ATLAS Collaboration": ["J. Doe", "The ATLAS Collaboration"],
    }.items(),
)
def test_biorxivs_line_of_authors_is_read(authors, found):
    assert names(row(authors)) == found


@pytest.mark.parametrize("nobody", [":unav", "null", "N/A", "*", "-", "Anonymous"])
def test_a_placeholder_in_place_of_authors_is_no_author(nobody):
    assert names(deposit({"name": nobody})) == []


def test_an_affiliation_shows_no_address_of_a_person():
    place = r"Lagoon Lab, Universit\'e de X, jane@example.org"
    author = crossref({"name": "Ada Example", "affiliation": [{"name": place}]}).authors[0]
    assert author.affiliation == "Lagoon Lab, Université de X"


def test_an_orcid_id_of_several_people_is_nobodys():
    creator = {"name": "Doe, Jane; Roe, Richard", "orcid": "0000-0002-1825-0097"}
    assert [author.orcid for author in deposit(creator).authors] == ["", ""]
    assert deposit(creator | {"name": "Doe, Jane"}).authors[0].orcid == "0000-0002-1825-0097"


@pytest.mark.parametrize(
    ("typed", "name"),
    {
        r"Fran\ccois Example": "François Example",
        r"Vu\vsković": "Vušković",
        r"St\'ephane d\'Ascoli": "Stéphane d'Ascoli",
        r"J. Garc\'ia": "J. García",
    }.items(),
)
def test_tex_that_was_run_together_is_read(typed, name):
    assert author_named(typed).name == name


IDS = {
    "0000-0002-1825-0097": "0000-0002-1825-0097",
    "https://orcid.org/0000-0002-1825-0097": "0000-0002-1825-0097",
    "http://orcid.org/0000-0002-1825-0097/": "0000-0002-1825-0097",
    "orcid.org/0000-0002-1825-0097": "0000-0002-1825-0097",
    "https://www.orcid.org/0000-0002-1825-0097": "0000-0002-1825-0097",
    "0000-0002-1694-233x": "0000-0002-1694-233X",
    "https://orcid.org/0000-0002-1694-233x": "0000-0002-1694-233X",
}


@pytest.mark.parametrize(("text", "orcid"), IDS.items())
def test_an_orcid_id_is_read_in_every_form(text, orcid):
    assert bare_orcid(text) == orcid
    assert read_orcid(text) == orcid


@pytest.mark.parametrize(
    "text",
    [
        *("0000-0002-1825-0098", "1234-5678-9012-3456", "https://orcid.org/0000-0002-1825-0098"),
        *("0000-0002-1694-2330", "https://example.org/0000-0002-1825-0097", "orcid.org/"),
    ],
)
def test_an_id_whose_check_digit_is_wrong_is_none(text):
    assert bare_orcid(text) == ""
    person = {"name": "Ada Example", "ORCID": text}
    assert crossref(person).authors[0].orcid == ""


@pytest.mark.parametrize(
    "typed",
    [
        "https://orcid.org/my-orcid?orcid=0000-0002-1825-0097",
        "https://orcid.org/0000-0002-1825-0097/works",
        "https://pub.orcid.org/v3.0/0000-0002-1825-0097/record",
        "[my ORCID](https://orcid.org/0000-0002-1825-0097)",
        "[0000-0002-1825-0097](https://orcid.org/0000-0002-1825-0097)",
        "<https://orcid.org/0000-0002-1825-0097>",
    ],
)
def test_an_id_is_found_in_what_people_paste_into_the_form(typed):
    assert read_orcid(typed) == "0000-0002-1825-0097"


def test_of_two_ids_in_the_form_none_is_taken():
    two = "https://orcid.org/0000-0002-1825-0097 https://orcid.org/0000-0002-1694-233X"
    assert read_orcid(two) not in ("0000-0002-1825-0097", "0000-0002-1694-233X")


def test_keywords_are_read_as_text():
    record = deposit({"name": "Ada Example"}, keywords=["R&amp;D", "R&D", "<i>Apis</i>"])
    assert record.categories == ("R&D", "Apis")
