"""Errors as RFC 9457 problem details."""

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.http import Http404
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

PROBLEM_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 10

logger = logging.getLogger(__name__)


def problem_details(error: Exception, context: dict[str, Any]) -> Response:
    """Give every error one shape: type, title, status, detail, and `errors` by field."""
    if not isinstance(error, APIException | Http404 | PermissionDenied):
        return _unexpected(error, context)
    response = exception_handler(error, context)
    if response is None:
        raise error
    body = response.data
    if isinstance(body, dict) and set(body) == {"detail"}:
        response.data = _problem(response.status_code, str(body["detail"]))
    else:
        named = ", ".join(body) if isinstance(body, dict) else "the request"
        problem = _problem(response.status_code, f"Some values are not valid: {named}.")
        response.data = problem | {"errors": body}
    response.content_type = PROBLEM_TYPE
    return response


def _unexpected(error: Exception, context: dict[str, Any]) -> Response:
    """A fault of ours: reported as Django reports an uncaught one, answered without its words."""
    set_rollback()
    view, request = context.get("view"), context.get("request")
    got_request_exception.send(sender=type(view), request=getattr(request, "_request", request))
    logger.error("The API failed: %s", getattr(request, "path", ""), exc_info=error)
    if isinstance(error, OperationalError):
        status, detail = HTTPStatus.SERVICE_UNAVAILABLE, "The database cannot be reached."
    else:
        status, detail = HTTPStatus.INTERNAL_SERVER_ERROR, "Something failed; it has been logged."
    response = Response(_problem(status, detail), status=status, content_type=PROBLEM_TYPE)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _problem(status: int, detail: str) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
    }
