"""Limits: what is too much gets a 429 that loses nothing; others and reads are not touched."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections
from django.urls import get_resolver
from django.utils import timezone

from tests.factories.accounts import UserFactory
from tests.one_of_each import names
from web import throttle
from web.models import UsedLimit
from web.rate_limits import (
    ANY_WRITE,
    COSTLY_READS,
    FEED,
    HOUR,
    MINUTE,
    NARROWED_LIST,
    WRITES,
    Limit,
)
from web.throttle import ReadsOfThisProcess, client_address, forget_unused_limits, spend

pytestmark = pytest.mark.django_db
TWICE = Limit(2, HOUR)
TYPED = "A reason that took an hour to write.\nWith <em>two</em> lines."


@pytest.fixture
def two_an_hour(monkeypatch):
    """Every limit, so that tests need no hundred requests."""
    monkeypatch.setattr(throttle, "ANY_WRITE", TWICE)
    monkeypatch.setattr(throttle, "WRITES", dict.fromkeys(WRITES, TWICE))
    monkeypatch.setattr(throttle, "COSTLY_READS", dict.fromkeys(throttle.COSTLY_READS, TWICE))
    monkeypatch.setattr(throttle, "NARROWED_LIST", TWICE)
    monkeypatch.setattr(throttle, "FEED", TWICE)


def check_third_is_refused(answers):
    assert [answer.status_code == 429 for answer in answers] == [False, False, True]
    assert 1700 < int(answers[-1]["Retry-After"]) <= 1800
    assert "no-store" in answers[-1]["Cache-Control"]
    return answers[-1]


def test_a_limit_is_used_up_and_comes_back_bit_by_bit():
    assert [spend("a", TWICE) for _number in range(2)] == [None, None]
    wait = spend("a", TWICE)
    assert 1795 <= wait <= 1800
    assert spend("a", TWICE) <= wait  # asking again costs nothing
    assert spend("somebody else", TWICE) is None
    row = UsedLimit.objects.get(key="a")
    row.used_until -= timedelta(seconds=1800)
    row.save()
    assert spend("a", TWICE) is None
    assert spend("a", TWICE) is not None


def test_a_limit_that_is_whole_again_is_forgotten():
    spend("now", TWICE)
    spend("long ago", TWICE)
    long_ago = UsedLimit.objects.filter(key="long ago")
    long_ago.update(used_until=timezone.now() - timedelta(hours=1))
    assert forget_unused_limits() == 1
    assert [limit.key for limit in UsedLimit.objects.all()] == ["now"]


@pytest.mark.django_db(transaction=True)
def test_the_count_is_exact_when_all_come_at_once():
    def once(_number: int) -> int | None:
        try:
            return spend("all at once", Limit(5, HOUR))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(once, range(24)))
    assert answers.count(None) == 5


def test_the_count_in_memory_is_the_same(monkeypatch):
    moments = iter([0.0, 0.0, 0.0, 1800.0, 1800.0])
    monkeypatch.setattr(throttle.time, "monotonic", lambda: next(moments))
    reads = ReadsOfThisProcess()
    assert [reads.spend("a", TWICE) for _number in range(5)] == [None, None, 1800, None, 1800]


def test_memory_forgets_who_came_first(monkeypatch):
    monkeypatch.setattr(throttle, "MOST_ADDRESSES", 3)
    reads = ReadsOfThisProcess()
    for number in range(10):
        reads.spend(str(number), TWICE)
    assert list(reads._used_until) == ["7", "8", "9"]


@pytest.mark.parametrize(
    "url",
    [
        *("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/submit/"),
        "/preprints/1/review/",  # has no limit of its own
    ],
)
def test_strangers_are_limited_by_their_address(client, two_an_hour, url):
    answers = [client.post(url, {"link": "x"}) for _number in range(3)]
    check_third_is_refused(answers)
    assert client.get("/").status_code == 200
    other = client.post(url, {"link": "x"}, REMOTE_ADDR="192.0.2.99")
    assert other.status_code != 429


def test_who_is_signed_in_is_limited_wherever_they_are(client, two_an_hour):
    client.force_login(UserFactory())
    answers = [
        client.post("/preview/", {"field": "x"}, REMOTE_ADDR=f"192.0.2.{number}")
        for number in range(3)
    ]
    check_third_is_refused(answers)
    client.force_login(UserFactory())
    assert client.post("/preview/", {"field": "x"}, REMOTE_ADDR="192.0.2.1").status_code == 200


def test_a_preview_too_many_is_refused_with_a_sentence_for_its_place(client, two_an_hour):
    client.force_login(UserFactory())
    typed = {"field": "summary", "summary": "typed"}
    answers = [
        client.post("/preview/", typed, headers={"HX-Request": "true"}) for _number in range(3)
    ]
    check_third_is_refused(answers)
    assert answers[2].content.startswith(b'<p class="wrong" role="alert">')
    assert b"typed" not in answers[2].content
    assert b"typed" in client.post("/preview/", typed).content  # as a page: nothing is lost


@pytest.fixture
def two_previews_an_hour(monkeypatch):
    monkeypatch.setattr(throttle, "WRITES", {**WRITES, throttle.PREVIEW: TWICE})


@pytest.mark.parametrize("page", ["/reviews/1/write/", "/editor/issues/1/save/"])
def test_a_preview_by_the_button_of_a_form_is_counted_as_one(client, two_previews_an_hour, page):
    writer, bystander = UserFactory(), UserFactory()
    typed = {"field": "summary", "summary": "typed"}
    client.force_login(writer)
    for _number in range(4):  # another button of the same form is none
        assert client.post(page, {**typed, "save": "1"}).status_code != 429
    assert client.post("/preview/", typed).status_code == 200
    answers = [client.post(page, {**typed, "preview": ""}) for _number in range(2)]
    assert [answer.status_code == 429 for answer in answers] == [False, True]
    assert "typed" in answers[1].content.decode()
    assert client.post("/preview/", typed).status_code == 429
    assert client.post(page, {**typed, "save": "1"}).status_code != 429
    client.force_login(bystander)
    assert client.post(page, {**typed, "preview": ""}).status_code != 429


def test_a_sign_in_is_limited_by_address_whoever_is_signed_in(client, two_an_hour):
    for number in range(3):
        client.force_login(UserFactory())
        answer = client.post("/accounts/password/reset/", {"email": f"{number}@example.org"})
    assert answer.status_code == 429


def test_what_was_typed_is_shown_and_can_be_sent_again(client, two_an_hour):
    client.force_login(UserFactory())
    for _number in range(3):
        answer = client.post("/me/profile/?a=1", {"bio": TYPED, "name": '"Ada"'})
    assert answer.status_code == 429
    page = answer.content.decode()
    assert 'action="/me/profile/?a=1"' in page
    assert (
        "A reason that took an hour to write.\nWith &lt;em&gt;two&lt;/em&gt; lines.</text" in page
    )
    assert 'name="name" value="&quot;Ada&quot;"' in page
    assert "csrfmiddlewaretoken" in page
    assert "1800 seconds" in page or "1799 seconds" in page


def test_a_password_is_never_shown(client, two_an_hour):
    for _number in range(3):
        answer = client.post(
            "/accounts/login/", {"login": "a@b.example", "password": "secret word"}
        )
    assert answer.status_code == 429
    assert "secret word" not in answer.content.decode()
    assert "<form" not in answer.content.decode()


@pytest.mark.parametrize("name", ["otp", "code", "credential", "password2", "recovery_codes"])
def test_no_secret_is_shown_wherever_it_is_sent(client, two_an_hour, name):
    client.force_login(UserFactory())
    for _number in range(3):
        answer = client.post("/me/profile/", {"bio": TYPED, name: "secret word"})
    assert answer.status_code == 429
    assert "secret word" not in answer.content.decode()


def test_technical_fields_are_sent_again_unseen_and_others_under_plain_names(client, two_an_hour):
    client.force_login(UserFactory())
    sent = {"competing_interests": "x" * 70, "draft_base": "y" * 70}
    for _number in range(3):
        answer = client.post("/me/profile/", sent)
    page = answer.content.decode()
    assert ">Competing interests</label>" in page
    assert f'<input type="hidden" name="draft_base" value="{"y" * 70}">' in page


def test_what_was_typed_to_sign_in_is_offered_nowhere(client, two_an_hour):
    for _number in range(3):
        answer = client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    assert answer.status_code == 429
    assert "ada@example.org" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_whoever_watches_is_never_counted(client, two_an_hour, address):
    for _number in range(4):
        assert client.post(address, headers={"Accept": "text/html"}).status_code != 429


def test_an_autosave_gets_a_problem(client, two_an_hour):
    client.force_login(UserFactory())
    answers = [client.post("/drafts/review:1/", {"text": "x"}) for _number in range(3)]
    assert answers[2].status_code == 429
    assert answers[2]["Content-Type"] == "application/problem+json"
    assert "Retry-After" in answers[2]


@pytest.mark.parametrize(
    ("url", "media_type"),
    [
        ("/api/v1/preprints/?kind=theory", "application/problem+json"),
        ("/feeds/preprints.atom", "application/problem+xml"),
        ("/feeds/preprints.json", "application/problem+json"),
        ("/preprints/1/compare/v1..v2/", "text/html; charset=utf-8"),
    ],
)
def test_reads_that_cost_much_are_limited(client, two_an_hour, url, media_type):
    refused = check_third_is_refused([client.get(url) for _number in range(3)])
    assert refused["Content-Type"] == media_type
    assert UsedLimit.objects.count() == 0  # a read writes nothing


@pytest.mark.parametrize("url", ["/", "/preprints/", "/api/v1/preprints/?limit=5", "/about/"])
def test_other_reads_are_not_counted_at_all(client, two_an_hour, monkeypatch, url):
    monkeypatch.setattr(throttle, "reads", None)  # would fail if it were asked
    assert [client.get(url).status_code for _number in range(4)] == [200] * 4
    assert UsedLimit.objects.count() == 0


def test_limits_can_be_turned_off(client, two_an_hour, settings):
    settings.LIMIT_REQUESTS = False
    assert [client.post("/submit/", {"link": "x"}).status_code for _number in range(4)] == [302] * 4


def test_the_packages_own_limits_answer_in_the_same_form(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/h/ip"}
    for _number in range(3):
        answer = client.post("/accounts/signup/", {"email": "a@example.org"})
    assert answer.status_code == 429
    assert "more often than" in answer.content.decode()
    assert answer["Retry-After"] == "60"


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "address"),
    [
        ("192.0.2.7", "", 0, "192.0.2.7"),
        ("192.0.2.7", "203.0.113.9", 0, "192.0.2.7"),  # anybody may write the header
        ("10.0.0.2", "203.0.113.9", 1, "203.0.113.9"),
        ("10.0.0.2", "198.51.100.1, 203.0.113.9", 1, "203.0.113.9"),
        ("10.0.0.2", "198.51.100.1, 203.0.113.9, 10.0.0.3", 2, "203.0.113.9"),
        ("10.0.0.2", "", 2, "10.0.0.2"),
        ("2001:db8:1:2:aaaa::1", "", 0, "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::2", "", 0, "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "", 0, "192.0.2.7"),
        ("10.0.0.2", "nonsense", 1, "unknown"),
    ],
)
def test_an_address_is_what_our_own_proxies_say(rf, settings, remote, forwarded, proxies, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert client_address(rf.get("/", REMOTE_ADDR=remote, headers=headers)) == address


def test_every_limit_is_of_an_address_that_exists():
    known = set(names(get_resolver()))
    assert {*WRITES, *COSTLY_READS} <= known
    assert all(limit.count >= 20 and limit.seconds >= MINUTE for limit in WRITES.values())


def test_the_documentation_names_every_limit():
    page = (settings.BASE_DIR / "docs" / "reference" / "limits.md").read_text()
    rows = re.findall(r"^\| .* \| (\d+) in (\d+) (minute|hour)s? \| `(.+)` \|$", page, re.MULTILINE)
    in_words = {"minute": MINUTE, "hour": HOUR}
    documented = {
        name: Limit(int(count), int(number) * in_words[unit]) for count, number, unit, name in rows
    }
    every_list = {"any": ANY_WRITE, "api:*-list": NARROWED_LIST, "feeds:*": FEED}
    assert documented == {**WRITES, **COSTLY_READS, **every_list}
