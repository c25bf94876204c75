"""Each format is read by programs of others, and what they read is what was meant."""

import json
from dataclasses import replace
from pathlib import Path

import bibtexparser
import pytest
import rispy
from jsonschema import Draft7Validator

from tests.text.citations.records import (
    BARE,
    HARD_NAMES,
    ISSUE,
    MANY,
    PLAIN,
    RECORDS,
    RETRACTED,
    REVIEW,
    WORK,
)
from text.citations.bibtex import bibtex
from text.citations.csl_json import csl_json
from text.citations.names import literal_name
from text.citations.ris import ris

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "interop" / "schemas" / "csl-data.json").read_text()
)


def read_bibtex(record):
    library = bibtexparser.parse_string(bibtex(record))
    assert library.failed_blocks == []
    (entry,) = library.entries
    return entry, {field.key: field.value for field in entry.fields}


def read_ris(record):
    (entry,) = rispy.loads(ris(record))
    return entry


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_others_read_every_record_in_every_format(record):
    entry, fields = read_bibtex(record)
    assert entry.key.endswith(record.identifier)
    assert fields["url"] == record.url
    assert read_ris(record)["urls"] == [record.url]
    item = json.loads(csl_json(record))
    Draft7Validator(SCHEMA).validate([item])
    assert (item["id"], item["URL"]) == (record.identifier, record.url)


def test_hard_names_are_told_apart_as_bibtex_wants_them():
    _, fields = read_bibtex(WORK)
    assert fields["author"] == " and ".join(HARD_NAMES.values())


def test_others_split_the_names_that_bibtex_has():
    middlewares = [
        bibtexparser.middlewares.SeparateCoAuthors(),
        bibtexparser.middlewares.SplitNameParts(),
    ]
    library = bibtexparser.parse_string(bibtex(WORK), append_middleware=middlewares)
    names = library.entries[0]["author"]
    assert len(names) == len(HARD_NAMES)
    assert (names[0].von, names[0].last, names[0].first) == (["van"], ["Beethoven"], ["Ludwig"])
    assert names[9].last == ["{ATLAS Collaboration}"]
    assert names[10].last == ["{Simon and Garfunkel}"]


def test_a_title_keeps_its_formulas_and_no_other_command():
    _, fields = read_bibtex(WORK)
    assert fields["title"] == (
        r"{The $L^{2}$ norm of Erdős–Rényi graphs: 50\% \& more of \_all\_ \{cases\} \#1}"
    )
    assert read_ris(WORK)["title"] == PLAIN
    assert json.loads(csl_json(WORK))["title"] == PLAIN


def test_no_title_or_name_breaks_out_of_its_field():
    hostile = replace(
        WORK,
        title="}, author = {Nobody}, x = {$\\frac{a$ \\",
        plain_title="A title\r\nER  - \r\nTY  - JOUR",
        people=(literal_name("} and {\nER  - x, \\"),),
    )
    _, fields = read_bibtex(hostile)
    assert set(fields) == set(read_bibtex(WORK)[1])
    assert "Nobody" not in fields["author"]
    entry = read_ris(hostile)
    assert entry["authors"] == ["} and { ER - x, \\"]
    assert entry["title"] == "A title ER - TY - JOUR"
    assert ris(hostile).count("\r\nER  - ") == 1
    assert ris(hostile).count("\n") == ris(WORK).count("\n") - len(HARD_NAMES) + 1


def test_all_authors_are_named_however_many():
    assert len(json.loads(csl_json(MANY))["author"]) == 300
    assert len(read_ris(MANY)["authors"]) == 300
    assert read_bibtex(MANY)[1]["author"].count(" and ") == 299


def test_what_is_not_known_is_left_out():
    _, fields = read_bibtex(BARE)
    assert set(fields) == {"title", "publisher", "url"}
    assert set(read_ris(BARE)) == {"type_of_reference", "title", "publisher", "urls", "id"}
    assert set(json.loads(csl_json(BARE))) == {"id", "type", "title", "container-title", "URL"}


def test_the_version_of_the_source_is_named():
    _, fields = read_bibtex(WORK)
    assert (fields["eprint"], fields["archiveprefix"]) == ("1506.03379v2", "arXiv")
    assert (fields["year"], fields["month"]) == ("2015", "sep")
    assert fields["note"] == "arXiv:1506.03379v2 (21 September 2015). Reviewed in Verso, V12.2."
    assert json.loads(csl_json(WORK))["number"] == "arXiv:1506.03379v2"
    assert (read_ris(WORK)["date"], read_ris(WORK)["year"]) == ("2015/09/21", "2015")


def test_a_review_names_what_it_reviews():
    item = json.loads(csl_json(REVIEW))
    assert (item["type"], item["reviewed-title"]) == ("review", "Axioms")
    assert item["author"] == [{"literal": "Anonymous reviewer"}]
    assert item["reviewed-author"] == [{"family": "Example", "given": "Ada"}]


def test_an_issue_has_editors_and_no_authors():
    entry, fields = read_bibtex(ISSUE)
    assert (entry.entry_type, fields["editor"], "author" in fields) == ("book", "Doe, Jane", False)
    assert read_ris(ISSUE)["type_of_reference"] == "EDBOOK"
    item = json.loads(csl_json(ISSUE))
    assert (item["volume"], item["number"], "author" in item) == ("1", "2", False)


def test_what_was_retracted_says_so_first():
    assert read_bibtex(RETRACTED)[1]["title"].startswith("{RETRACTED: The $L^{2}$ norm")
    assert read_ris(RETRACTED)["title"] == f"RETRACTED: {PLAIN}"
    assert json.loads(csl_json(RETRACTED))["title"] == f"RETRACTED: {PLAIN}"
