"""Licences, titles, dates and addresses as people and programs write them."""

import json
from datetime import UTC, datetime

import pytest

from ingest.errors import UnexpectedAnswer
from ingest.parsing.dates import parse_moment
from ingest.parsing.licences import licence_of
from ingest.sources.feed.json_feed import read_json_feed
from ingest.sources.recognise import recognise
from tests.ingest.test_people_and_bodies import crossref, datacite

CC = "https://creativecommons.org/licenses"
AUTHOR = {"name": "Ada Example"}


@pytest.mark.parametrize(
    ("text", "licence"),
    {
        "not licensed under CC BY 4.0": "",
        "This work is not available under a Creative Commons Attribution 4.0 licence": "",
        "It is no longer licensed under CC BY 4.0": "",
        f"not published under {CC}/by/4.0/": "",
        "licensed under CC BY 4.0": f"{CC}/by/4.0/",
        "licensed under CC BY-NC 4.0, not for sale": f"{CC}/by-nc/4.0/",
        f"{CC}/by/4.0/?ref=chooser-v1": f"{CC}/by/4.0/",
        f"{CC}/by/4.0/deed.de?ref=chooser-v1#top": f"{CC}/by/4.0/",
        f"{CC}/by/4.0?ref=x": f"{CC}/by/4.0",
        "Creative Commons BY 4.0": f"{CC}/by/4.0/",
        "Creative Commons BY-NC-SA 4.0": f"{CC}/by-nc-sa/4.0/",
        "Creative Commons by the sea": "",
    }.items(),
)
def test_a_licence_is_read_in_more_words(text, licence):
    assert licence_of([text]) == licence


@pytest.mark.parametrize("title", ["-", ".", "...", "404 Not Found", "Page not found", "Error 404"])
def test_a_placeholder_is_no_title(title):
    with pytest.raises(UnexpectedAnswer, match="title"):
        crossref(AUTHOR, title=[title])
    with pytest.raises(UnexpectedAnswer, match="title"):
        datacite(AUTHOR, titles=[{"title": title}])


@pytest.mark.parametrize(
    "title", ["0", "∞", "404 Not Found: a study of lost pages", "Gone fishing"]
)
def test_a_short_title_is_one(title):
    assert crossref(AUTHOR, title=[title]).title == title


@pytest.mark.parametrize(
    ("source", "title"),
    {
        "Using <b> tags": "Using <b> tags",
        "Using <b>bold</b> tags": "Using bold tags",
        "The &lt;sub&gt; element": "The <sub> element",
    }.items(),
)
def test_a_tag_without_end_stays_a_word_of_the_title(source, title):
    assert crossref(AUTHOR, title=[source]).title == title
    assert datacite(AUTHOR, titles=[{"title": source}]).title == title


@pytest.mark.parametrize(
    ("text", "moment"),
    {
        "2024-03-05T24:00:00Z": datetime(2024, 3, 6, tzinfo=UTC),
        "2024-12-31T24:00Z": datetime(2025, 1, 1, tzinfo=UTC),
        "2016-12-31T23:59:60Z": datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC),
        "2024-03-05T23:59:59Z": datetime(2024, 3, 5, 23, 59, 59, tzinfo=UTC),
    }.items(),
)
def test_the_end_of_a_day_and_a_leap_second_are_moments(text, moment):
    assert parse_moment(text) == moment


@pytest.mark.parametrize(
    "text", ["2024-03-05T24:00:01Z", "2024-03-05T25:00Z", "2024-03-05T10:10:60Z"]
)
def test_other_impossible_times_are_none(text):
    with pytest.raises(UnexpectedAnswer):
        parse_moment(text)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"authors": [{"name": "A. Alder"}], "author": {"name": "The blog"}}, ["A. Alder"]),
        ({"author": {"name": "B. Birch"}}, ["B. Birch"]),
        ({"authors": [], "author": {"name": "B. Birch"}}, ["B. Birch"]),
    ],
)
def test_a_feeds_old_author_counts_only_where_there_are_no_new_ones(given, found):
    item = {"id": "1", "title": "On lagoons", "content_text": "x"} | given
    contents = read_json_feed(json.dumps({"items": [item]}), base_url="https://example.org/")
    assert [author.name for author in contents.entries[0].authors] == found


POST = "uMQ3cqWDPHhjtiesc"


@pytest.mark.parametrize(
    ("typed", "found"),
    {
        "www.example.org/papers/1": ("web", "www.example.org/papers/1"),
        "see www.example.org/papers/1.": ("web", "www.example.org/papers/1"),
        f"https://www.lesswrong.com/p/{POST}": ("lesswrong", POST),
        f"lesswrong.com/p/{POST}/a-title": ("lesswrong", POST),
        "https://www.lesswrong.com/highlights/a-post": ("lesswrong", "slug:a-post"),
    }.items(),
)
def test_more_addresses_are_recognised(typed, found):
    ref = recognise(typed)
    assert ref is not None
    assert (ref.source, ref.external_id) == found
