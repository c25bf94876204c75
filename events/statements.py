"""Statements of the journal that its key signs: facts as JSON, for whoever must rely on them.

Signed is `FIRST_LINE`, which no other text that the key signs begins with, and the statement as
JSON in one form: names sorted, no space, UTF-8. So it can be kept and sent in any form of JSON.
"""

import base64
import json
from binascii import Error as NotBase64
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from events.checkpoints import signing_key, signing_key_text
from events.models import Checkpoint

FIRST_LINE = "Verso statement, format 1"
SIGNATURE = {"algorithm", "key", "value"}
MOST_CHARACTERS = 500_000  # of one that is read


class StatementError(Exception):
    """What was given is no signed statement, or its signature does not fit."""


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """statement: what is said. key, signature: Base64."""

    statement: dict[str, Any]
    key: str
    signature: str

    def as_json(self) -> str:
        signature = {"algorithm": "Ed25519", "key": self.key, "value": self.signature}
        whole = {"statement": self.statement, "signature": signature}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def sign_statement(statement: dict[str, Any]) -> SignedStatement:
    signature = signing_key().sign(_signed_bytes(statement))
    return SignedStatement(statement, signing_key_text(), base64.b64encode(signature).decode())


def read_statement(text: str) -> SignedStatement:
    """A signed statement that somebody kept; its signature fits the key that it names, and nothing
    stands beside what is signed. Raises StatementError."""
    try:
        whole = json.loads(text[: MOST_CHARACTERS + 1], object_pairs_hook=_names_once)
        signature = whole["signature"]
        _check_nothing_unsigned(whole, signature)
        read = SignedStatement(whole["statement"], signature["key"], signature["value"])
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(read.key, validate=True))
        key.verify(base64.b64decode(read.signature, validate=True), _signed_bytes(read.statement))
    except InvalidSignature as error:
        raise StatementError("The signature of this statement does not fit.") from error
    except (KeyError, TypeError, ValueError, NotBase64, RecursionError) as error:
        raise StatementError("This is not a signed statement.") from error
    if not isinstance(read.statement, dict):
        raise StatementError("This is not a signed statement.")
    return read


def _names_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a name that comes twice the last one counts here, and people read the first. Raises
    ValueError."""
    if len(names := dict(pairs)) < len(pairs):
        raise ValueError
    return names


def _check_nothing_unsigned(whole: dict[str, Any], signature: dict[str, Any]) -> None:
    """Raises ValueError."""
    is_exact = set(whole) == {"statement", "signature"} and set(signature) == SIGNATURE
    if not is_exact or signature["algorithm"] != "Ed25519":
        raise ValueError


def is_own_key(key: str) -> bool:
    """Whether the journal signs with it, or has signed checkpoints with it. One query at most."""
    return key == signing_key_text() or Checkpoint.objects.filter(public_key=key).exists()


def _signed_bytes(statement: Any) -> bytes:
    text = json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"{FIRST_LINE}\n{text}".encode()
