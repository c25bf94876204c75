"""A form sent twice by a double click: the second gets the answer of the first.

Browsers show the answer of the second request. Without this it says that the act is not possible
any more, while the first carried it out. A page's form token is masked anew each time the page is
made, so the same token with the same values is the same form, sent again.
"""

import json
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import salted_hmac
from django.utils.log import log_response
from django.utils.translation import gettext as _

from web.rate_limits import PREVIEW, PREVIEW_BUTTON
from web.typed_text import CSRF_FIELD, SIGN_IN_PATHS, try_again_page

# Long enough for clicks; somebody who comes back to an old page is answered anew.
SECONDS = 15
RETRY_AFTER_SECONDS = 2
# A double click is two requests; the four threads of a process are not all for one person's clicks.
MOST_WAITING = 1
_waiting = threading.BoundedSemaphore(MOST_WAITING)
_LOCKS = 7  # the kind of these locks; the others are in events/locks.py (`LockKind`)

GetResponse = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class FormIdentity:
    """place: the session and the address, where the answer to the newest form is remembered.
    values: what was sent, as a fingerprint; forms with other values never wait for each other."""

    place: str
    values: str

    @property
    def lock(self) -> str:
        return f"{self.place}:{self.values}"


class AnswerOnce:
    """Middleware, after the CSRF check and the throttle. The second request waits for the first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            response = self.get_response(request)
            form: FormIdentity | None = getattr(request, "sent_form", None)
            if form is not None and response.status_code == HTTPStatus.FOUND:
                _remember(form, response["Location"])
            return response
        finally:
            form = getattr(request, "sent_form", None)
            if form is not None:
                _unlock(form)

    def process_view(
        self, request: HttpRequest, _view: Any, _arguments: Any, _options: Any
    ) -> HttpResponse | None:
        if not _is_form(request):
            return None
        form = _sent_form(request)
        if not _call("pg_try_advisory_lock", form) and not _lock_after_the_first(form):
            title, detail = _("This form is being sent already"), _("Please try again in a moment.")
            answer = try_again_page(request, 503, title, detail, retry_after=RETRY_AFTER_SECONDS)
            log_response("Sent twice: %s", request.path, response=answer, level="info")
            return answer
        request.sent_form = form  # type: ignore[attr-defined]
        values, location = cache.get(form.place) or ("", "")
        return HttpResponseRedirect(location) if values == form.values else None


def _lock_after_the_first(form: FormIdentity) -> bool:
    """Wait for who has the lock, unless another thread of this process waits for one already: each
    has one thread less for everybody else."""
    if not _waiting.acquire(blocking=False):
        return False
    try:
        _call("pg_advisory_lock", form)
    finally:
        _waiting.release()
    return True


def _is_form(request: HttpRequest) -> bool:
    """Whether it was sent from one of our pages, within a session, and not by a script. A preview
    carries nothing out."""
    match = request.resolver_match
    return (
        request.method == "POST"
        and PREVIEW_BUTTON not in request.POST
        and (match is None or match.view_name != PREVIEW)
        and CSRF_FIELD in request.POST
        and request.session.session_key is not None
        and not request.path.startswith(SIGN_IN_PATHS)
        and "HX-Request" not in request.headers
        and request.headers.get("X-Requested-With") != "fetch"
    )


def _sent_form(request: HttpRequest) -> FormIdentity:
    where = [request.session.session_key, request.get_full_path()]
    return FormIdentity(f"sent:{_digest(where)}", _digest(sorted(request.POST.lists())))


def _digest(what: Sequence[object]) -> str:
    return salted_hmac("web.sent_twice", json.dumps(what), algorithm="sha256").hexdigest()


def _remember(form: FormIdentity, location: str) -> None:
    with suppress(DatabaseError):  # the act is done, which its own answer says
        cache.set(form.place, [form.values, location], SECONDS)


def _unlock(form: FormIdentity) -> None:
    with suppress(DatabaseError):  # a lock ends with its connection
        _call("pg_advisory_unlock", form)


def _call(function: str, form: FormIdentity) -> bool:
    """Call one of PostgreSQL's lock functions; returns its answer, if it has one."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, %s))", [form.lock, _LOCKS])
        return bool(cursor.fetchone()[0])
