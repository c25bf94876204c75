"""A small server in a thread of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

# Seconds between two looks whether the server shall end. Python's half a second would be added to
# each test that ends one.
LOOKS_EVERY = 0.002


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server whose requests the handler answers."""
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, args=(LOOKS_EVERY,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
