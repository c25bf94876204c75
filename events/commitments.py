"""Salted hashes, which stand in the log for what must not be read from it or guessed."""

import hashlib
import secrets
from collections.abc import Iterable

import orjson


def new_salt() -> str:
    return secrets.token_hex(32)


def commitment(salt: str, texts: Iterable[str]) -> str:
    """A hash from which nobody can guess the texts, and that says nothing once the salt is gone."""
    return hashlib.sha256(orjson.dumps([salt, *texts])).hexdigest()
