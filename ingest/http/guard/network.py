"""A transport that connects to checked addresses only, within limits of time and size."""

import socket
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from ingest.errors import PageUnreachable
from ingest.http.guard.addresses import check_url, is_public
from ingest.http.guard.metering import CONNECT_SECONDS, ExchangeBudget, MeteredStream, tls_context

MOST_ADDRESSES = 3  # of one name that are tried in turn

Resolve = Callable[..., list[tuple[Any, ...]]]  # as socket.getaddrinfo


def guarded_transport(
    allowed: Collection[str],
    budget: ExchangeBudget,
    *,
    resolve: Resolve = socket.getaddrinfo,
    network: httpcore.NetworkBackend | None = None,
) -> httpx.BaseTransport:
    """A transport for one exchange, without proxies, cookies and connections kept.

    allowed: "host:port" pairs that may have private addresses and any port. resolve and network
    stand in, in tests, for the name servers and for the sockets.

    Requests raise PageUnreachable for whatever stands between us and an answer, so that a person
    cannot tell a refused address from one where nobody listens; and UnexpectedAnswer where an
    answer is too large.
    """
    return _GuardedTransport(
        allowed,
        httpcore.ConnectionPool(
            ssl_context=tls_context(),
            max_keepalive_connections=0,
            network_backend=_CheckedNetwork(
                allowed, budget, resolve, network or httpcore.SyncBackend()
            ),
        ),
    )


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except (
        httpcore.NetworkError,
        httpcore.TimeoutException,
        httpcore.ProtocolError,
        httpcore.UnsupportedProtocol,
    ) as error:
        raise PageUnreachable(repr(error)) from error


class _GuardedTransport(httpx.BaseTransport):
    def __init__(self, allowed: Collection[str], pool: httpcore.ConnectionPool) -> None:
        self._allowed, self._pool = allowed, pool

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = check_url(request.url, self._allowed)
        with _named_errors():
            response = self._pool.handle_request(
                httpcore.Request(
                    request.method,
                    httpcore.URL(
                        scheme=url.raw_scheme,
                        host=url.raw_host,
                        port=url.port,
                        target=url.raw_path,
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                )
            )
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response), request=request
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        with _named_errors():
            yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class _CheckedNetwork(httpcore.NetworkBackend):
    """Resolves a name once, checks all its addresses, and connects to one of them.

    The name is never resolved again: servers of names that answer differently the second time
    are a known way around such checks. The caller's URL keeps the name, for Host and for TLS.
    """

    def __init__(
        self,
        allowed: Collection[str],
        budget: ExchangeBudget,
        resolve: Resolve,
        network: httpcore.NetworkBackend,
    ) -> None:
        self._allowed, self._budget = allowed, budget
        self._resolve, self._network = resolve, network

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        refused: Exception = PageUnreachable(f"{host} has no address")
        for address in self._addresses(host, port)[:MOST_ADDRESSES]:
            try:
                stream = self._network.connect_tcp(
                    address,
                    port,
                    timeout=min(CONNECT_SECONDS, self._budget.seconds_left()),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refused = error
            else:
                return MeteredStream(stream, self._budget)
        raise refused

    def _addresses(self, host: str, port: int) -> list[str]:
        if f"{host}:{port}" in self._allowed:
            return [host]
        try:
            # With a full stop at its end, no search domain of ours is added to the name.
            found = self._resolve(f"{host}.", port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise PageUnreachable(f"{host}: {error!r}") from error
        addresses = list(dict.fromkeys(str(place[4][0]) for place in found))
        for address in addresses:
            if not is_public(address):
                raise PageUnreachable(f"{host} leads to {address}")
        return addresses
