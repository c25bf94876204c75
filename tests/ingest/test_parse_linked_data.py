"""Pages that describe their work in the words of schema.org."""

import pytest

from ingest.errors import (
    NoMetadata,
    NotAWork,
)
from tests.ingest.web_pages import names_of, parse_linked, parse_work

WORK = '"headline": "T", "author": "A", "datePublished": "2020-05-06"'


@pytest.mark.parametrize(
    "kind",
    [
        "ScholarlyArticle",
        "BlogPosting",
        "Report",
        "Thesis",
        "CreativeWork",
        "http://schema.org/Article",
        "https://schema.org/Report",
        "schema:Thesis",
    ],
)
def test_a_work_of_any_type_is_read(kind):
    assert parse_linked(f'{{"@type": "{kind}", {WORK}}}').title == "T"


@pytest.mark.parametrize(
    "text",
    [
        f'[{{"@type": "WebPage", "mainEntity": {{"@type": "Article", {WORK}}}}}]',
        f'{{"@graph": [[{{"@type": ["Article"], {WORK}}}]]}}',
        f'<!-- {{"@type": "Article", {WORK}}} -->',
        f'{{"@type": "Article", {WORK}, "x": "a\nb"}};',
        f'{{"@type": "CreativeWork", "name": "Logo"}}</script>'
        f'<script type="application/ld+json">{{"@type": "Article", {WORK}}}',
        '{"@type": "Article", "name": "T", "creator": [{"name": "A"}], "dateCreated": "2020"}',
        '{"@type": "Article", "name": {"@value": "T", "@language": "en"}, "datePublished": "2020",'
        ' "author": {"givenName": "A"}}',
    ],
)
def test_a_work_is_found_wherever_it_stands(text):
    record = parse_linked(text)
    assert (record.title, names_of(record)) == ("T", ["A"])


@pytest.mark.parametrize(
    ("kind", "words"),
    {
        "Dataset": "data set",
        "PresentationDigitalDocument": "slides",
        "VideoObject": "recording",
        "SoftwareSourceCode": "software",
        "Periodical": "journal",
    }.items(),
)
def test_what_is_declared_to_be_no_text_is_refused(kind, words):
    with pytest.raises(NotAWork) as caught:
        parse_linked(f'{{"@type": "{kind}", "name": "N"}}')
    assert words in str(caught.value.message)


def test_a_film_beside_a_text_does_not_hide_the_text():
    film = '{"@type": "VideoObject", "name": "N"}'
    assert parse_linked(f'[{film}, {{"@type": "Article", {WORK}}}]').title == "T"
    script = f'<script type="application/ld+json">{film}</script>'
    assert parse_work(head=script).title == "T"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[[[[[[[[[[]]]]]]]]]]",
        "[" * 5000,
        '{"@type": 5}',
        '{"@type": "Article"}',
        '{"@type": "Article", "headline": 7, "name": [null]}',
        '{"@type": "Article", "headline": "T", "author": 7}',
        '{"@type": "Article", "headline": "T", "author": [[], {}, {"name": {}}, {"@id": []}]}',
        '{"@type": "Article", "headline": "T", "author": {"@id": "#nobody"}}',
        '{"@type": "WebPage", "name": "T", "author": "A"}',
        '{"@graph": {"@graph": {"@graph": {"@graph": {"@graph": {"@type": "Article"}}}}}}',
    ],
)
def test_linked_data_of_another_shape_is_passed_over(text):
    with pytest.raises(NoMetadata):
        parse_linked(text)


@pytest.mark.parametrize("levels", [1, 30, 1_000])
def test_lists_may_stand_within_lists(levels):
    work = f'{{"@type": "Report", {WORK}}}'
    assert parse_linked("[" * levels + work + "]" * levels) == parse_linked(work)
