"""Errors as RFC 9457 problem details."""

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import serializers as s
from rest_framework.exceptions import APIException, ParseError
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from web.problems import JSON_PROBLEM as PROBLEM_TYPE
from web.problems import RETRY_AFTER_SECONDS, is_database_away, problem

logger = logging.getLogger(__name__)


class ProblemSerializer(s.Serializer[object]):
    """RFC 9457 problem details."""

    type = s.CharField()
    title = s.CharField()
    status = s.IntegerField()
    detail = s.CharField()
    errors = s.DictField(  # type: ignore[assignment]
        child=s.ListField(child=s.CharField()), required=False, help_text="By parameter."
    )


def problem_details(error: Exception, context: dict[str, Any]) -> Response:
    """Give every error one shape: type, title, status, detail, and `errors` by field."""
    if isinstance(error, BadRequest | SuspiciousOperation):
        error = ParseError(_("The request cannot be read."))
    if not isinstance(error, APIException | Http404 | PermissionDenied):
        return _unexpected(error, context)
    response = exception_handler(error, context)
    if response is None:
        raise error
    body = response.data
    if isinstance(body, dict) and set(body) == {"detail"}:
        response.data = problem(response.status_code, str(body["detail"]))
    else:
        named = ", ".join(body) if isinstance(body, dict) else "the request"
        refused = problem(response.status_code, f"Some values are not valid: {named}.")
        response.data = refused | {"errors": body}
    response.content_type = PROBLEM_TYPE
    return response


def _unexpected(error: Exception, context: dict[str, Any]) -> Response:
    """A fault of ours: reported as Django reports an uncaught one, answered without its words."""
    set_rollback()
    view, request = context.get("view"), context.get("request")
    got_request_exception.send(sender=type(view), request=getattr(request, "_request", request))
    logger.error("The API failed: %s", getattr(request, "path", ""), exc_info=error)
    if is_database_away(error):
        status, detail = HTTPStatus.SERVICE_UNAVAILABLE, "The database cannot be reached."
    else:
        status, detail = HTTPStatus.INTERNAL_SERVER_ERROR, "Something failed; it has been logged."
    response = Response(problem(status, detail), status=status, content_type=PROBLEM_TYPE)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
