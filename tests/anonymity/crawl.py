"""Asking for every address as one role, and searching what comes."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.http import HttpResponseBase
from django.test import Client

from tests.access.known import Known, asking_who_looks
from tests.anonymity import addresses
from tests.anonymity.roles import ROLES, client_of
from tests.anonymity.search import Leak, leaks_in
from tests.anonymity.world import World

HTML = "text/html"
NOBODY = "signed out"  # may know nothing
MOST = 2_000  # addresses a role: a bound against a page that links to ever new ones


def crawl(
    role: str, world: World, only: str = "", same_for_all: set[str] | None = None
) -> tuple[list[Leak], set[str]]:
    """What leaks to the role, and the addresses that were asked; `only`: this prefix alone.

    same_for_all: addresses with the same answer for all roles, asked by the first role that came
    to them, for all others; this role adds those that it finds.
    """
    client = client_of(role, world)
    with asking_who_looks(Known()):
        return _crawl_as(client, role, world, only, same_for_all)


def _crawl_as(
    client: Client, role: str, world: World, only: str, same_for_all: set[str] | None
) -> tuple[list[Leak], set[str]]:
    turn = ROLES.index(role)
    waiting = [*addresses.page_addresses(world), *api_parameters(world, turn)]
    waiting = [one for one in waiting if one.startswith(only)]
    seen: set[str] = set()
    leaks: list[Leak] = []
    while waiting and len(seen) < MOST:
        address = waiting.pop()
        if address in seen or address in addresses.LEAVES:
            continue
        seen.add(address)
        if same_for_all is not None and address in same_for_all:
            continue
        answer = client.get(address)
        assert answer.status_code < 500, address
        text = raw(answer)
        is_same = is_same_for_all(answer)
        leaks += leaks_in(text, role=NOBODY if is_same else role, where=address, world=world)
        if same_for_all is not None and is_same:
            same_for_all.add(address)
        if HTML in answer.get("Content-Type", "") and not only:
            waiting += more_addresses(text, address, world, turn)
    return leaks, seen


def is_same_for_all(answer: Any) -> bool:
    """Whether nothing asked who is there: what it says is then searched as said to everybody.

    Pages are asked anew for each role all the same, for the links they lead to."""
    session = getattr(answer.wsgi_request, "session", None)
    is_page = HTML in answer.get("Content-Type", "")
    return session is not None and not session.accessed and not is_page


def raw(answer: HttpResponseBase) -> str:
    """Headers and body as they go over the wire."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    cookies = answer.cookies.output()
    return f"{answer.status_code}\n{head}\n{cookies}\n\n{body.decode('utf-8', 'surrogateescape')}"


def api_parameters(world: World, turn: int) -> list[str]:
    return addresses.parameter_addresses(schema(), world, turn)


@cache
def schema() -> dict[str, object]:
    return json.loads(Client().get("/api/v1/schema/?format=json").content)


def more_addresses(text: str, address: str, world: World, turn: int) -> Iterable[str]:
    path = address.split("?")[0]
    if "?" not in address:
        yield from addresses.form_addresses(text, path, world, turn)
    yield from addresses.linked_addresses(text, path, turn)
