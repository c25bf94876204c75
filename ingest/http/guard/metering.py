"""Limits of time and bytes of an exchange, counted at the connection."""

import math
import ssl
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import httpcore
import httpx

from ingest.errors import UnexpectedAnswer

CONNECT_SECONDS = 10.0
READ_SECONDS = 15.0  # between two pieces of an answer, where the request does not say


@cache
def tls_context() -> ssl.SSLContext:
    """One for all connections of a process: to read the certificates takes 50 ms."""
    return httpx.create_ssl_context(trust_env=False)


class ExchangeBudget:
    """What is left for one exchange: seconds, and bytes as sent.

    ends_at: the clock's moment at which all exchanges have ended, however many there are.
    """

    def __init__(
        self,
        seconds: float,
        size_bytes: int,
        clock: Callable[[], float] = time.monotonic,
        *,
        ends_at: float = math.inf,
    ) -> None:
        self._seconds, self._size_bytes, self._clock = seconds, size_bytes, clock
        self._all_end_at = ends_at
        self.renew()

    def renew(self) -> None:
        """Begin another exchange."""
        self._ends_at = min(self._clock() + self._seconds, self._all_end_at)
        self._bytes_left = self._size_bytes

    def seconds_left(self) -> float:
        """Raises httpcore.ReadTimeout, like any other timeout."""
        left = self._ends_at - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("out of time")
        return left

    def spend(self, size_bytes: int) -> None:
        """Raises UnexpectedAnswer."""
        self._bytes_left -= size_bytes
        if self._bytes_left < 0:
            raise UnexpectedAnswer("more bytes than we take")


class MeteredStream(httpcore.NetworkStream):
    """A connection that stops when the budget is used up."""

    def __init__(self, stream: httpcore.NetworkStream, budget: ExchangeBudget) -> None:
        self._stream, self._budget = stream, budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        content = self._stream.read(max_bytes, self._capped(timeout, READ_SECONDS))
        self._budget.spend(len(content))
        return content

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._capped(timeout, READ_SECONDS))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        seconds = self._capped(timeout, CONNECT_SECONDS)
        stream = self._stream.start_tls(ssl_context, server_hostname, seconds)
        return MeteredStream(stream, self._budget)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _capped(self, timeout: float | None, default: float) -> float:
        return min(default if timeout is None else timeout, self._budget.seconds_left())


class MeteredTransport(httpx.HTTPTransport):
    """httpx's own transport, every exchange of which has the whole budget, and no more."""

    def __init__(self, budget: ExchangeBudget) -> None:
        super().__init__(verify=tls_context(), trust_env=False)
        self._budget = budget
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls_context(),
            network_backend=_MeteredNetwork(budget),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._budget.renew()
        return super().handle_request(request)


class _MeteredNetwork(httpcore.SyncBackend):
    def __init__(self, budget: ExchangeBudget) -> None:
        self._budget = budget

    def connect_tcp(self, *arguments: Any, **options: Any) -> httpcore.NetworkStream:
        return MeteredStream(super().connect_tcp(*arguments, **options), self._budget)
