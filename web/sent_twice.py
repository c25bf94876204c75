"""A form sent twice by a double click: the second gets the answer of the first.

Browsers show the answer of the second request. Without this it says that the act is not possible
any more, while the first carried it out. A page's form token is masked anew each time the page is
made, so the same token with the same values is the same form, sent again.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import salted_hmac

from web.typed_text import CSRF_FIELD, SIGN_IN_PATHS

# Long enough for clicks; somebody who comes back to an old page is answered anew.
SECONDS = 15
_LOCKS = 5  # this kind of advisory lock, among the others of the journal

GetResponse = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class SentForm:
    """place: the session and the address; another form there takes its place. values: what was
    sent, as a fingerprint."""

    place: str
    values: str


class AnswerOnce:
    """Middleware, after the CSRF check and the throttle. The second request waits for the first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            response = self.get_response(request)
            form: SentForm | None = getattr(request, "sent_form", None)
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
        form = request.sent_form = _sent_form(request)  # type: ignore[attr-defined]
        _call("pg_advisory_lock", form)
        values, location = cache.get(form.place) or ("", "")
        return HttpResponseRedirect(location) if values == form.values else None


def _is_form(request: HttpRequest) -> bool:
    """Whether it was sent from one of our pages, within a session, and not by a script."""
    return (
        request.method == "POST"
        and CSRF_FIELD in request.POST
        and request.session.session_key is not None
        and not request.path.startswith(SIGN_IN_PATHS)
        and "HX-Request" not in request.headers
        and request.headers.get("X-Requested-With") != "fetch"
    )


def _sent_form(request: HttpRequest) -> SentForm:
    where = [request.session.session_key, request.get_full_path()]
    return SentForm(f"sent:{_digest(where)}", _digest(sorted(request.POST.lists())))


def _digest(what: Sequence[object]) -> str:
    return salted_hmac("web.sent_twice", json.dumps(what), algorithm="sha256").hexdigest()


def _remember(form: SentForm, location: str) -> None:
    with suppress(DatabaseError):  # the act is done, which its own answer says
        cache.set(form.place, [form.values, location], SECONDS)


def _unlock(form: SentForm) -> None:
    with suppress(DatabaseError):  # a lock ends with its connection
        _call("pg_advisory_unlock", form)


def _call(function: str, form: SentForm) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, %s))", [form.place, _LOCKS])
