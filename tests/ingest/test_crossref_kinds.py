"""Which of Crossref's records are works, which were withdrawn, and how works are related."""

import pytest

from ingest.errors import ChallengePage, NotAWork, UnexpectedAnswer
from ingest.sources.crossref import parse_crossref
from preprints.record import RecordLocation
from tests.ingest.test_parse_crossref import FIRST_VERSION, sample_with


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"updated-by": [{"DOI": "10.5555/notice", "type": "retraction"}]}, True),
        ({"updated-by": [{"DOI": "10.5555/notice", "type": "withdrawal"}]}, True),
        ({"updated-by": [{"DOI": "10.5555/notice", "type": "correction"}]}, False),
        ({"updated-by": [{"DOI": "10.5555/v3", "type": "new_version"}]}, False),
        ({"update-to": [{"DOI": "10.5555/example.Preprint/v2", "type": "withdrawal"}]}, True),
        ({"update-to": [{"DOI": "10.5555/v1", "type": "new_version"}]}, False),
        ({"title": ["RETRACTED ARTICLE: On Examples"]}, True),
        ({"title": ["WITHDRAWN: On Examples"]}, True),
        ({"title": ["Withdrawn: on leaving an experiment"]}, False),
        ({"title": ["RETRACTED ARTICLES and how they are cited"]}, False),
    ],
)
def test_only_a_notice_about_the_work_itself_means_withdrawn(changes, expected):
    assert sample_with(**changes).is_withdrawn is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"updated-by": [{"DOI": "10.5555/notice", "type": "retraction"}]}, True),
        ({"update-to": [{"DOI": "10.5555/example.Preprint/v2", "type": "retraction"}]}, True),
        ({"updated-by": [{"DOI": "10.5555/notice", "type": "withdrawal"}]}, False),
        ({"updated-by": [{"DOI": "10.5555/notice", "type": "partial_retraction"}]}, False),
        ({"title": ["RETRACTED ARTICLE: On Examples"]}, True),
        ({"title": ["WITHDRAWN: On Examples"]}, False),
        ({"title": ["RETRACTED ARTICLES and how they are cited"]}, False),
    ],
)
def test_a_notice_of_retraction_is_told_from_a_withdrawal(changes, expected):
    assert sample_with(**changes).is_retracted is expected


@pytest.mark.parametrize("kind", ["retraction", "correction", "expression_of_concern"])
def test_a_notice_about_another_work_is_no_work(kind):
    with pytest.raises(NotAWork) as caught:
        sample_with(**{"update-to": [{"DOI": "10.5555/another", "type": kind}]})
    assert "notice" in str(caught.value.message)


@pytest.mark.parametrize(
    ("kind", "word"),
    {
        "dataset": "data set",
        "component": "part of a work",
        "journal": "whole journal",
        "journal-issue": "whole journal",
        "proceedings": "whole journal",
        "book-series": "whole journal",
        "grant": "grant",
        "database": "data set",
        "peer-review": "review",
        "standard-series": "series",
    }.items(),
)
def test_a_work_that_is_no_text_is_refused_with_words(kind, word):
    with pytest.raises(NotAWork) as caught:
        sample_with(type=kind)
    assert word in str(caught.value.message)


@pytest.mark.parametrize(
    "kind", ["other", "report", "monograph", "book-chapter", "dissertation", "proceedings-article"]
)
def test_other_texts_are_works(kind):
    assert sample_with(type=kind).title


def test_a_doi_replaced_by_another_is_a_second_location_of_the_work():
    record = sample_with(aliases=["10.5555/Example.Old", "no DOI"])
    assert record.other_locations == (
        RecordLocation("doi", "10.5555/example.old", "https://doi.org/10.5555/example.old"),
        FIRST_VERSION,
    )


def related_to(kind, doi, **changes):
    return sample_with(relation={kind: [{"id-type": "doi", "id": doi}]}, **changes)


@pytest.mark.parametrize("kind", ["has-version", "is-version-of", "is-identical-to", "is-same-as"])
def test_versions_at_one_preprint_server_are_one_work(kind):
    place = RecordLocation("doi", "10.5555/other", "https://doi.org/10.5555/other")
    record = related_to(kind, "10.5555/OTHER")
    assert record.other_locations == (FIRST_VERSION, place)
    assert record.relations == ()


@pytest.mark.parametrize(
    ("doi", "changes"),
    [("10.9999/other", {}), ("10.5555/other", {"type": "journal-article"})],
    ids=["another registrant", "a journal's article"],
)
def test_a_version_named_by_another_registrant_is_only_a_claim(doi, changes):
    record = related_to("is-version-of", doi, **changes)
    assert [(one.kind, one.external_id) for one in record.relations] == [("claims", doi)]
    assert doi not in [place.external_id for place in record.other_locations]


def test_a_notice_of_a_new_version_names_it():
    record = sample_with(**{"update-to": [{"DOI": "10.5555/first", "type": "new_version"}]})
    assert [place.external_id for place in record.other_locations] == [
        "10.5555/example.preprint/v1",
        "10.5555/first",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"DOI": None},
        {"DOI": "no DOI"},
        {"type": None},
        {"abstract": ["x"]},
        {"author": {}},
        {"author": ["x"]},
        {"relation": []},
        {"title": "x"},
        {"title": ["x" * 2001], "subtitle": []},
    ],
)
def test_a_field_of_another_shape_is_refused(changes):
    with pytest.raises(UnexpectedAnswer):
        sample_with(**changes)


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{}", b"[" * 100_000, b"\xff\xfe"])
def test_an_answer_that_is_no_work_is_refused(content):
    with pytest.raises(UnexpectedAnswer):
        parse_crossref(content)


def test_a_page_for_people_is_a_challenge():
    with pytest.raises(ChallengePage):
        parse_crossref(b"<!DOCTYPE html><title>Just a moment...</title>")
