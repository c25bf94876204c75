"""Each format, by the schema of its standard and by a reader that others wrote."""

import json
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import jsonschema
import pytest
from lxml import etree

from tests.factories.preprints import PreprintFactory
from tests.interop.conftest import SITE

SCHEMAS = Path(__file__).parent / "schemas"
ATOM = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
JSON_FEED = jsonschema.Draft7Validator(
    json.loads((SCHEMAS / "jsonfeed-1.1.json").read_text()),
    format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER,
)
pytestmark = pytest.mark.django_db


def parsed(answer):
    assert answer.status_code == 200
    reading = feedparser.parse(
        answer.content, response_headers={"content-type": answer["Content-Type"]}
    )
    assert not reading.bozo, reading.get("bozo_exception")
    return reading


def test_atom_is_valid_and_readable(client, feeds):
    for address in feeds:
        answer = client.get(f"{address}.atom")
        assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
        ATOM.assertValid(etree.fromstring(answer.content))
        reading = parsed(answer)
        assert reading.version == "atom10"
        assert len(reading.entries) == 1
        assert reading.feed.id == f"{SITE}{address}.atom"


def test_rss_is_readable(client, feeds):
    for address in feeds:
        answer = client.get(f"{address}.rss")
        assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
        reading = parsed(answer)
        assert reading.version == "rss20"
        assert reading.entries[0].id == reading.entries[0].link
        assert reading.entries[0].content[0].value


def test_json_feed_is_valid(client, feeds):
    for address in feeds:
        answer = client.get(f"{address}.json")
        assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
        JSON_FEED.validate(answer.json())
        assert answer.json()["feed_url"] == f"{SITE}{address}.json"
        assert len(answer.json()["items"]) == 1


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_an_empty_feed_is_valid(client, form):
    answer = client.get(f"/feeds/reviews.{form}")
    if form == "atom":
        ATOM.assertValid(etree.fromstring(answer.content))
    assert parsed(answer).entries == []


def test_an_empty_json_feed_is_valid(client):
    JSON_FEED.validate(client.get("/feeds/reviews.json").json())


ODD = "A\x01 <b>&amp; \x0b]]> \ufffe title 𝔸 – “q”"


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_characters_that_xml_cannot_hold_are_left_out(client, form):
    PreprintFactory(version__title_plain=ODD, version__abstract_html=f"<p>\x02{ODD}</p>")
    (entry,) = parsed(client.get(f"/feeds/preprints.{form}")).entries
    assert "\x01" not in entry.title
    assert "𝔸 – “q”" in entry.title


def test_json_feed_keeps_every_character(client):
    PreprintFactory(version__title_plain=ODD)
    assert client.get("/feeds/preprints.json").json()["items"][0]["title"] == ODD


def test_moments_are_read_as_they_were_written(client, reviewed):
    written = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    for form in ("atom", "rss"):
        entry = parsed(client.get(f"/feeds/reviews.{form}")).entries[0]
        assert datetime(*entry.published_parsed[:6], tzinfo=UTC) == written
    assert client.get("/feeds/reviews.json").json()["items"][0]["date_published"] == (
        "2026-03-02T09:30:00Z"
    )
