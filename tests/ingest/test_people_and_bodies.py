"""Who is a person and who a body, by what each source says of them. The names are synthetic."""

import json

import pytest

from ingest.errors import UnexpectedAnswer
from ingest.sources.arxiv.names import author_named
from ingest.sources.crossref import parse_crossref
from ingest.sources.datacite import parse_datacite
from tests.ingest.web_pages import parse_meta

WORK = {
    "DOI": "10.5555/example",
    "type": "posted-content",
    "title": ["On lagoons"],
    "posted": {"date-parts": [[2024, 3, 5]]},
}
RECORD = {
    "doi": "10.5555/example",
    "types": {"resourceTypeGeneral": "Preprint"},
    "titles": [{"title": "On lagoons"}],
    "dates": [{"date": "2024-03-05", "dateType": "Issued"}],
}
PEOPLE = [
    *(("Claus", "Bundesen"), ("Herman", "van der Bank"), ("David", "Center"), ("Peter", "School")),
    *(("Jane", "Company"), ("Anna", "Council"), ("Heinrich", "Institoris"), ("A.", "Development")),
    *(("Mary", "Smith Center"), ("João", "dos Santos Museum")),
]


def crossref(*people, **changes):
    work = {**WORK, "author": list(people), **changes}
    return parse_crossref(json.dumps({"message-type": "work", "message": work}).encode())


def datacite(*creators, **changes):
    attributes = {**RECORD, "creators": list(creators), **changes}
    return parse_datacite(json.dumps({"data": {"attributes": attributes}}).encode())


def names(record):
    return [author.name for author in record.authors]


@pytest.mark.parametrize(("given", "family"), PEOPLE)
def test_who_has_a_given_and_a_family_name_is_a_person(given, family):
    spoken = [f"{given} {family}"]
    parts = {"givenName": given, "familyName": family, "name": f"{family}, {given}"}
    assert names(crossref({"given": given, "family": family})) == spoken
    assert names(datacite(parts)) == spoken
    assert names(datacite(parts | {"nameType": "Personal"})) == spoken
    assert names(datacite({"name": parts["name"], "nameType": "Personal"})) == spoken


def test_a_body_that_was_cut_at_its_comma_is_whole_again():
    family, given = "European Commission", "Joint Research Centre"
    assert names(crossref({"given": given, "family": family})) == [f"{family}, {given}"]
    creator = {"name": f"{family}, {given}", "givenName": given, "familyName": family}
    assert names(datacite(creator)) == [f"{family}, {given}"]
    creator = {"name": "Wellcome Trust, London", "nameType": "Organizational"}
    assert names(datacite(creator)) == ["Wellcome Trust, London"]


@pytest.mark.parametrize(
    ("given", "family", "found"),
    [
        (":unav", "Doe", ["Doe"]),
        ("(:unkn)", "Doe", ["Doe"]),
        ("null", "Doe", ["Doe"]),
        ("None", "Doe", ["Doe"]),
        ("Jane", ":unav", ["Jane"]),
        ("null", "null", []),
        ("Unknown", "Unknown", []),
        (":unav", ":unav", []),
        ("Christopher", "Null", ["Christopher Null"]),
    ],
)
def test_a_placeholder_in_one_part_costs_no_author(given, family, found):
    bystander = {"given": "Ada", "family": "Example"}
    parts = {"givenName": given, "familyName": family, "name": f"{family}, {given}"}
    assert names(crossref({"given": given, "family": family}, bystander)) == [*found, "Ada Example"]
    other = {"name": "Example, Ada", "nameType": "Personal"}
    assert names(datacite(parts, other)) == [*found, "Ada Example"]


@pytest.mark.parametrize("title", ["null", "undefined", ":unav"])
def test_a_placeholder_is_no_title(title):
    with pytest.raises(UnexpectedAnswer, match="title"):
        crossref({"given": "Ada", "family": "Example"}, title=[title])
    assert crossref({"name": "A"}, title=["Null results"]).title == "Null results"


@pytest.mark.parametrize(
    ("text", "found"),
    {
        "J. Doe, R. Roe": ["J. Doe", "R. Roe"],
        "J. K. Doe, R. van Roe": ["J. K. Doe", "R. van Roe"],
        "Jane Doe, PhD": ["Jane Doe"],
        "Jane Doe, MD, PhD": ["Jane Doe"],
        "Doe, Jane": ["Jane Doe"],
        "Garcia Lopez, M. J.": ["M. J. Garcia Lopez"],
        "Wellcome Trust, London": ["Wellcome Trust, London"],
        "Council, Anna": ["Anna Council"],
    }.items(),
)
@pytest.mark.parametrize("tag", ["citation_author", "dc.creator"])
def test_one_element_may_hold_two_people_or_a_degree(text, found, tag):
    title = "citation_title" if tag.startswith("citation") else "dc.title"
    date = "citation_date" if tag.startswith("citation") else "dc.date"
    assert names(parse_meta((title, "T"), (tag, text), (date, "2024-03-05"))) == found


@pytest.mark.parametrize(
    ("typed", "name"),
    {
        r"Y. M\'Barek": "Y. M'Barek",
        r"A. N\'Guyen": "A. N'Guyen",
        r"C. O\'Neil": "C. O'Neil",
        r"Jos\'e M\'endez": "José Méndez",
        r"G. M\'ENDEZ": "G. MÉNDEZ",
        r"M. \'Swierk": "M. Świerk",
    }.items(),
)
def test_an_escaped_apostrophe_within_a_name_is_one(typed, name):
    assert author_named(typed).name == name
