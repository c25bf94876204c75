"""What is sent: a row of the access table each, with the data that carries an act out."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admindocs.views import simplify_regex
from django.urls import get_resolver, resolve, reverse
from django.urls.resolvers import URLPattern, URLResolver

from accounts.models import User


@dataclass(frozen=True)
class Request:
    """A row. state: of what the request is about, where it makes a difference.

    opens: a secret link that everybody has opened before. effect: what has changed once the act
    is carried out, where that is not what it is for others: `DRAFT`, `NOTHING` or `LOGGED`.
    call: the service to be called instead of a request, with who acts.
    """

    method: str
    url: str
    state: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    opens: str = ""
    effect: str = ""
    call: Callable[[User], Any] | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.method, self.url if self.call else route_of(self.url), self.state

    def __str__(self) -> str:
        return " ".join(filter(None, self.key))


FORM = "its form's page"  # where the address of a form leads
DRAFT, NOTHING = "a draft", "nothing"
LOGGED = "nothing, or a line in the log"


def get(name: str, *args: Any, state: str = "", opens: str = "") -> Request:
    return Request("GET", path(name, *args), state, opens=opens)


def post(name: str, *args: Any, state: str = "", **rest: Any) -> Request:
    return Request("POST", path(name, *args), state, **rest)


def call(service: Callable[..., Any], act: Callable[[User], Any], *, state: str = "") -> Request:
    name = f"{service.__module__}.{service.__name__}"
    return Request("CALL", name, state, call=act)


def path(name: str, *args: Any) -> str:
    return name if name.startswith("/") else reverse(name, args=args)


def route_of(url: str) -> str:
    return readable(resolve(url.partition("?")[0]).route)


def readable(route: str) -> str:
    """A route of the URL conf as people write it: `/preprints/<preprint_id>/`."""
    simple = simplify_regex(route).replace(r"[\s\S]", "<anything>").replace("\\.", ".")
    return re.sub(r"<\w+:(\w+)>", r"<\1>", simple).replace("//", "/")


def routes(
    resolver: URLResolver | None = None, before: str = "", space: str = ""
) -> Iterator[tuple[str, str]]:
    """Every route of the URL conf with its name, "" for none."""
    for one in (resolver or get_resolver()).url_patterns:
        whole = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, whole, f"{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            yield readable(whole), f"{space}{one.name}" if one.name else ""
