"""A server on the loopback that sends given bytes: slowly, by halves, then breaks off."""

import socket
import struct
import threading
import time
from collections.abc import Iterable
from typing import Self


class RawServer:
    """Answers every connection with `pieces`, `pause` seconds apart.

    resets: the connection is broken after the last piece instead of closed. `heads` holds the
    first bytes of what was asked.
    """

    def __init__(
        self, pieces: Iterable[bytes], *, pause: float = 0.0, resets: bool = False
    ) -> None:
        self.heads: list[bytes] = []
        self._pieces, self._pause, self._resets = list(pieces), pause, resets
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._is_over.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self._socket.getsockname()[1]}"

    @property
    def url(self) -> str:
        return f"http://{self.place}/"

    def _serve(self) -> None:
        while not self._is_over.is_set():
            try:
                connection, _address = self._socket.accept()
            except OSError:  # shut down
                return
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        try:
            self.heads.append(connection.recv(65_536))
            for piece in self._pieces:
                if self._is_over.is_set():
                    return
                connection.sendall(piece)
                time.sleep(self._pause)
        except OSError:  # the other side has had enough
            return
        if self._resets:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
