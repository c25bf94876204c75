"""A web server on the loopback that answers from recordings, and fails when a test says so."""

import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from tests.local_server import end_serving
from tests.replay.answers import ReceivedRequest, Reply
from tests.replay.routes import ROUTES


@dataclass(frozen=True)
class Failure:
    """What to do instead of answering. delay: seconds before it.

    reset: break the connection: in the middle of the body, or before an answer without one.
    """

    status: int = 503
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    delay: float = 0.0
    reset: bool = False


class ReplayServer:
    """Answers from recordings while its `with` block lasts; `requests` holds what was asked."""

    def __init__(self, port: int = 0) -> None:
        self.requests: list[ReceivedRequest] = []
        self._failures: list[Failure] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(
            ("127.0.0.1", port), type("Handler", (_Handler,), {"replay": self})
        )
        self._thread = threading.Thread(target=self._server.serve_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        end_serving(self._server)
        self._thread.join()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def settings(self) -> dict[str, Any]:
        """The journal's settings that lead to this server instead of the sources."""
        return {
            **{
                name: self.address + path
                for route in ROUTES
                for name, path in route.SETTINGS.items()
            },
            "INGEST_ALLOWED_HOSTS": [self.address.removeprefix("http://")],
            "INGEST_MIN_INTERVAL": 0.0,
        }

    def fail(self, times: int = 1, **failure: Any) -> None:
        """Fail the next `times` requests; the keywords are Failure's."""
        with self._lock:
            self._failures += [Failure(**failure)] * times

    def receive(self, request: ReceivedRequest) -> Failure | None:
        with self._lock:
            self.requests.append(request)
            return self._failures.pop(0) if self._failures else None


def reply_to(request: ReceivedRequest) -> Reply:
    for route in ROUTES:
        if reply := route.answer(request):
            return reply
    return Reply(404, "text/html", b"<!DOCTYPE html><title>Not found</title>")


class _Handler(BaseHTTPRequestHandler):
    replay: ClassVar[ReplayServer]  # given by each server to its own handlers

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        address = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        request = ReceivedRequest(self.command, address.path, address.query, headers, body)
        failure = self.replay.receive(request)
        if failure:
            self._fail(failure)
        else:
            reply = reply_to(request)
            headers = {"Content-Type": reply.media_type, **reply.headers}
            self._send(reply.status, headers, reply.content)

    def _fail(self, failure: Failure) -> None:
        time.sleep(failure.delay)
        if failure.reset:
            self._break_off(failure)
        else:
            self._send(failure.status, failure.headers, failure.body)

    def _break_off(self, failure: Failure) -> None:
        half = failure.body[: len(failure.body) // 2]
        if half:
            self._begin(failure.status, failure.headers, len(failure.body))
        self.wfile.write(half)
        linger = struct.pack("ii", 1, 0)  # close with RST, not in order
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True

    def _send(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self._begin(status, headers, len(content))
        self.wfile.write(content)

    def _begin(self, status: int, headers: dict[str, str], length: int) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep the tests' output clean; `requests` has all of it."""
