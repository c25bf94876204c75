"""One page or feed from an address that somebody typed."""

import logging
import math
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from http import HTTPStatus

import httpx
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ingest.errors import NotAPage, PageUnreachable, UnexpectedAnswer
from ingest.http.answers import Answer, OpenedPage
from ingest.http.guard.addresses import check_url
from ingest.http.guard.metering import ExchangeBudget
from ingest.http.guard.network import guarded_transport
from ingest.http.guard.unpacking import Unpacker

logger = logging.getLogger(__name__)

_PERMANENT = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
_REDIRECTS = (*_PERMANENT, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT)
_READABLE = re.compile(r"(?:text|application)/(?:[a-z0-9.-]+\+)?(?:html|xml|json)")
_ACCEPT = "text/html, application/xhtml+xml, application/xml;q=0.9, application/json;q=0.8"
_PDF = _("This is a PDF. Please give the address of the page about the work.")


@dataclass(frozen=True, slots=True)
class Limits:
    """page_bytes: decompressed; wire_bytes: as sent, headers included. accept: what is asked for;
    readable: what may come."""

    seconds: float = 45.0
    wire_bytes: int = 5_000_000
    page_bytes: int = 20_000_000
    redirects: int = 4
    accept: str = _ACCEPT
    readable: re.Pattern[str] = _READABLE


def fetch_page(
    url: str,
    *,
    headers: Mapping[str, str],
    turn: Callable[[str], AbstractContextManager[None]],
    limits: Limits = Limits(),
    ends_at: float = math.inf,
) -> OpenedPage:
    """Open an address and follow redirects, each checked like the first.

    turn: called with the host before every request; what it gives is held while the request
    lasts, to keep the host's pace. ends_at: the moment of `time.monotonic` after which nothing more
    is waited for. Answers of any status are returned. Raises PageUnreachable,
    NotAPage, UnexpectedAnswer.
    """
    try:
        return _follow(url, headers, turn, limits, ends_at)
    except PageUnreachable as error:
        logger.info("Not opened: %s: %s", url, error)
        raise


def _follow(
    typed: str,
    headers: Mapping[str, str],
    turn: Callable[[str], AbstractContextManager[None]],
    limits: Limits,
    ends_at: float,
) -> OpenedPage:
    url = check_url(typed, settings.INGEST_ALLOWED_HOSTS)
    moved_to, has_moved = "", True
    budget: ExchangeBudget | None = None
    for _try in range(limits.redirects + 1):
        with turn(url.host):
            # The first wait for our turn is not the site's to answer for.
            budget = budget or ExchangeBudget(limits.seconds, limits.wire_bytes, ends_at=ends_at)
            answer = _ask(url, headers, budget, limits)
        if isinstance(answer, Answer):
            found = (answer.status, answer.headers, answer.content)
            return OpenedPage(*found, url=str(url), moved_to=moved_to)
        url, is_permanent = answer
        has_moved = has_moved and is_permanent
        moved_to = str(url) if has_moved else moved_to
    raise UnexpectedAnswer(f"redirected too often: {url}")


def _ask(
    url: httpx.URL, headers: Mapping[str, str], budget: ExchangeBudget, limits: Limits
) -> Answer | tuple[httpx.URL, bool]:
    """An answer, or where it redirects to and whether for good."""
    allowed = settings.INGEST_ALLOWED_HOSTS
    with guarded_transport(allowed, budget) as transport:
        response = transport.handle_request(_request(url, {"Accept": limits.accept, **headers}))
        try:
            target = _target(response, url)
            if target is not None:
                return check_url(target, allowed), response.status_code in _PERMANENT
            return Answer(response.status_code, response.headers, _read(response, limits))
        finally:
            response.close()


def _request(url: httpx.URL, headers: Mapping[str, str]) -> httpx.Request:
    ours = {"Accept-Encoding": "gzip", "Connection": "close"}
    return httpx.Request("GET", url, headers={**ours, **headers})


def _target(response: httpx.Response, url: httpx.URL) -> httpx.URL | None:
    """Where a redirect leads, without the part after "#"; None for any other answer."""
    location = response.headers.get("location", "")
    if response.status_code not in _REDIRECTS or not location:
        return None
    try:
        return url.join(location).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise PageUnreachable(f"redirect to {location[:200]!r}: {error}") from error


def _read(response: httpx.Response, limits: Limits) -> bytes:
    if response.is_success:
        _check_type(response.headers.get("content-type", ""), limits.readable)
    unpacker = Unpacker(response.headers.get("content-encoding", ""), limits.page_bytes)
    for piece in response.iter_raw():
        unpacker.add(piece)
    return unpacker.content()


def _check_type(content_type: str, readable: re.Pattern[str]) -> None:
    """A site that does not say what it sends may mean a page."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type == "application/pdf":
        raise NotAPage(media_type, message=_PDF)
    if media_type and not readable.fullmatch(media_type):
        raise NotAPage(media_type[:200])
