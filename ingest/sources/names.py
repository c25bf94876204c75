"""People's names, from the order of catalogues to the order in which they are spoken."""

import re

from preprints.rules import ANONYMOUS

_SUFFIX = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)
# Written without full stops, they are no initials.
_DEGREES = frozenset(
    {"BA", "BS", "BSc", "BEng", "MA", "MS", "MSc", "MSN", "MBA", "MPH", "MPhil", "MD", "DO", "DDS"}
    | {"DMD", "DVM", "DPhil", "DSc", "JD", "PhD", "PsyD", "RN"}
)
_ORCID = re.compile(r"(?:https?://orcid\.org/)?([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])")
# Words of institutions' names that are no family names; German ones are written in one word.
_BODY = re.compile(
    r"""\b(?: academ(?:y|ia|ie)|académie|agenc(?:y|e|ia)|akademi[ea]|associa(?:tion|zione|ção)
        | asociación|authority|bundes\w+|bureau\s(?:for|of)|cent(?:re|er|ro)s?|collaboration
        | colleges?|collège
        | comisión|comissão|commissions?|committee|compan(?:y|ies)|confederation|conse(?:jo|il|lho)
        | consortium|corporation|council|departamento|departe?ments?|département|dept|development
        | direc(?:torate|ção|ción)|division|ecole|école|escola|escuela|facult(?:y|é|ad|ade)|fakultät
        | federation|fondation|foundation|fundação|fundación|gmbh|government|hochschule
        | (?<!['’])hospitals?
        | inc|initiative|instit\w+|istituto|laborator\w+|labs|laboratoire|lt[dé]a?|llc|limited
        | minist(?:ry|ère|erio|ério|erium)|museum|museo|national|nations|network|observator\w+
        | office|organi[sz]ation|parliament|programme|project|publishers|research|schools?
        | scuola|secretariat|societ(?:y|à|é)|sociedad|universi\w+|univ|united|working\sgroup
        | \w+(?:gemeinschaft|gesellschaft|institut|ministerium|universität|zentrum) )\b
      | \b(?:bank|group|team|unit|union)\s(?:for|of)\b | \w\s(?:bank|group|team|union)\b
      | 大学|研究所|研究院|学院 """,
    re.VERBOSE | re.IGNORECASE,
)
# What programs write where nothing is known (https://n2t.net, "reserved values"), and people.
_PLACEHOLDER = re.compile(
    r"""\W* (?: : \s? (?: unac|unal|unap|unas|unav|unkn|none|null|tba|etal ) \b .*
              | n\.?/a\.? | no\s(?:authors?|name|title)(?:\s(?:given|provided))?
              | (?:(?:data|information)\s)?(?:not\savailable|unavailable)
              | (?:authors?|name|title)\s(?:not\s(?:available|given|provided)|unavailable|unknown)
              | unknown\s(?:authors?|creators?|title) ) \W*""",
    re.VERBOSE | re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"""\W* (?: anonym(?:e|o|ous|us)(?:\sauthors?)? | anon\.? | et\.?\sal(?:ii|\.)? | u\.\s?a\.
              | (?:(?:and|\d+)\s)+(?:others|more) | others | (?:various|several)\sauthors
              | none | null | undefined | unknown | unspecified | administrator | admin ) \W*""",
    re.VERBOSE | re.IGNORECASE,
)
# One sign before it, for a run of them would be read again from each of its signs.
_AND_OTHERS = re.compile(r"[\s,;](?:et\.?\sal\.?|and\sothers)\W*$", re.IGNORECASE)
_LONGEST = 2_000  # characters; what is longer is no name, and is not read to its end


def given_name_first(name: str) -> str:
    """What catalogues write as "Last, First"; a name without a comma stays as it is, and so does
    that of a body.

    >>> given_name_first("Garcia-Pelegrin, E., Jr.")
    'E. Garcia-Pelegrin Jr.'
    >>> given_name_first("European Commission, Joint Research Centre")
    'European Commission, Joint Research Centre'
    """
    name = _without_others(name)
    parts = [part.strip() for part in name.split(",") if part.strip()]
    suffix = [parts.pop()] if len(parts) > 1 and _SUFFIX.fullmatch(parts[-1]) else []
    if len(parts) > 2 or is_body(name):  # or several people in one name
        return name.strip(" ,")
    return " ".join([*reversed(parts), *suffix])


def is_body(name: str) -> bool:
    """Whether a name is that of an institution or a group, going by its words."""
    return _BODY.search(name) is not None


def without_degrees(name: str) -> str:
    """A spoken name without the degrees people put behind it.

    >>> without_degrees("Ada B. Example, MD, PhD")
    'Ada B. Example'
    """
    spoken, *rest = [part.strip() for part in name.split(",")]
    is_spoken = " " in spoken and spoken[:1].isupper()
    return spoken if rest and is_spoken and _DEGREES.issuperset(rest) else name


def is_placeholder(text: str) -> bool:
    """Whether a title, a name or a place only says that there is none: "(:unav)", "N/A".

    >>> is_placeholder(":unav"), is_placeholder("Unknown unknowns")
    (True, False)
    """
    return len(text) < 200 and _PLACEHOLDER.fullmatch(text) is not None


def real_name(name: str) -> str:
    """A name without "et al." behind it; "" for what names nobody."""
    name = _without_others(name)
    if name == ANONYMOUS:
        return name
    return "" if is_placeholder(name) or _NO_PERSON.fullmatch(name) or name == "nan" else name


def _without_others(name: str) -> str:
    name = name[:_LONGEST].rstrip()
    match = _AND_OTHERS.search(name)
    return name[: match.start()].rstrip(" ,;") if match else name


def bare_orcid(text: str) -> str:
    """An ORCID iD without its address; "" for anything else."""
    match = _ORCID.fullmatch(text.strip())
    return match[1] if match else ""
