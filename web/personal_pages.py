"""What is shown to one person is kept by nobody: neither by a cache on the way nor by the browser
of a machine that others use.

Decided here for every address, by what the answer was made from: a session that holds something
(somebody signed in, a guest's invitation, a message) or a form token. Public pages, feeds and API
answers read neither, and are left as they are.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

KEPT_BY_NOBODY = "private, no-store"

GetResponse = Callable[[HttpRequest], HttpResponse]


class KeepPersonalPagesPrivate:
    """Stands outside the session middleware, whose work on the answer is then done."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_personal(request):
            response["Cache-Control"] = KEPT_BY_NOBODY
        return response


def is_personal(request: HttpRequest) -> bool:
    """Whether the answer may hold something of this reader's own."""
    session = getattr(request, "session", None)
    if session is not None and session.accessed and not session.is_empty():
        return True
    return "CSRF_COOKIE_NEEDS_UPDATE" in request.META  # the page holds a form token
