"""The first middleware: refuses requests that no view could read, before any view tries.

What passes it can be read: `request.GET` and `request.POST` raise nothing, and neither they nor the
path hold a NUL, which PostgreSQL cannot store.
"""

import re
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _

from web.problems import problem_response

PAGE_METHODS = ("GET", "HEAD", "POST")
API_METHODS = (*PAGE_METHODS, "OPTIONS", "PUT", "PATCH", "DELETE")
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
READABLE_CHARSETS = ("utf-8", "utf8", "us-ascii", "ascii")
_CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f]")

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestGate:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        refused = check_line(request) or check_body(request)
        if refused is not None:
            return refused
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            return _not_allowed(request, response["Allow"])
        return response


def check_line(request: HttpRequest) -> HttpResponse | None:
    """A refusal of the method, the path or the parameters; None when they can be read."""
    is_api = request.path.startswith("/api/")
    methods = API_METHODS if is_api else PAGE_METHODS
    if request.method not in methods:
        return _not_allowed(request, ", ".join(methods))
    if _CONTROL_CHARACTER.search(request.path):
        detail = _("No address here has such characters.")
        return problem_response(request, HTTPStatus.NOT_FOUND, _("Nothing at this address"), detail)
    try:
        parameters = request.GET
    except SuspiciousOperation:
        return _unreadable(request, _("The address has too many parameters."))
    if not is_api and _has_nul(parameters):  # the API names the parameter itself
        return _unreadable(request, _("A parameter holds a character that no text can have."))
    return None


def check_body(request: HttpRequest) -> HttpResponse | None:
    """A refusal of what was sent; None when it can be read or is no form."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return None
    charset = (request.content_params or {}).get("charset", "utf-8").strip("\"'").lower()
    if charset not in READABLE_CHARSETS:
        detail = _("Please send it in UTF-8.")
        title = _("This text encoding cannot be read")
        return problem_response(request, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, title, detail)
    if _size_bytes(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return _too_large(request)
    if request.method != "POST" or request.content_type not in FORM_TYPES:
        return None
    try:
        request.POST = without_nul(request.POST)  # type: ignore[assignment]
    except RequestDataTooBig:
        return _too_large(request)
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return _unreadable(request, _("The form could not be read: it is damaged or too long."))
    return None


def without_nul(sent: QueryDict) -> QueryDict:
    """The same fields; a NUL, which nobody types, is left out instead of losing the text."""
    if not _has_nul(sent):
        return sent
    cleaned = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        if "\0" not in name:
            cleaned.setlist(name, [value.replace("\0", "") for value in values])
    cleaned._mutable = False
    return cleaned


def _has_nul(sent: QueryDict) -> bool:
    return any("\0" in name or "\0" in "".join(values) for name, values in sent.lists())


def _size_bytes(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length[:18]) if length.isascii() and length.isdecimal() else 0


def _not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    title = _("This cannot be done at this address")
    detail = _("The address does not answer this kind of request.")
    if request.method in ("GET", "HEAD"):
        title = _("There is no page at this address")
        detail = _(
            "It only takes what a form sends. Please go back to the page with the form, and send "
            "it from there."
        )
    response = problem_response(request, HTTPStatus.METHOD_NOT_ALLOWED, title, detail)
    response["Allow"] = allowed
    return response


def _unreadable(request: HttpRequest, detail: str) -> HttpResponse:
    title = _("This request cannot be read")
    return problem_response(request, HTTPStatus.BAD_REQUEST, title, detail)


def _too_large(request: HttpRequest) -> HttpResponse:
    size = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000
    return problem_response(
        request,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        _("This is too long to be sent at once"),
        _("At most %(size)s MB can be sent. Forms save what you write as you write it.")
        % {"size": size},
    )
