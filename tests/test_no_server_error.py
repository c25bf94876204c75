"""Whatever is sent to an address, the answer is no fault of ours: every address, every method,
every kind of damage.
"""

import json
from contextlib import suppress
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from api.views import (
    AssessmentViewSet,
    CorrectionViewSet,
    EventViewSet,
    IssueViewSet,
    LinkViewSet,
    PreprintViewSet,
    ResponseViewSet,
    ReviewViewSet,
    RevisionViewSet,
    VersionViewSet,
)
from tests.factories.accounts import UserFactory
from tests.one_of_each import World, names, own_names, world

pytestmark = pytest.mark.django_db
__all__ = ["world"]  # the fixture: one of each thing

PAGE_METHODS = ["GET", "HEAD", "POST"]
API_METHODS = [*PAGE_METHODS, "OPTIONS", "PUT", "PATCH", "DELETE"]
METHODS = [*API_METHODS, "TRACE", "BREW"]
NUMBERS = [
    *("0", "-1", "+5", "5 ", "1e9", "1.0", "0x10", "NaN", "Infinity", "٣", "１", "²", "1_0"),
    *("000000001999999", "0000000000000001", str(2**31), str(2**63), "9" * 30, "9" * 5_000),
]
TEXTS = ["\0", "a\0b", "\x1b", "\u202e", "\ud800", "\U0010ffff", "%", "'", "\\", "é" * 3_000]
PARAMETERS = ["limit", "cursor", "after", "before", "page", "q", "sort", "link", "format"]
FORM = "application/x-www-form-urlencoded"
LISTS = {
    "preprints": PreprintViewSet,
    "versions": VersionViewSet,
    "reviews": ReviewViewSet,
    "assessments": AssessmentViewSet,
    "responses": ResponseViewSet,
    "corrections": CorrectionViewSet,
    "revisions": RevisionViewSet,
    "issues": IssueViewSet,
    "events": EventViewSet,
    "links": LinkViewSet,
}


@pytest.fixture(params=["nobody", "an editor"])
def anyone(request) -> Client:
    client = Client(raise_request_exception=False)
    if request.param == "an editor":
        client.force_login(UserFactory(editor=True))
    return client


def ours(world: World) -> dict[str, str]:
    return {name: world.url(name) for name in own_names()}


def sign_in_pages() -> dict[str, str]:
    """Those of django-allauth that need nothing in their address."""
    found = [name for name in names(get_resolver()) if name.startswith(("account_", "mfa_"))]
    addresses = {}
    for name in found:
        with suppress(NoReverseMatch):
            addresses[name] = reverse(name)
    assert len(addresses) > 15
    return addresses


def methods_of(url: str) -> list[str]:
    """Those that reach a view; pages are read and forms are sent, no more."""
    return API_METHODS if "/api/" in url else PAGE_METHODS


def encoded(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"))


def test_no_method_is_a_fault_anywhere(anyone, world):
    for name, url in (ours(world) | sign_in_pages()).items():
        for method in METHODS:
            answer = anyone.generic(method, url)
            assert answer.status_code < 500, (method, name)
            if method not in methods_of(url):
                assert answer.status_code == 405, (method, name)
                assert "GET" in answer["Allow"], (method, name)
                assert answer.content, (method, name)
                assert not answer.wsgi_request._read_started, "its body is looked at by nobody"


def test_what_is_only_read_refuses_to_be_written(world):
    client = Client(raise_request_exception=False)
    for name, url in ours(world).items():
        is_read = name.startswith(("reading:", "feeds:", "sitemaps:", "api:"))
        if is_read and name not in ("reading:patterns", "reading:verify"):
            assert client.post(url).status_code == 405, name
            query = "?q=the" if name.endswith(":search") else ""  # some ask for one
            assert client.head(url + query).status_code in (200, 302), name


@pytest.mark.parametrize("name", ["docs", "schema", "preprint-list", "root"])
def test_a_browser_may_ask_what_the_api_allows(client, name):
    answer = client.options(reverse(f"api:{name}"))
    assert (answer.status_code, answer.content) == (204, b"")
    assert "GET" in answer["Allow"]
    assert "GET" in answer["Access-Control-Allow-Methods"]
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_no_parameter_is_a_fault_on_any_page(anyone, world):
    """Each address with two of the values, each value at many addresses."""
    values = [*NUMBERS, *TEXTS]
    for number, (name, url) in enumerate(ours(world).items()):
        for value in (values[number % len(values)], values[(number * 7 + 3) % len(values)]):
            query = "&".join(f"{parameter}={encoded(value)}" for parameter in PARAMETERS)
            assert anyone.get(f"{url}?{query}").status_code < 500, (name, value[:40])


@pytest.mark.parametrize("value", [*NUMBERS, *TEXTS])
def test_no_value_is_a_fault_on_a_list(world, value):
    client = Client(raise_request_exception=False)
    query = "&".join(f"{parameter}={encoded(value)}" for parameter in PARAMETERS)
    for url in ("/preprints/", "/issues/", "/review-requests/", "/feeds/preprints.atom"):
        assert client.get(f"{url}?{query}").status_code in (200, 400), url


@pytest.mark.parametrize("name", LISTS)
def test_no_value_of_a_filter_is_a_fault(name, world):
    client = Client(raise_request_exception=False)
    filters = LISTS[name].filterset_class.base_filters
    for parameter in [*filters, "limit", "cursor"]:
        for value in [*NUMBERS, *TEXTS, "2026-13-01", "0000-00-00", "9999-12-31T23:59:59-23:59"]:
            answer = client.get(f"/api/v1/{name}/?{parameter}={encoded(value)}")
            assert answer.status_code in (200, 400), (parameter, value[:40])
            if answer.status_code == 400:
                assert answer["Content-Type"] == "application/problem+json", (parameter, value[:40])


@pytest.mark.parametrize(
    "words", ["000000001999999", "1999999", "0000000000000001", "9" * 5_000, "-1", "1e2", "٣"]
)
def test_a_limit_is_a_number_from_1_to_100_however_it_is_written(client, world, words):
    answer = client.get(f"/api/v1/subjects/?limit={encoded(words)}")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["limit"]
    assert client.get("/api/v1/subjects/?limit=100").status_code == 200


@pytest.mark.parametrize("url", ["/", "/preprints/", "/api/v1/preprints/", "/feeds/reviews.atom"])
def test_too_many_parameters_are_refused(url):
    client = Client(raise_request_exception=False)
    answer = client.get(f"{url}?{'&'.join(f'a{number}=1' for number in range(1_001))}")
    assert answer.status_code == 400
    assert client.get(url).status_code == 200


BODIES = {
    "utf-16": (FORM + "; charset=utf-16", "a=b".encode("utf-16"), 415),
    "utf-7": (FORM + "; charset=utf-7", b"a=b", 415),
    "no charset of anybody": (FORM + "; charset=nonsense", b"a=b", 415),
    "a codec that is no charset": (FORM + "; charset=hex", b"a=b", 415),
    "multipart in utf-16": ("multipart/form-data; boundary=x; charset=utf-16", b"--x--", 415),
    "multipart without boundary": ("multipart/form-data", b"--x", 400),
    "multipart with a boundary too long": (
        f"multipart/form-data; boundary={'x' * 300}",
        b"--x",
        400,
    ),
    "too many fields": (FORM, b"&".join(b"a%d=1" % number for number in range(1_001)), 400),
    "too large": (FORM, b"a=" + b"x" * 2_100_000, 413),
    "too large, of many parts": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
        + b"x" * 2_100_000
        + b"\r\n--x--",
        413,
    ),
}


@pytest.mark.parametrize("kind", BODIES)
def test_a_form_that_cannot_be_read_is_refused(kind, world):
    """Refused before anything else is looked at, so the same everywhere."""
    media_type, body, status = BODIES[kind]
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.force_login(UserFactory(editor=True))
    for name, url in (ours(world) | sign_in_pages()).items():
        answer = client.generic("POST", url, data=body, content_type=media_type)
        assert answer.status_code == status, name


ODD_BODIES = {
    "not UTF-8": (FORM, b"link=\xff\xfe&text=%ff%fe%00&email=%ed%a0%80"),
    "NUL": (FORM, b"link=a%00b&text=%00&email=a%00@b.example&key=%00&name=%00"),
    "no body": (FORM, b""),
    "JSON": ("application/json", b'{"link": "\\ud800"}'),
    "JSON of the wrong kind": ("application/json", b"[1, 2]"),
    "JSON of no kind": ("application/json", b"\xff"),
    "deep JSON": ("application/json", b"[" * 100_000),
    "no type": ("", b"a=b"),
    "a type that is none": ("nonsense", b"a=b"),
}


@pytest.mark.parametrize("kind", ODD_BODIES)
def test_no_body_is_a_fault(anyone, world, kind):
    media_type, body = ODD_BODIES[kind]
    assert anyone.generic("PUT", "/", data=body, content_type=media_type).status_code == 405
    for name, url in (ours(world) | sign_in_pages()).items():
        for method in sorted({"POST", "PUT"} & {*methods_of(url)}):
            answer = anyone.generic(method, url, data=body, content_type=media_type)
            assert answer.status_code < 500, (name, method)


def test_a_nul_is_left_out_and_the_text_is_kept(client):
    client.force_login(UserFactory())
    answer = client.post("/preview/", {"field": "text", "text": "before\0after"})
    assert "beforeafter" in answer.content.decode()


IDS = [
    *("%0A", "1%0A", "1%0D%0A", "%00", "%7F", "-1", "0", "1.0", "%D9%A3"),
    *(str(2**63), "9" * 19, "9" * 30, "9" * 5_000),  # more than any row can have
]


@pytest.mark.parametrize("words", IDS)
@pytest.mark.parametrize("name", [*LISTS, "subjects", "people", "nothing"])
@pytest.mark.parametrize("end", ["/", ""])
def test_an_id_that_is_none_gets_a_problem_from_the_api(words, name, end):
    client = Client(raise_request_exception=False)
    answer = client.get(f"/api/v1/{name}/{words}{end}", follow=True)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["status"] == 404


@pytest.mark.parametrize("words", IDS)
def test_an_id_that_is_none_gets_a_page_or_the_feeds_form(words):
    client = Client(raise_request_exception=False)
    for url in (
        *("/preprints/{}/", "/preprints/1/v{}/", "/preprints/1/v1/reviews/{}/", "/issues/1/{}/"),
        *("/people/{}/", "/subjects/{}/", "/by-id/arxiv/{}", "/by-id/{}/x", "/invitations/{}/"),
    ):
        answer = client.get(url.format(words))
        assert answer.status_code == 404, url
        assert answer["Content-Type"].startswith("text/html"), url
    for url in ("/feeds/preprints/{}.atom", "/feeds/subjects/{}.rss"):
        answer = client.get(url.format(words))
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+xml"), url
    answer = client.get(f"/feeds/preprints/{words}.json")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
