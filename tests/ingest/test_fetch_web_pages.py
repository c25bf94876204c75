"""From a typed address to a work, over real HTTP."""

import time

import pytest

from events.outbox import work
from ingest.errors import (
    ChallengePage,
    LinkNotRecognised,
    NotAPage,
    PageUnreachable,
    SourceUnavailable,
    TooManyLookups,
    UnexpectedAnswer,
    WorkNotFound,
    WorkNotPublic,
)
from ingest.http.client import SourceClient
from ingest.services import links
from ingest.sources.web import WEB
from preprints.record import RecordLocation
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW
from tests.ingest.bombs import gzip_bomb
from tests.replay.web import SYNTHETIC

PAGE = {"Content-Type": "text/html"}


def fetch(url):
    with SourceClient() as client:
        return WEB.fetch(WEB.recognise(url), client)


def test_a_page_is_fetched_and_read(replay):
    record = fetch(replay.address + "/web/highwire.html?utm_source=x")
    place = replay.address.removeprefix("http://") + "/web/highwire.html"
    assert record.location == RecordLocation("web", place, f"http://{place}")
    assert record.title == "Cooling of Samples in Example Vessels: a Test"
    (request,) = replay.requests
    assert request.query == ""


def test_after_a_redirect_the_work_is_known_by_both_addresses(replay):
    replay.fail(status=302, headers={"Location": "/web/arxiv_abs.html"})
    record = fetch(replay.address + "/short")
    host = replay.address.removeprefix("http://")
    assert record.location.external_id == f"{host}/web/arxiv_abs.html"
    assert [place.external_id for place in record.other_locations] == [
        "2401.00009",
        f"{host}/short",
    ]


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, WorkNotPublic),
        (403, ChallengePage),
        (404, WorkNotFound),
        (410, WorkNotFound),
        (418, UnexpectedAnswer),
        (429, ChallengePage),
        (500, SourceUnavailable),
        (503, ChallengePage),
    ],
)
def test_a_refusal_has_a_name(status, error, replay):
    replay.fail(status=status, headers=PAGE, body=b"<!doctype html><title>x</title>")
    with pytest.raises(error):
        fetch(replay.address + "/x")
    assert len(replay.requests) == 1


def test_a_pdf_is_refused_with_words(replay):
    replay.fail(status=200, headers={"Content-Type": "application/pdf"}, body=b"%PDF")
    with pytest.raises(NotAPage) as caught:
        fetch(replay.address + "/x.pdf")
    assert "PDF" in str(caught.value.message)


def test_a_short_address_of_a_known_sources_work_is_not_read_from_its_page(replay, monkeypatch):
    """No page of arXiv is asked for: the answer says where the way leads."""
    answer = SourceClient().open_page(replay.address + "/web/arxiv_abs.html")
    moved = type(answer)(200, answer.headers, answer.content, url="https://arxiv.org/abs/2401.1")
    monkeypatch.setattr(SourceClient, "open_page", lambda *arguments: moved)
    with pytest.raises(LinkNotRecognised) as caught:
        fetch(replay.address + "/short")
    assert "https://arxiv.org/abs/2401.1" in str(caught.value.message)


def test_a_redirect_into_our_network_is_only_unreachable(replay):
    replay.fail(status=302, headers={"Location": "http://169.254.169.254/latest/"})
    with pytest.raises(PageUnreachable):
        fetch(replay.address + "/x")


@pytest.mark.django_db
def test_a_pasted_page_is_looked_up_and_listed(replay):
    link = replay.address + "/web/highwire.html"
    lookup = links.look_up_link(f"see {link}.", asked_by=UserFactory(), now=NOW)
    work()
    lookup.refresh_from_db()
    assert (lookup.state, lookup.message) == ("found", "")
    preprint = links.confirm_lookup(lookup, now=NOW).preprint
    assert [place.source for place in preprint.locations.all()] == ["web"]
    assert {(one.kind, one.scheme) for one in preprint.relations.all()} == {("claims", "doi")}
    again = links.look_up_link(link + "#part", asked_by=UserFactory(), now=NOW)
    assert again.preprint == preprint


UNREACHABLE = {
    "this machine": {"status": 302, "headers": {"Location": "http://127.0.0.1/"}},
    "metadata": {"status": 302, "headers": {"Location": "http://169.254.169.254/latest/"}},
    "mapped": {"status": 301, "headers": {"Location": "http://[::ffff:169.254.169.254]/"}},
    "decimal": {"status": 302, "headers": {"Location": "http://2852039166/"}},
    "reset": {"reset": True},
    "reset in mid-body": {"status": 200, "headers": PAGE, "body": b"<p>" * 99, "reset": True},
}


@pytest.mark.django_db
@pytest.mark.parametrize("fault", UNREACHABLE.values(), ids=UNREACHABLE)
def test_a_blocked_and_a_broken_address_have_the_same_message(fault, replay):
    replay.fail(**fault)
    lookup = links.look_up_link(f"{replay.address}/x", asked_by=UserFactory(), now=NOW)
    work()
    lookup.refresh_from_db()
    assert (lookup.state, lookup.message) == ("failed", str(PageUnreachable.message))
    assert len(replay.requests) == 1


BOMB = b"<!DOCTYPE html [" + b"".join(
    b'<!ENTITY %c "%s">' % (name, (b"&%c;" % (name - 1)) * 10) for name in range(ord("b"), 107)
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Encoding": "gzip"}, gzip_bomb()),
        ({}, b"x" * 5_000_001),
        ({}, BOMB + b"]><html><title>&j;</title></html>"),
    ],
    ids=["gzip bomb", "large", "entity bomb"],
)
def test_a_page_too_large_when_unpacked_is_refused_in_the_lookup(headers, body, replay):
    replay.fail(status=200, headers={**PAGE, **headers}, body=body)
    lookup = links.look_up_link(f"{replay.address}/x", asked_by=UserFactory(), now=NOW)
    started_at = time.perf_counter()
    work()
    lookup.refresh_from_db()
    assert lookup.state == "failed"
    assert lookup.record is None
    assert time.perf_counter() - started_at < 5


@pytest.mark.parametrize(
    ("name", "charset"),
    [("latin1.html", "utf-8"), ("utf8_called_latin1.html", "iso-8859-1"), ("latin1.html", "bogus")],
)
def test_a_page_in_another_charset_than_its_header_says_is_read(name, charset, replay):
    content = (SYNTHETIC / "web" / name).read_bytes()
    headers = {"Content-Type": f"text/html; charset={charset}"}
    replay.fail(status=200, headers=headers, body=content)
    names = " ".join(author.name for author in fetch(f"{replay.address}/x").authors)
    assert not names.isascii()
    assert not {"\ufffd", "Ã"} & set(names)


@pytest.mark.django_db
def test_a_page_without_metadata_is_refused_in_the_lookup(replay):
    lookup = links.look_up_link(
        replay.address + "/web/preview_only.html", asked_by=UserFactory(), now=NOW
    )
    work()
    lookup.refresh_from_db()
    assert lookup.state == "failed"
    assert "DOI" in lookup.message


@pytest.mark.django_db
def test_a_person_may_have_ten_pages_opened_in_an_hour():
    person = UserFactory()
    for number in range(links.PAGES_A_PERSON):
        links.look_up_link(f"https://example.org/{number}", asked_by=person, now=NOW)
    with pytest.raises(TooManyLookups):
        links.look_up_link("https://example.org/more", asked_by=person, now=NOW)
    links.look_up_link("https://example.org/more", asked_by=UserFactory(), now=NOW)
    links.look_up_link("arXiv:1605.08386", asked_by=person, now=NOW)
    links.look_up_link("https://example.org/more", asked_by=person, now=NOW + links.LOOKUP_WINDOW)
