"""The journal's policy: one row, read once for each request or task.

A request and a task of the schedule keep what they have read, and forget it at their end. So a
change counts from the next request and the next task, in every process.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse

from reviews.models import Policy

# The fields of how long and how many; beside them stand the reasons to decline.
NUMBERS = tuple(
    field.name
    for field in Policy._meta.concrete_fields
    if field.name not in ("id", "decline_reasons")
)
# What the present request or task has read: empty before, None outside of both.
_read: ContextVar[list[Policy] | None] = ContextVar("policy", default=None)


def current_policy() -> Policy:
    read = _read.get()
    if read:
        return read[0]
    policy = Policy.objects.get()
    if read is not None:
        read.append(policy)
    return policy


def forget_policy() -> None:
    """Read it anew: it was changed."""
    if read := _read.get():
        read.clear()


def policy_numbers() -> tuple[Any, ...]:
    """What a statement that is kept depends on."""
    policy = current_policy()
    return tuple(getattr(policy, name) for name in NUMBERS)


def policy_words() -> dict[str, str]:
    """What each number of the policy is, by its field."""
    fields = Policy._meta.concrete_fields
    return {field.name: str(field.verbose_name) for field in fields if field.name in NUMBERS}


@contextmanager
def reading_policy_once() -> Iterator[None]:
    """Around a request or a task, or as its decorator."""
    token = _read.set([])
    try:
        yield
    finally:
        _read.reset(token)


class ReadPolicyOnce:
    """Middleware: within one request the policy is one query and one answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with reading_policy_once():
            return self.get_response(request)
