"""Looking for hidden people in the raw bytes of an answer, a mail or a line of the log."""

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import unquote_plus

from tests.anonymity import roles
from tests.anonymity.world import Secret, World

PRIVATE = re.compile(r"zzprivate-[a-z]+-[a-z]*")


@dataclass(frozen=True)
class Leak:
    role: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where} tells {self.role}: {self.what}"


def leaks_in(text: str, *, role: str, where: str, world: World) -> list[Leak]:
    """where: the address asked for; what stands in it already is no news."""
    path = where.split("?")[0]
    asked = unquote_plus(unquote_plus(where))  # an address can have another one in it
    found = []
    for secret in world.secrets:
        if secret.word not in text or secret.word in asked:
            continue
        if secret.kind == "text":
            found += private_texts(text, role, where, world)
        elif is_public(secret, world):
            found += ties(text, secret, role, where, world)
        elif not roles.may_know(role, path, secret, world):
            found.append(Leak(role, where, f"{secret.kind} of the {secret.owner} reviewer"))
    return found


def leaks_in_log(lines: Iterable[str], asked: Collection[str], world: World) -> list[Leak]:
    """asked: addresses that somebody asked for; they may stand in a line, nothing else may."""
    paths = {address.split("?")[0] for address in asked}
    found = []
    for line in lines:
        words = " ".join(word for word in line.split() if word not in paths)
        found += leaks_in(words, role="the log", where="", world=world)
    return found


def private_texts(text: str, role: str, where: str, world: World) -> list[Leak]:
    text_secret = Secret("", "", "text")
    if roles.may_know(role, where.split("?")[0], text_secret, world):
        return []
    words = sorted(set(PRIVATE.findall(text)))
    if role == "guest by link":
        words = [word for word in words if not word.endswith("-guest")]
    return [Leak(role, where, word) for word in words if not roles.may_read_text(role, word)]


def is_public(secret: Secret, world: World) -> bool:
    """Somebody who signed another review is known by name: only not for this one."""
    return world.hidden[secret.owner].is_named_elsewhere and secret.kind in ("name", "handle")


def ties(text: str, secret: Secret, role: str, where: str, world: World) -> list[Leak]:
    """Items that name a person and show their hidden review."""
    if roles.may_know(role, where.split("?")[0], Secret("", secret.owner, "id"), world):
        return []
    traces = world.hidden[secret.owner].traces
    shown = re.compile("|".join(rf"{re.escape(trace)}(?![0-9])" for trace in traces))
    return [
        Leak(role, where, f"that {secret.owner} wrote the hidden review")
        for item in items_of(text)
        if secret.word in item and shown.search(item)
    ]


def items_of(text: str) -> Iterable[str]:
    """A list's items one by one, for two of them may speak of two reviews; else the whole."""
    if "<entry>" in text:
        return text.split("<entry>")
    if "<item>" in text:
        return text.split("<item>")
    body = text.partition("\n\n")[2].lstrip()
    if body.startswith("{"):
        answer = json.loads(body)
        rows = answer.get("results", answer.get("items"))
        if isinstance(rows, list):
            return [json.dumps(row, ensure_ascii=False) for row in rows]
    return [text]
