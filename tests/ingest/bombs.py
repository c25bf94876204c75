"""Answers that are small as they are sent and large once unpacked."""

import zlib
from functools import cache

_BLOCK = 1_000_000  # bytes, as unpacked


@cache
def gzip_bomb(size_bytes: int = 100_000_000) -> bytes:
    """One member of gzip with zeros. Its blocks are alike, so that only the first is packed."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = packer.compress(bytes(_BLOCK)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(size_bytes // _BLOCK):
        checksum = zlib.crc32(bytes(_BLOCK), checksum)
    head = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
    tail = checksum.to_bytes(4, "little") + size_bytes.to_bytes(4, "little")
    return head + block * (size_bytes // _BLOCK) + packer.flush() + tail
