"""One hash for several texts."""

import hashlib


def content_hash(*parts: str) -> str:
    """SHA-256, 64 hexadecimal digits, over each part's length in bytes and the part itself.

    The lengths keep ("ab", "c") apart from ("a", "bc"). Lone surrogates are hashed as they are.
    """
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()
