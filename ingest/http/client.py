"""The HTTP client: it names itself, limits time and size, and retries a few times with pauses."""

import math
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from ingest.errors import (
    AccessForbidden,
    ChallengePage,
    HostResting,
    IngestError,
    PageUnreachable,
    SourceUnavailable,
    UnexpectedAnswer,
)
from ingest.http.answers import Answer, OpenedPage
from ingest.http.guard import ExchangeBudget, Limits, fetch_page
from ingest.http.guard.metering import MeteredTransport
from ingest.http.guard.unpacking import Unpacker
from ingest.http.hosts import page_pace_key

TIMEOUT = httpx.Timeout(30, connect=10)  # seconds
LONGEST_EXCHANGE = 60.0  # seconds from the request's first byte to the answer's last
LARGEST_ANSWER = 20_000_000  # bytes, as sent and decompressed
PAGE_LIMITS = Limits()
MOST_RETRIES = 3
MOST_REDIRECTS = 3
LONGEST_RETRY_AFTER = 20.0  # seconds a person may be kept waiting because the source asks for it

# The request cannot have been answered, so asking again costs the source nothing.
_LOST_CONNECTION = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.ReadError,
    httpx.RemoteProtocolError,
)


def user_agent() -> str:
    return f"Verso/{settings.VERSION} (+{settings.SITE_URL}; mailto:{settings.CONTACT_EMAIL})"


def extra_headers(pace_key: str) -> dict[str, str]:
    """The headers of INGEST_EXTRA_HEADERS that are meant for these hosts."""
    found = {}
    for line in settings.INGEST_EXTRA_HEADERS:
        key, _, header = line.partition("|")
        name, _, value = header.partition(":")
        if key.strip() == pace_key and value:
            found[name.strip()] = value.strip()
    return found


class Hosts(Protocol):
    """The pace and the failures of hosts, over all processes, by pace key."""

    def pace(self, pace_key: str) -> None:
        """Wait until the host may be asked. Raises HostResting while it rests."""

    def alone(self, pace_key: str) -> AbstractContextManager[None]:
        """Hold the only connection we make to the host at a time."""

    def report(self, pace_key: str, error: IngestError | None) -> None:
        """Note how an exchange ended; after too many failures the host rests for a while."""


class UnsharedHosts:
    """For tests: no waiting, nothing remembered."""

    def pace(self, pace_key: str) -> None:
        return None

    def alone(self, pace_key: str) -> AbstractContextManager[None]:
        return nullcontext()

    def report(self, pace_key: str, error: IngestError | None) -> None:
        return None


class SourceClient:
    """Asks sources for works; use it in a `with` block.

    hosts: keeps the pace before every request, retries included, and counts failures.
    transport: stands in for the network. sleep, jitter (a factor for each wait), retries and
    longest_exchange: for tests. longest_wait: seconds a Retry-After may ask for before we give up.
    longest_in_all: seconds for everything the client is asked for, waits and retries included.
    """

    def __init__(
        self,
        *,
        hosts: Hosts | None = None,
        transport: httpx.BaseTransport | None = None,
        retries: int = MOST_RETRIES,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = lambda: random.uniform(0.5, 1.5),  # noqa: S311
        longest_wait: float = LONGEST_RETRY_AFTER,
        longest_exchange: float = LONGEST_EXCHANGE,
        longest_in_all: float = math.inf,
    ) -> None:
        self._longest_wait = longest_wait
        self._ends_at = time.monotonic() + longest_in_all
        budget = ExchangeBudget(longest_exchange, LARGEST_ANSWER, ends_at=self._ends_at)
        self._hosts, self._retries = hosts or UnsharedHosts(), retries
        self._sleep, self._jitter = sleep, jitter
        self._http = httpx.Client(
            headers={"User-Agent": user_agent(), "Accept-Encoding": "gzip"},
            timeout=TIMEOUT,
            follow_redirects=False,
            trust_env=False,
            transport=transport or MeteredTransport(budget),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._http.close()

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str],
        pace_key: str,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        request = self._http.build_request("GET", url, params=params, headers=headers)
        return self._ask(request, pace_key)

    def post_json(self, url: str, payload: Mapping[str, Any], *, pace_key: str) -> Answer:
        return self._ask(self._http.build_request("POST", url, json=payload), pace_key)

    def open_page(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        limits: Limits | None = None,
    ) -> OpenedPage:
        """Open an address that a person typed, through the guard; asked once, never again.

        How it ended counts for nobody: else a stranger could close a host to all others by typing
        addresses that fail. Answers of any status are returned. Raises PageUnreachable, NotAPage,
        UnexpectedAnswer.
        """
        return fetch_page(
            url,
            headers={"User-Agent": user_agent(), **(headers or {})},
            turn=self._turn,
            limits=limits or PAGE_LIMITS,
            ends_at=self._ends_at,
        )

    @contextmanager
    def _turn(self, host: str) -> Iterator[None]:
        pace_key = page_pace_key(host)
        with self._hosts.alone(pace_key):
            self._hosts.pace(pace_key)
            yield

    @contextmanager
    def answering_for(self, url: str) -> Iterator[None]:
        """Count the outcome of the block for the host of an address that editors chose."""
        with self._reported(page_pace_key(urlsplit(url).hostname or "")):
            yield

    @contextmanager
    def _reported(self, pace_key: str) -> Iterator[None]:
        try:
            yield
        except HostResting:
            raise
        except (SourceUnavailable, ChallengePage, PageUnreachable) as error:
            self._hosts.report(pace_key, error)
            raise
        self._hosts.report(pace_key, None)

    def _ask(self, request: httpx.Request, pace_key: str) -> Answer:
        request.headers.update(extra_headers(pace_key))
        with self._reported(pace_key):
            return self._ask_patiently(request, pace_key)

    def _ask_patiently(self, request: httpx.Request, pace_key: str) -> Answer:
        """The answer, with retries, if its status is below 500 and not 403 or 429.

        Raises SourceUnavailable, ChallengePage, UnexpectedAnswer (too large, or sent elsewhere).
        """
        for tries_left in range(self._retries, -1, -1):
            wait = 2.0 ** (self._retries - tries_left) * self._jitter()
            try:
                answer = self._exchange(request, pace_key)
            except _LOST_CONNECTION as error:
                if not tries_left:
                    raise SourceUnavailable(f"{request.url.host}: {error!r}") from error
            except httpx.HTTPError as error:
                raise SourceUnavailable(f"{request.url.host}: {error!r}") from error
            else:
                if not _is_refused(answer):
                    return answer
                asked_wait = retry_after(answer.headers.get("retry-after", ""))
                if not tries_left or asked_wait > self._longest_wait:
                    break
                wait = max(wait, asked_wait)
            if time.monotonic() + wait > self._ends_at:
                raise SourceUnavailable(f"{request.url.host}: out of time")
            self._sleep(wait)
        refusal = SourceUnavailable(f"{request.url.host}: HTTP {answer.status}")
        refusal.asked_wait = asked_wait
        raise refusal

    def _exchange(self, request: httpx.Request, pace_key: str) -> Answer:
        """Ask once, following redirects as long as they stay on the same host."""
        for _ in range(MOST_REDIRECTS + 1):
            with self._hosts.alone(pace_key):
                self._hosts.pace(pace_key)
                response = self._http.send(request, stream=True)
                try:
                    if response.next_request is None:
                        return _read(response)
                finally:
                    response.close()
            if _origin(response.next_request.url) != _origin(request.url):
                raise UnexpectedAnswer(f"redirect to {response.next_request.url}")
            request = response.next_request
        raise UnexpectedAnswer(f"redirected too often: {request.url}")


def _read(response: httpx.Response) -> Answer:
    unpacker = Unpacker(response.headers.get("content-encoding", ""), LARGEST_ANSWER)
    for piece in response.iter_raw():
        unpacker.add(piece)
    return Answer(response.status_code, response.headers, unpacker.content())


def retry_after(value: str, now: datetime | None = None) -> float:
    """Seconds a Retry-After header asks for, as a number or as a date; 0 if it says nothing."""
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return 0.0
    # A date in the zone "-0000" comes out naive, and is in UTC.
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


def _is_refused(answer: Answer) -> bool:
    """Whether to ask again later; raises where the source does not want to be asked again."""
    refusals = (HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
    if answer.status in refusals and answer.is_html():
        raise ChallengePage(f"HTTP {answer.status} with a page for people")
    if answer.status == HTTPStatus.FORBIDDEN:
        raise AccessForbidden("HTTP 403")
    return answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= 500


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
