"""What authors wish of the review of their work, as plain values, and as people type it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.orcid import read_orcid

ADDRESS = re.compile(r"[^\s<>(),;:]+@[^\s<>(),;:]+")
ORCID = re.compile(r"(?:https?://)?(?:www\.)?(?:orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])\b")
BETWEEN = " \t,;<>()"


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """email, orcid: "" where they are not given."""

    name: str
    reason: str
    email: str = ""
    orcid: str = ""

    @property
    def line(self) -> str:
        """As it is typed."""
        contacts = [part for part in (self.name, self.email, self.orcid) if part]
        return f"{', '.join(contacts)}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Wishes:
    """sensitive_why: "" where the authors do not say that the work is sensitive."""

    suggested: tuple[NamedPerson, ...] = ()
    opposed: tuple[NamedPerson, ...] = ()
    aspects: str = ""
    sensitive_why: str = ""


def read_person(line: str) -> NamedPerson:
    """A name, if they like an address or an ORCID iD, a colon, and why.

    Whoever lacks a name or a reason has "" for it.

    >>> read_person("Ada Example, ada@example.org: wrote a proof")
    NamedPerson(name='Ada Example', reason='wrote a proof', email='ada@example.org', orcid='')
    """
    orcid = ORCID.search(line)
    rest = ORCID.sub("", line, count=1)
    who, _colon, reason = rest.partition(":")
    address = ADDRESS.search(who)
    name = " ".join(ADDRESS.sub("", who, count=1).split()).strip(BETWEEN)
    return NamedPerson(
        name=re.sub(r"\s*,(\s*,)+", ",", name),
        reason=reason.strip(),
        email=address[0].lower() if address else "",
        orcid=read_orcid(orcid[1]) if orcid else "",
    )


def write_people(people: Iterable[NamedPerson]) -> str:
    return "\n".join(person.line for person in people)
