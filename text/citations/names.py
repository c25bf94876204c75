"""A name, as catalogues write it in one piece, taken apart as bibliographies want it."""

import re
from dataclasses import dataclass, replace

_SUFFIX = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:collaborations?|consortium|consortia|committee|council|association|society|foundation"
    r"|institut\w*|universit\w*|laborator\w+|labs?|cent(?:er|re)|department|ministry|agency"
    r"|initiative|network|project|organi[sz]ation|group|team|inc|ltd|llc|gmbh)\b\.?"
    r"|^the\b|\s(?:and|&)\s",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"[\d_@\[\]/:]")  # of an account, or of something put in a name's place
_EASTERN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # the family's name comes first
_JOINS_FAMILY = frozenset({"y", "e", "i"})  # Ortega y Gasset
_PARTICLE_IN_CAPITALS = frozenset({"Van", "Von", "De", "Del", "Della", "Di", "Du", "Der", "Den"})


@dataclass(frozen=True, slots=True)
class CitedName:
    """literal: the name of a group, an account, or somebody with one name; else it is empty.
    orcid: bare."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""
    orcid: str = ""

    @property
    def with_particle(self) -> str:
        return f"{self.particle} {self.family}".strip()

    @property
    def in_full(self) -> str:
        if self.literal:
            return self.literal
        if _EASTERN.search(self.family):
            return f"{self.family}{self.given}"
        return " ".join(filter(None, (self.given, self.with_particle, self.suffix)))


def literal_name(name: str) -> CitedName:
    return CitedName(literal=" ".join(name.split()))


def is_group(name: CitedName) -> bool:
    return _GROUP.search(name.literal) is not None


def cited_name(name: str, orcid: str = "") -> CitedName:
    """What cannot be taken apart for sure stays in one piece, which every style prints as it is.

    >>> name = cited_name("Ludwig van Beethoven")
    >>> name.given, name.particle, name.family
    ('Ludwig', 'van', 'Beethoven')
    >>> cited_name("Plato").literal, cited_name("ATLAS Collaboration").literal
    ('Plato', 'ATLAS Collaboration')
    """
    words = name.replace(",", " ").split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    if len(words) < 2 or _GROUP.search(name) or _NO_NAME.search(name):
        return replace(literal_name(name), orcid=orcid)
    if _EASTERN.search(name):
        return CitedName(family=words[0], given="".join(words[1:]), orcid=orcid)
    if not any(word[0].isupper() for word in words) and any(map(str.islower, words)):
        return replace(literal_name(name), orcid=orcid)  # a name chosen for a forum
    start = _start_of_family(words)
    rest = words[start:]
    count = next((at for at, word in enumerate(rest[:-1]) if not word.islower()), len(rest) - 1)
    return CitedName(
        family=" ".join(rest[count:]),
        given=" ".join(words[:start]),
        particle=" ".join(rest[:count]),
        suffix=suffix,
        orcid=orcid,
    )


def _start_of_family(words: list[str]) -> int:
    """Where the family's name begins, with what stands before it in small letters."""
    for at, word in enumerate(words[:-1]):
        if word in _JOINS_FAMILY and at > 1:
            return at - 1
        if word.islower() or (at and word in _PARTICLE_IN_CAPITALS):
            return at
    return len(words) - 1
