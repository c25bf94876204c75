"""What comes of a request, as a word of the access table."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.contrib.messages import ERROR, get_messages
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.test.client import ClientHandler

from accounts.errors import AccountError
from accounts.models import User
from curation.errors import CurationError
from drafts.errors import DraftError
from ingest.errors import IngestError
from preprints.errors import PreprintError
from reviews.errors import ReviewError
from tests.access.journal import Journal
from tests.access.known import Known
from tests.access.people import GUEST, sign_in
from tests.access.requests import DRAFT, LOGGED, NOTHING, Request, route_of
from tests.made_once import taken_back
from tests.stored_rows import Watch

OUR_ERRORS = (AccountError, CurationError, DraftError, IngestError, PreprintError, ReviewError)
DRAFTS = "drafts_draft"
ALLOWED = {DRAFT: {DRAFTS}, LOGGED: {"events_event", "events_unsealed"}}
# What a page writes that is only looked at, by its address, and why it may.
PROMISE = "events_outbox"
MADE_WHEN_ASKED = "the comparison is made once somebody asks for it, and the page says so"
WRITTEN_BY_LOOKING = {
    "/preprints/<preprint_id>/compare/v<older>..v<newer>/": (
        {"preprints_comparison", PROMISE},
        MADE_WHEN_ASKED,
    ),
    "/preprints/<preprint_id>/v<number>/edits/": ({"preprints_edit", PROMISE}, MADE_WHEN_ASKED),
}


class Browser(Client):
    """A test client that does not copy the context of each template it renders, and shares the
    middleware with all others: they keep nothing of a request."""

    shared_handler = ClientHandler(enforce_csrf_checks=False)

    def __init__(self, known: Known | None = None) -> None:
        super().__init__()
        self.handler, self.known = self.shared_handler, known

    def request(self, **request: Any) -> Any:
        with self.known.asked_once() if self.known else nullcontext():
            answer = self.handler(self._base_environ(**request))
        if answer.cookies:
            self.cookies.update(answer.cookies)
        return answer


class Browsers:
    """A browser for each person, signed in once; each request is made with a copy of it."""

    def __init__(self, journal: Journal) -> None:
        self.journal, self.known = journal, Known()
        self.cookies: dict[str, str] = {}
        for person, user in journal.cast.users.items():
            client = Browser()
            sign_in(client, user)
            self.cookies[person] = client.cookies["sessionid"].value
        guest = Browser()
        for link in journal.guest_links:
            assert guest.get(link).status_code == 302, link
        self.cookies[GUEST] = guest.cookies["sessionid"].value

    def of(self, person: str) -> Browser:
        """For one request, or some that follow upon each other and are taken back."""
        client = Browser(self.known)
        self.known.is_valid = True
        if person in self.cookies:
            client.cookies["sessionid"] = self.cookies[person]
        return client


def answer(request: Request, person: str, browsers: Browsers, watch: Watch) -> str:
    """What comes of the request; an act is taken back, and what looking wrote stays until the end
    of the test. watch: of the journal as it is while none is made."""
    if request.method == "GET" and not request.opens:
        return word_of_request(request, browsers.of(person), watch)
    with taken_back():
        if request.call is not None:
            return word_of_call(request.call, browsers.journal.cast.user(person), watch)
        return word_of_request(request, browsers.of(person), watch)


def word_of_call(act: Callable[[User], Any], user: User | None, watch: Watch) -> str:
    """`no` for a named error that left nothing behind, `404` where the service found no row."""
    if user is None:
        return "-"
    try:
        act(user)
    except OUR_ERRORS:
        return "no" if not watch.changed_tables() else "no, but it wrote"
    except ObjectDoesNotExist:
        return "404" if not watch.changed_tables() else "404, but it wrote"
    return "ok" if watch.changed_tables() else "nothing"


def word_of_request(request: Request, client: Client, watch: Watch) -> str:
    if request.opens:
        client.get(request.opens)
        watch.begin()
    answer = (
        client.generic(request.method, request.url)
        if request.method != "POST"
        else (client.post(request.url, request.fields))
    )
    changed = watch.changed_tables()
    if request.method == "GET":
        word = word_of_page(answer)
        return f"{word}, but it wrote" if changed - may_write(request) else word
    return word_of_act(answer, request.effect, changed)


def may_write(request: Request) -> set[str]:
    tables, _why = WRITTEN_BY_LOOKING.get(route_of(request.url), (set(), ""))
    return tables


def word_of_page(answer: Any) -> str:
    if answer.status_code in (301, 302):
        return "sign in" if asks_to_sign_in(answer) else "no" if has_error(answer) else "moves"
    return "ok" if answer.status_code == 200 else str(answer.status_code)


def word_of_act(answer: Any, effect: str, changed: set[str]) -> str:
    """`ok` where it was carried out, `no` where the answer says why it was not."""
    status = answer.status_code
    allowed = ALLOWED.get(effect, set())
    was_done = bool(changed) if effect else bool(changed - {DRAFTS})
    if status >= 400 and status not in (409, 422):
        return f"{status}, but it wrote" if changed else str(status)
    if status == 302 and asks_to_sign_in(answer) and not was_done:
        return "sign in"
    if effect and changed - allowed:
        return "ok, but it wrote"
    if effect in (NOTHING, LOGGED):
        return "ok"
    if was_done:
        return "ok" if status < 400 else f"{status}, but it wrote"
    return "no"


def asks_to_sign_in(answer: Any) -> bool:
    return answer.url.partition("?")[0] in ("/accounts/login/", "/admin/login/")


def has_error(answer: Any) -> bool:
    return any(one.level >= ERROR for one in get_messages(answer.wsgi_request))
