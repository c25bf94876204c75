"""Errors as RFC 9457 problem details."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler


def problem_details(error: Exception, context: dict[str, Any]) -> Response | None:
    """Give DRF's error answers one shape: type, title, status, detail, and errors by field."""
    response = exception_handler(error, context)
    if response is None:
        return None
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": response.status_text,
        "status": response.status_code,
    }
    body = response.data
    if isinstance(body, dict) and set(body) == {"detail"}:
        problem["detail"] = str(body["detail"])
    else:
        problem["detail"] = "Some values are not valid."
        problem["errors"] = body
    response.data = problem
    response.content_type = "application/problem+json"
    return response
