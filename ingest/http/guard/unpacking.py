"""Decompression in bounded memory."""

import zlib

from ingest.errors import UnexpectedAnswer

ENCODINGS = ("", "identity", "gzip", "x-gzip")


class Unpacker:
    """Takes an answer piece by piece, as it comes off the wire.

    encoding: its Content-Encoding; only gzip is asked for. A bomb is stopped at `most` bytes, not
    after it has gone off. Raises UnexpectedAnswer.
    """

    def __init__(self, encoding: str, most: int) -> None:
        encoding = encoding.strip().lower()
        if encoding not in ENCODINGS:
            raise UnexpectedAnswer(f"compressed as {encoding!r}")
        self._is_packed = "gzip" in encoding
        self._most = most
        self._member = zlib.decompressobj(wbits=31)
        self._unpacked = bytearray()

    def add(self, content: bytes) -> None:
        if self._is_packed:
            self._unpack(content)
        else:
            self._unpacked += content
        if len(self._unpacked) > self._most:
            raise UnexpectedAnswer(f"over {self._most} bytes")

    def content(self) -> bytes:
        """All of it, once the last piece has been added."""
        if self._is_packed and self._unpacked and not self._member.eof:
            raise UnexpectedAnswer("compressed, and broken off")
        return bytes(self._unpacked)

    def _unpack(self, content: bytes) -> None:
        while content and len(self._unpacked) <= self._most:
            if self._member.eof:  # a file of several members, or padding after the last one
                if not content.lstrip(b"\0"):
                    return
                self._member = zlib.decompressobj(wbits=31)
            room = self._most + 1 - len(self._unpacked)
            try:
                self._unpacked += self._member.decompress(content, room)
            except zlib.error as error:
                raise UnexpectedAnswer(f"compressed, and broken: {error}") from error
            content = self._member.unconsumed_tail or self._member.unused_data
