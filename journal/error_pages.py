"""What Django calls when an address is unknown, a request is refused, or something failed."""

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import defaults

from web.problems import RETRY_AFTER_SECONDS, is_database_away, problem_response, problem_type
from web.typed_text import is_worth_keeping, not_saved_page, try_again_page, typed_texts

PAGE = "text/html; charset=utf-8"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    title, detail = _("This request cannot be read"), _("The browser sent something damaged.")
    return problem_response(request, HTTPStatus.BAD_REQUEST, title, detail)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if problem_type(request) == PAGE:
        typed = typed_texts(request)
        if is_worth_keeping(typed):
            message = str(exception) or _("This page is for other people.")
            return not_saved_page(request, message, typed, status=HTTPStatus.FORBIDDEN)
        return defaults.permission_denied(request, exception)
    detail = str(exception) or _("This is not open to you.")
    return problem_response(request, HTTPStatus.FORBIDDEN, "", detail)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if problem_type(request) == PAGE:
        typed = typed_texts(request)
        if is_worth_keeping(typed):
            message = _("What you wrote this for is not here any more, or it is not yours.")
            return not_saved_page(request, message, typed, status=HTTPStatus.NOT_FOUND)
        return defaults.page_not_found(request, exception)
    return problem_response(
        request, HTTPStatus.NOT_FOUND, "", _("There is nothing at this address.")
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """503 while the database is away, 500 for a fault of ours; no query in either."""
    is_form = request.method == "POST"
    if is_database_away(sys.exc_info()[1]):
        page = _(
            "Its database does not answer. This page can be loaded again in a few seconds;"
            " what you have saved is safe."
        )
        form = _("Its database does not answer. Please try again in a few seconds.")
        return try_again_page(
            request,
            HTTPStatus.SERVICE_UNAVAILABLE,
            _("The journal cannot answer for the moment"),
            form if is_form else page,
            retry_after=RETRY_AFTER_SECONDS,
        )
    return try_again_page(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Something went wrong on our side"),
        _("The error has been recorded. Please try again in a minute."),
    )
