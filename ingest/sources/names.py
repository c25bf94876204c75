"""People's names, from the order of catalogues to the order in which they are spoken."""

import re

_SUFFIX = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)
# Written without full stops, they are no initials.
_DEGREES = frozenset(
    {"BA", "BS", "BSc", "BEng", "MA", "MS", "MSc", "MSN", "MBA", "MPH", "MPhil", "MD", "DO", "DDS"}
    | {"DMD", "DVM", "DPhil", "DSc", "JD", "PhD", "PsyD", "RN"}
)
_ORCID = re.compile(r"(?:https?://orcid\.org/)?([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])")


def given_name_first(name: str) -> str:
    """What catalogues write as "Last, First"; a name without a comma stays as it is.

    >>> given_name_first("Garcia-Pelegrin, E., Jr.")
    'E. Garcia-Pelegrin Jr.'
    """
    parts = [part.strip() for part in name.split(",") if part.strip()]
    suffix = [parts.pop()] if len(parts) > 1 and _SUFFIX.fullmatch(parts[-1]) else []
    if len(parts) > 2:  # an institution and its town, or several people in one name
        return name.strip(" ,")
    return " ".join([*reversed(parts), *suffix])


def without_degrees(name: str) -> str:
    """A spoken name without the degrees people put behind it.

    >>> without_degrees("Ada B. Example, MD, PhD")
    'Ada B. Example'
    """
    spoken, *rest = [part.strip() for part in name.split(",")]
    is_spoken = " " in spoken and spoken[:1].isupper()
    return spoken if rest and is_spoken and _DEGREES.issuperset(rest) else name


def bare_orcid(text: str) -> str:
    """An ORCID iD without its address; "" for anything else."""
    match = _ORCID.fullmatch(text.strip())
    return match[1] if match else ""
