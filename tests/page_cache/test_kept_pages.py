"""Which answers are kept for the next reader, and how they are sent."""

import gzip

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from preprints.models import Preprint
from tests.factories.accounts import UserFactory
from tests.page_cache.conftest import Reader, until_heard
from tests.reading.works import published_issue, reviewed_round
from web.page_cache.application import PageCache

ROLES = ["reader", "author", "editor", "managing_editor", "administrator"]


@pytest.fixture
def work(cache: PageCache) -> Preprint:
    made = reviewed_round().submission.preprint
    until_heard(cache)
    return made


def test_every_public_page_is_made_once(reader, work):
    """The second reader gets the same, without a query."""
    published_issue(entries=1, volume=1, number=1)
    until_heard(reader.cache)
    for path in [
        "/",
        "/preprints/",
        f"/preprints/{work.pk}/",
        f"/preprints/{work.pk}/v1/",
        f"/preprints/{work.pk}/v1/reviews/1/",
        "/issues/",
        "/issues/1/1/",
        "/issues/1/1/cover.svg",
        "/issues/1/1/evidence.json",
        f"/subjects/{work.subjects.get().slug}/",
        "/review-requests/",
        "/about/",
        "/log/",
        "/api/v1/",
        "/api/v1/schema/",
        "/api/v1/preprints/",
        "/api/v1/preprints/?limit=1",
        f"/api/v1/preprints/{work.pk}/",
        "/api/v1/reviews/",
        "/api/v1/assessments/",
        "/api/v1/events/",
        "/api/v1/people/",
        "/feeds/preprints.atom",
        "/feeds/reviews.json",
        "/feeds/issues.rss",
    ]:
        made = reader.get(path)
        with CaptureQueriesContext(connection) as queries:
            kept = reader.get(path)
        assert (made.status, made.was_kept, kept.was_kept) == (200, False, True), path
        assert (kept.body, len(queries)) == (made.body, 0), path
        as_made = {name: made.headers[name] for name in made.headers.keys() - {"ETag"}}
        assert as_made.items() <= kept.headers.items(), path


def test_a_kept_page_is_sent_as_the_reader_asks_for_it(reader, work):
    path = f"/preprints/{work.pk}/"
    whole = reader.get(path)
    packed = reader.get(path, HTTP_ACCEPT_ENCODING="br, gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == whole.body
    head = reader.get(path, method="HEAD")
    assert (head.was_kept, head.body) == (True, b"")
    assert head.headers["Content-Length"] == str(len(whole.body))
    etag = packed.headers["ETag"]
    known = reader.get(path, HTTP_IF_NONE_MATCH=f'"other", {etag}')
    assert (known.status, known.body, known.headers["ETag"]) == (304, b"", etag)
    assert reader.get(path, HTTP_IF_NONE_MATCH='"other"').status == 200


def test_a_page_first_made_for_who_takes_it_compressed_is_the_same_for_others(reader, work):
    path = f"/preprints/{work.pk}/"
    packed = reader.get(path, HTTP_ACCEPT_ENCODING="gzip")
    whole = reader.get(path)
    assert (whole.was_kept, "Content-Encoding" in whole.headers) == (True, False)
    assert whole.body == gzip.decompress(packed.body)


def test_what_an_answer_depends_on_keeps_pages_apart(reader, work):
    """The address with its parameters and its host, and what its `Vary` names."""
    path = "/api/v1/preprints/"
    reader.get(path)
    assert not reader.get(f"{path}?limit=1").was_kept
    assert not reader.get(path, HTTP_HOST="127.0.0.1").was_kept
    assert not reader.get(path, HTTP_X_FORWARDED_PROTO="https").was_kept
    schema = "/api/v1/schema/"
    as_yaml = reader.get(schema, HTTP_ACCEPT="application/yaml")
    as_json = reader.get(schema, HTTP_ACCEPT="application/json")
    assert not as_json.was_kept
    assert as_json.body.startswith(b"{")
    assert reader.get(schema, HTTP_ACCEPT="application/yaml").body == as_yaml.body


def test_a_page_is_kept_in_each_of_its_formats_and_once_for_all_browsers(reader, work):
    path = f"/preprints/{work.pk}/"
    end = "application/xml;q=0.9,*/*;q=0.8"
    page = reader.get(path, HTTP_ACCEPT=f"text/html,application/xhtml+xml,{end}")
    bibtex = reader.get(path, HTTP_ACCEPT="application/x-bibtex")
    assert (bibtex.status, bibtex.was_kept) == (200, False)
    assert bibtex.body.startswith(b"@misc{")
    other = reader.get(path, HTTP_ACCEPT="text/html, application/xhtml+xml, image/webp, */*;q=0.8")
    assert (other.was_kept, other.body) == (True, page.body)
    again = reader.get(path, HTTP_ACCEPT="application/x-bibtex")
    assert (again.was_kept, again.body) == (True, bibtex.body)
    assert again.headers["Link"] == bibtex.headers["Link"] != page.headers["Link"]
    refused = [reader.get(path, HTTP_ACCEPT="image/png") for _ in range(2)]
    assert [(one.status, one.was_kept) for one in refused] == [(406, False)] * 2


@pytest.mark.parametrize("role", ROLES)
def test_a_page_of_somebody_signed_in_is_neither_kept_nor_answered_from_what_is(reader, work, role):
    rights = {} if role in ("reader", "author") else {role: True}
    person = UserFactory(name="Somebody Signedin", **rights)
    if role == "author":
        work.current_version.authors.create(position=9, name="X", user=person)
    client = Client()
    client.force_login(person)
    signed_in = {"HTTP_COOKIE": "; ".join(f"{k}={v.value}" for k, v in client.cookies.items())}
    paths = ["/", f"/preprints/{work.pk}/", "/preprints/", "/me/", "/api/v1/preprints/"]
    own = {path: reader.get(path, **signed_in) for path in paths}
    assert reader.kept(paths) == set()
    for path in paths:
        assert not reader.get(path).was_kept
        again = reader.get(path, **signed_in)
        assert (again.was_kept, again.status) == (False, own[path].status)
    assert b"Signedin" not in b"".join(reader.get(path).body for path in paths)


def test_who_asks_with_a_token_is_no_anonymous_reader(reader, work):
    reader.get("/api/v1/preprints/")
    assert not reader.get("/api/v1/preprints/", HTTP_AUTHORIZATION="Token x").was_kept


def test_of_cookies_only_that_of_forms_says_nothing_of_a_reader(reader, work):
    path = f"/preprints/{work.pk}/"
    assert not reader.get(path, HTTP_COOKIE="csrftoken=abc").was_kept
    assert reader.kept([path]) == set()
    reader.get(path)
    assert reader.get(path, HTTP_COOKIE="csrftoken=abc").was_kept
    for cookies in ("sessionid=x", "csrftoken=abc; sessionid=x", "x=csrftoken=abc", "messages=x"):
        assert not reader.get(path, HTTP_COOKIE=cookies).was_kept


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda answer: answer.set_cookie("seen", "1"), "sets a cookie"),
        (lambda answer: answer.__delitem__("Cache-Control"), "does not say that it is public"),
        (lambda answer: answer.__setitem__("Cache-Control", "private"), "is private"),
        (lambda answer: answer.__setitem__("Vary", "User-Agent"), "varies by something else"),
        (lambda answer: setattr(answer, "status_code", 404), "is an error"),
    ],
)
def test_what_may_differ_from_reader_to_reader_is_not_kept(cache, work, change, why, monkeypatch):
    path = f"/preprints/{work.pk}/"
    as_made = cache.application.get_response

    def planted(request: HttpRequest) -> HttpResponse:
        answer = as_made(request)
        change(answer)
        return answer

    monkeypatch.setattr(cache.application, "get_response", planted)
    reader = Reader(cache)
    reader.get(path)
    assert reader.kept([path]) == set(), why


def test_a_form_is_not_kept(reader):
    for path in ("/accounts/login/", "/accounts/signup/", "/submit/"):
        reader.get(path)
        assert reader.kept([path]) == set()


def test_a_page_is_not_kept_that_reads_what_is_not_heard_of(reader, cache, work):
    """As a table that is written all the time, or one that a migration has yet to watch."""
    path = f"/preprints/{work.pk}/"
    cache._watched -= {"preprints_author"}
    reader.get(path)
    reader.get("/about/")
    assert reader.kept([path, "/about/"]) == {"/about/"}
