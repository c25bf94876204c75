"""Every address of the journal: each URL pattern with its samples, each parameter of the API."""

import itertools
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

from django.urls import get_resolver
from django.urls.resolvers import RoutePattern, URLPattern, URLResolver

from accounts.models import User
from events.models import Event, Outbox
from preprints.models import Subject
from reviews.models import (
    Assessment,
    ConfirmedAssessment,
    IssueInterests,
    Reopening,
    Response,
    Review,
    Revision,
)
from tests.anonymity.samples import FIRST_ID
from tests.anonymity.world import World

LISTS_FOR_ALL = ("/preprints/", "/subjects/", "/people/")
LEAVES = ("/accounts/logout/", "/admin/logout/")  # ends the visit
THIRDS = 3
ROWS = 8  # of a model's rows that the admin or the API shows one by one


class NoSample(Exception):  # noqa: N818
    """An address has an argument that `world.py` names no value for."""


def patterns(
    resolver: URLResolver, before: tuple[Any, ...] = ()
) -> Iterator[tuple[URLPattern, ...]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, (*before, one))
        else:
            yield (*before, one)


def page_addresses(world: World) -> list[str]:
    """Of every URL pattern, with each combination of samples. Raises NoSample."""
    found, rows = [], row_ids(world)
    for parts in patterns(get_resolver()):
        route = "".join(str(part.pattern) for part in parts)
        values = samples_of(route, parts, world, rows)
        for chosen in itertools.product(*values.values()):
            found.append(fill(parts, dict(zip(values, chosen, strict=True))))
    return [one for one in dict.fromkeys(found) if one not in LEAVES]


def samples_of(
    route: str, parts: tuple[Any, ...], world: World, rows: dict[str, list[Any]]
) -> dict[str, list[Any]]:
    names = []
    for part in parts:
        pattern = part.pattern
        names += (
            pattern.converters if isinstance(pattern, RoutePattern) else pattern.regex.groupindex
        )
    ids: list[Any] = next((rows[start] for start in rows if route.startswith(start)), [])
    own = {"pk": ids, "object_id": ids} if ids else {}
    values = {}
    for name in names:
        if name in own:
            values[name] = own[name]
        elif name in world.samples:
            values[name] = world.samples[name]
        else:
            raise NoSample(f"Name a value for {name!r} of {route!r} in tests/anonymity/world.py.")
    return values


def row_ids(world: World) -> dict[str, list[Any]]:
    """Ids whose meaning depends on the address, by how its route begins."""
    return {
        "api/v1/^preprints": [*world.samples["preprint_id"]],
        "api/v1/^versions": [world.hidden_round.version_id],
        "api/v1/^reviews": list(Review.objects.values_list("pk", flat=True)),
        "api/v1/^assessments": list(Assessment.objects.values_list("pk", flat=True)),
        "api/v1/^responses": list(Response.objects.values_list("pk", flat=True)) or [1],
        "api/v1/^corrections": world.samples["correction_id"],
        "api/v1/^revisions": list(Revision.objects.values_list("pk", flat=True)) or [1],
        "api/v1/^checkpoints": [1],
        "api/v1/^issues": world.samples["issue_id"],
        "api/v1/^events": [
            *Event.objects.filter(actor_id__gte=FIRST_ID).values_list("pk", flat=True)[:ROWS],
            *Event.objects.public().values_list("pk", flat=True)[:ROWS],
        ],
        "editor/reviews/": world.samples["review_id"],
        "editor/assessments/": world.samples["assessment_id"],
        "editor/responses/": world.samples["response_id"],
        "editor/revisions/": world.samples["revision_id"],
        "editor/corrections/": world.samples["correction_id"],
        "editor/appeals/": world.samples["appeal_id"],
        "editor/reopenings/": list(Reopening.objects.values_list("pk", flat=True)) or [1],
        "editor/confirmations/": (
            list(ConfirmedAssessment.objects.values_list("pk", flat=True)) or [1]
        ),
        "editor/declines/": world.samples["submission_id"],
        "editor/declarations/": list(IssueInterests.objects.values_list("pk", flat=True)) or [1],
        "admin/accounts/user": list(
            User.objects.filter(pk__gte=FIRST_ID).values_list("pk", flat=True)
        ),
        "admin/events/event": list(Event.objects.values_list("pk", flat=True)[:ROWS]),
        "admin/events/outbox": list(Outbox.objects.values_list("pk", flat=True)[:ROWS]),
        "admin/preprints/subject": list(Subject.objects.values_list("pk", flat=True)),
        "accounts/2fa": [1],
    }


def fill(parts: tuple[Any, ...], values: dict[str, Any]) -> str:
    """The address of a pattern; regular expressions are few, and plain."""
    address = "/"
    for part in parts:
        text = str(part.pattern)
        if isinstance(part.pattern, RoutePattern):
            text = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), text)
        else:
            for name, value in values.items():
                text = re.sub(rf"\(\?P<{name}>[^)]*\)", str(value), text)
            text = text.replace(r"[\s\S]*", "nothing").replace(r"\.", ".").replace(r"\Z", "")
            text = text.removeprefix("^").removesuffix("$").replace(".*", "nothing")
        address += text
    return address


def search_words(world: World, turn: int) -> list[str]:
    """A third of the words about the hidden, another third for each role in its turn."""
    return [secret.word for secret in world.secrets][turn % THIRDS :: THIRDS]


def parameter_addresses(schema: dict[str, Any], world: World, turn: int) -> list[str]:
    """Every list of the API with each of its parameters: each choice, or words about the hidden."""
    found = []
    for path, methods in schema["paths"].items():
        if "{" in path:
            continue
        for parameter in methods.get("get", {}).get("parameters", []):
            if parameter["in"] == "query":
                for value in values_of(parameter["schema"], world, turn):
                    found.append(f"{path}?{urlencode({parameter['name']: value})}")
    return found


def values_of(schema: dict[str, Any], world: World, turn: int) -> list[Any]:
    if "items" in schema:
        return values_of(schema["items"], world, turn)
    if "enum" in schema:
        return list(schema["enum"])
    if schema.get("type") == "integer":
        return [1, world.work_id, FIRST_ID + 1, FIRST_ID + 101]
    if schema.get("format") in ("date-time", "date"):
        return ["2020-01-01", "2030-01-01"]
    return ["important", "solid", *search_words(world, turn)]


def linked_addresses(page: str, path: str, turn: int) -> list[str]:
    """Links of a page that carry parameters: filters, orders, pages."""
    links = re.findall(r'href="(/[^"#]*\?[^"#]*)', page)
    found = [link.replace("&amp;", "&") for link in links if not link.startswith("/accounts/")]
    return in_turn(found, path, turn)


def in_turn(found: list[str], path: str, turn: int) -> list[str]:
    """Of the lists that are the same for everybody a third of the filters, another third for each
    role in its turn: each is asked as three roles at least."""
    if not path.startswith(LISTS_FOR_ALL):
        return found
    return [one for one in found if crc32(one.encode()) % THIRDS == turn % THIRDS]


def form_addresses(page: str, path: str, world: World, turn: int) -> list[str]:
    """What its search and filter forms can be sent with, one field at a time."""
    found = []
    for form in re.findall(
        r"<form[^>]*method=\"get\".*?</form>|<form(?![^>]*method=).*?</form>", page, re.S
    ):
        selects = re.findall(r'<select[^>]*name="([^"]+)"(.*?)</select>', form, re.S)
        chosen = [
            f"{path}?{urlencode({name: value})}"
            for name, options in selects
            for value in re.findall(r'value="([^"]+)"', options)
        ]
        found += in_turn(chosen, path, turn)
        for name in re.findall(r'<input(?![^>]*type="hidden")[^>]*name="([^"]+)"', form):
            found += [f"{path}?{urlencode({name: word})}" for word in search_words(world, turn)]
    return found
