"""Requests take turns at rendering texts (`text.turns`); who finds none is asked to come again."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.log import log_response
from django.utils.translation import gettext as _

from text.turns import TooBusy, asked_by
from web.throttle import who_is_asking
from web.typed_text import try_again_page

RETRY_AFTER_SECONDS = 2


class TakeTurns:
    """Middleware, after the one that knows who is signed in. Reading renders no text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        with asked_by(who_is_asking(request, "")):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, TooBusy):
            return None
        answer = try_again_page(
            request,
            HTTPStatus.SERVICE_UNAVAILABLE,
            _("Several texts are being shown just now"),
            _("Please try again in a moment."),
            retry_after=RETRY_AFTER_SECONDS,
        )
        # Nothing is wrong: without this Django would log an error of ours.
        log_response("No turn to render: %s", request.path, response=answer, level="info")
        return answer
