"""A small server in a thread of its own."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server whose requests the handler answers."""
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        end_serving(server)


def end_serving(server: HTTPServer) -> None:
    """At once: a server looks twice a second whether it shall end, or when somebody connects."""
    ending = Thread(target=server.shutdown)
    ending.start()
    while ending.is_alive():
        with suppress(OSError), socket.create_connection(("127.0.0.1", server.server_port), 1):
            ending.join(0.01)
