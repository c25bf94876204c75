"""Signed checkpoints of the log (the idea is that of RFC 9162's signed tree heads).

A checkpoint says how many links the chain had at a moment, and the hash of the last. Whoever kept
one can prove that the log was changed later, even by the owner of the database, who has neither the
copy nor, where it is kept apart, the journal's key.
"""

import base64
import re
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from events.models import Checkpoint, Seal
from events.outbox import TryAgainLater, handler
from events.sealing import seal_new_events

FIRST_LINE = "Verso log checkpoint, format 1"
_TEXT = re.compile(
    rf"{FIRST_LINE}\njournal: (?P<journal>\S{{1,500}})\nlinks: (?P<links>[0-9]{{1,18}})\n"
    r"head: (?P<head>[0-9a-f]{64})\nat: (?P<at>[0-9TZ:-]{20})\n"
    r"key: (?P<key>[A-Za-z0-9+/=]{44})\nsignature: (?P<signature>[A-Za-z0-9+/=]{88})\s*"
)


@handler("events.sign_log")
def sign_log_with(event_id: int) -> None:
    """A checkpoint of the log with this event in it."""
    make_checkpoint(timezone.now())
    if not Seal.objects.filter(event=event_id).exists():
        raise TryAgainLater("Another process seals events.")


class CheckpointError(Exception):
    """What was given is no checkpoint, or its signature does not fit."""


@dataclass(frozen=True, slots=True)
class SignedHead:
    """What a checkpoint that somebody kept says; its signature fits the key that it names."""

    journal: str
    links: int
    head: str
    at: str
    public_key: str


@transaction.atomic
def make_checkpoint(now: datetime) -> Checkpoint | None:
    """Sign the log as it is now, all that waits sealed first; None where it has no link.

    Where it has not grown since the last checkpoint that one is returned: one each length.
    """
    while seal_new_events():
        pass
    last = Seal.objects.order_by("-position").first()
    if last is None:
        return None
    checkpoint = Checkpoint(
        journal=settings.SITE_URL,
        links=last.position,
        head=last.chain_hash,
        at=now.replace(microsecond=0),
        public_key=signing_key_text(),
    )
    signature = signing_key().sign(signed_text(checkpoint).encode())
    checkpoint.signature = base64.b64encode(signature).decode()
    Checkpoint.objects.bulk_create([checkpoint], ignore_conflicts=True)
    return Checkpoint.objects.get(pk=last.position)


def signed_text(checkpoint: Checkpoint) -> str:
    """The lines that the signature is of, each with its end."""
    return (
        f"{FIRST_LINE}\njournal: {checkpoint.journal}\nlinks: {checkpoint.links}\n"
        f"head: {checkpoint.head}\nat: {checkpoint.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\n"
        f"key: {checkpoint.public_key}\n"
    )


def checkpoint_text(checkpoint: Checkpoint) -> str:
    """What is published, and what `read_checkpoint` reads."""
    return f"{signed_text(checkpoint)}signature: {checkpoint.signature}\n"


def read_checkpoint(text: str) -> SignedHead:
    """What a checkpoint says that somebody kept. Raises CheckpointError."""
    found = _TEXT.fullmatch(text.replace("\r\n", "\n").lstrip())
    if found is None:
        raise CheckpointError("This is not a checkpoint of a log.")
    signed = found.string[: found.start("signature")].removesuffix("signature: ")
    if not _fits(found["key"], found["signature"], signed):
        raise CheckpointError("The signature of this checkpoint does not fit.")
    return SignedHead(
        journal=found["journal"],
        links=int(found["links"]),
        head=found["head"],
        at=found["at"],
        public_key=found["key"],
    )


def why_not_ours(kept: SignedHead) -> str:
    """Why a checkpoint that somebody kept says nothing of this journal's log, or "".

    Anybody can sign a text with a key of their own: it must be one that the journal publishes
    (`/.well-known/log-keys.json`).
    """
    known = list(Checkpoint.objects.values_list("journal", "public_key").distinct())
    if kept.journal not in {settings.SITE_URL, *(journal for journal, _key in known)}:
        return f"It is a checkpoint of {kept.journal}, not of {settings.SITE_URL}"
    if kept.public_key not in {signing_key_text(), *(key for _journal, key in known)}:
        return (
            f"It is signed with the key {kept.public_key}, which is none of this journal's: either "
            "somebody else has signed it, or the checkpoints signed with that key were removed"
        )
    return ""


def wrong_checkpoint(checkpoint: Checkpoint) -> str:
    """What is wrong with one of our own, or ""."""
    if _fits(checkpoint.public_key, checkpoint.signature, signed_text(checkpoint)):
        return ""
    return "the signature of a checkpoint does not fit"


def _fits(public_key: str, signature: str, text: str) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), text.encode())
    except (InvalidSignature, NotBase64, ValueError):
        return False
    return True


def public_key_text(key: Ed25519PrivateKey) -> str:
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def signing_key_text() -> str:
    return public_key_text(signing_key())


def signing_key() -> Ed25519PrivateKey:
    """The journal's own: LOG_SIGNING_KEY, or made from SECRET_KEY where that is not set."""
    return _key(settings.LOG_SIGNING_KEY, settings.SECRET_KEY)


@cache
def _key(encoded: str, secret: str) -> Ed25519PrivateKey:
    if encoded:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(encoded))
    made = HKDF(SHA256(), length=32, salt=None, info=b"verso log signing key")
    return Ed25519PrivateKey.from_private_bytes(made.derive(secret.encode()))
