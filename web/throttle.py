"""Keeping to the limits of `web/rate_limits.py`: what is too much is a 429 that loses nothing.

A limit is one moment, "used until" (the generic cell rate algorithm): each act moves it on by the
limit's seconds divided by its count, and it may not lie further ahead than the seconds. So counting
is one statement, exact with any number of processes, and says how long to wait.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from web.rate_limits import (
    ANY_WRITE,
    BY_ADDRESS,
    COSTLY_READS,
    FEED,
    NARROWED_LIST,
    PREVIEW,
    PREVIEW_BUTTON,
    WRITES,
    Limit,
)
from web.typed_text import try_again_page

GetResponse = Callable[[HttpRequest], HttpResponse]

MOST_ADDRESSES = 10_000  # remembered by one process
IPV6_SUBSCRIBER_BITS = 64  # one customer has all addresses that share them
NEVER_COUNTED = ("healthz", "readyz")  # whoever watches must get an answer without the database
PAGING = {"limit", "cursor"}


class Throttle:
    """Middleware, after the one that knows who is signed in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _arguments: Any, _options: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match is not None else ""
        if not settings.LIMIT_REQUESTS or name in NEVER_COUNTED:
            return None
        if request.method in ("GET", "HEAD"):
            limit = read_limit(request, name)
            if limit is None:
                return None
            wait = reads.spend(f"{name} {client_address(request)}", limit)
        else:
            wait = spend_write(request, name)
        return None if wait is None else too_many_requests(request, retry_after=wait)


def spend_write(request: HttpRequest, name: str) -> int | None:
    """Count a write; a preview by the button of a form is a preview, too."""
    counted = [name if name in WRITES else "any"]
    if PREVIEW_BUTTON in request.POST and name != PREVIEW:
        counted.append(PREVIEW)
    who = who_is_asking(request, name)
    waits = (spend(f"{own} {who}", WRITES.get(own, ANY_WRITE)) for own in counted)
    return next((wait for wait in waits if wait is not None), None)


def read_limit(request: HttpRequest, name: str) -> Limit | None:
    """The limit of a read that costs much; None for all others."""
    if name in COSTLY_READS:
        return COSTLY_READS[name]
    if name.startswith("api:"):
        is_narrowed = name.endswith("-list") and bool(request.GET.keys() - PAGING)
        return NARROWED_LIST if is_narrowed else None
    if name.startswith("feeds:"):
        return FEED
    return None


def spend(key: str, limit: Limit) -> int | None:
    """Count one act; the seconds to wait where it is one too many, and is not counted."""
    step = timedelta(seconds=limit.seconds / limit.count)
    values: dict[str, Any] = {
        "key": key,
        "step": step,
        "period": timedelta(seconds=limit.seconds),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, values)
        if cursor.fetchone() is not None:
            return None
        cursor.execute(_WAIT, values)
        row = cursor.fetchone()
    return max(1, math.ceil(row[0])) if row else 1


_SPEND = """
INSERT INTO web_usedlimit AS known (key, used_until)
VALUES (%(key)s, clock_timestamp() + %(step)s)
ON CONFLICT (key) DO UPDATE
SET used_until = GREATEST(known.used_until, clock_timestamp()) + %(step)s
WHERE known.used_until + %(step)s <= clock_timestamp() + %(period)s
RETURNING 1
"""
_WAIT = """
SELECT extract(epoch FROM used_until + %(step)s - %(period)s - clock_timestamp())
FROM web_usedlimit WHERE key = %(key)s
"""


def forget_unused_limits() -> int:
    """Remove the limits that are whole again; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM web_usedlimit WHERE used_until < clock_timestamp()")
        return int(cursor.rowcount)


class ReadsOfThisProcess:
    """The same count in memory."""

    def __init__(self) -> None:
        self._used_until: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def spend(self, key: str, limit: Limit) -> int | None:
        step, now = limit.seconds / limit.count, time.monotonic()
        with self._lock:
            used_until = max(self._used_until.get(key, now), now) + step
            if used_until > now + limit.seconds + 1e-6:
                return max(1, math.ceil(used_until - limit.seconds - now))
            self._used_until[key] = used_until
            self._used_until.move_to_end(key)
            if len(self._used_until) > MOST_ADDRESSES:
                self._used_until.popitem(last=False)
        return None

    def clear(self) -> None:
        self._used_until.clear()


reads = ReadsOfThisProcess()


def who_is_asking(request: HttpRequest, name: str) -> str:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and not name.startswith(BY_ADDRESS):
        return f"person {user.pk}"
    return client_address(request)


def client_address(request: HttpRequest) -> str:
    """Where the request comes from: the proxies that are ours write it from the end on."""
    address = request.META.get("REMOTE_ADDR", "")
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if proxies:
        addresses = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        address = addresses[-proxies].strip() if len(addresses) >= proxies else address
    return network_of(address)


def network_of(address: str) -> str:
    """
    >>> network_of("192.0.2.7"), network_of("::ffff:192.0.2.7"), network_of("2001:db8:1:2:3::4")
    ('192.0.2.7', '192.0.2.7', '2001:db8:1:2::')
    """
    try:
        parsed = ip_address(address.partition("%")[0].strip("[]"))
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        free_bits = 128 - IPV6_SUBSCRIBER_BITS
        return str(IPv6Address(int(parsed) >> free_bits << free_bits))
    return str(parsed)


def too_many_requests(request: HttpRequest, retry_after: int = 60) -> HttpResponse:
    """A 429 that shows what was typed and lets it be sent again; also what django-allauth calls."""
    title = _("That was more often than we can take")
    wait = ngettext("Please wait %d second.", "Please wait %d seconds.", retry_after) % retry_after
    status = HTTPStatus.TOO_MANY_REQUESTS
    return try_again_page(request, status, title, wait, retry_after=retry_after)
