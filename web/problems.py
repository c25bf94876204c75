"""Answers that refuse or fail, in the form of their address: a page, or RFC 9457 in JSON or XML.

Nothing here asks the database or the reader's session: these answers must come when neither works.
"""

import json
import re
from http import HTTPStatus
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html

JSON_PROBLEM = "application/problem+json"
XML_PROBLEM = "application/problem+xml"
RETRY_AFTER_SECONDS = 10

_JSON_ADDRESS = re.compile(r"/api/.*|/drafts/.*|.*\.json", re.DOTALL)
_XML_ADDRESS = re.compile(r"/feeds/.*\.(?:atom|rss)", re.DOTALL)


def problem(status: int, detail: str) -> dict[str, Any]:
    """The members of RFC 9457's problem details."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
    }


def problem_response(
    request: HttpRequest,
    status: int,
    title: str,
    detail: str,
    *,
    retry_after: int | None = None,
) -> HttpResponse:
    """title: the page's heading; detail: what to do, one or two sentences for people."""
    media_type = problem_type(request)
    if media_type == JSON_PROBLEM:
        body = json.dumps(problem(status, detail))
    elif media_type == XML_PROBLEM:
        body = _as_xml(problem(status, detail))
    elif request.headers.get("HX-Request"):  # a part of a page, where static/js/verso.js shows it
        body = format_html('<p class="wrong" role="alert">{}. {}</p>', title, detail)
    else:
        context = {"title": title, "detail": detail, "journal_name": settings.JOURNAL_NAME}
        body = render_to_string("problem.html", context)
    response = HttpResponse(body, status=status, content_type=media_type)
    response["Cache-Control"] = "no-store"
    if media_type in (JSON_PROBLEM, XML_PROBLEM):
        response["Access-Control-Allow-Origin"] = "*"
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def problem_type(request: HttpRequest) -> str:
    """The media type in which this request is refused."""
    if _JSON_ADDRESS.fullmatch(request.path):
        return JSON_PROBLEM
    if _XML_ADDRESS.fullmatch(request.path):
        return XML_PROBLEM
    accept = request.META.get("HTTP_ACCEPT", "")
    if "application/json" in accept and "text/html" not in accept:
        return JSON_PROBLEM
    return "text/html; charset=utf-8"


def _as_xml(members: dict[str, Any]) -> str:
    inner = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in members.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<problem xmlns="urn:ietf:rfc:7807">{inner}</problem>\n'
    )


def is_database_away(error: BaseException | None) -> bool:
    """Whether the error, or what led to it, is that the database did not answer (in time)."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False
