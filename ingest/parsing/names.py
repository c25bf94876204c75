"""People's names, from the order of catalogues to the order in which they are spoken."""

import re
import unicodedata

from ingest.parsing.tidy_names import tidy_name
from preprints.rules import ANONYMOUS

_SUFFIX = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)
# Written without full stops, or as nobody's initials are.
_DEGREES = frozenset(
    {"Ph.D.", "Ph.D", "Ph. D.", "D.Phil."}
    | {
        "BA",
        "BS",
        "BSc",
        "BEng",
        "MA",
        "MS",
        "MSc",
        "MSN",
        "MBA",
        "MPH",
        "MPhil",
        "MD",
        "DO",
        "DDS",
    }
    | {"DMD", "DVM", "DPhil", "DSc", "JD", "PhD", "PsyD", "RN"}
)
# Words of institutions' names that are no family names; German ones are written in one word.
_BODY = re.compile(
    r"""\b(?: academ(?:y|ia|ie)|académie|agenc(?:y|e|ia)|akademi[ea]|associa(?:tion|zione|ção)
        | asociación|authority
        | bundes(?:a[mn]|ban|beh|inst|kanz|min|netz|rat|reg|rep|tag|verb|wehr|zen)\w*
        | bureau\s(?:for|of)|cent(?:re|er|ro)s?|collaboration
        | colleges?|collège
        | comisión|comissão|commissions?|committee|compan(?:y|ies)|confederation|conse(?:jo|il|lho)
        | consortium|corporation|council|departamento|departe?ments?|département|dept|development
        | dipartimento
        | direc(?:torate|ção|ción)|division|ecole|école|escola|escuela|facult(?:y|é|ad|ade|eit)
        | fakultät|fakült\w+|fakulteta?
        | federation|fondation|foundation|fundação|fundación|gmbh|government|hochschule|högskola\w*
        | (?<!['’])hospitals?
        | inc|initiative|instit[uú]t\w{0,5}|istituto|laborator\w+|labs|laboratoire
        | lt[dé]a?|llc|limited
        | minist(?:ry|ère|erio|ério|erium)|museum|museo|national|nations|network|nhs|observator\w+
        | office|organi[sz]ation|parliament|polit[eé]cnic[oa]|politechnika|polytechni\w+
        | programme|project|publishers|research|schools?
        | scuola|secretariat|societ(?:y|à|é)|sociedad|\w{0,12}univer[sz]i\w+|uniwersytet\w*
        | (?:i\u0307|[iİ])?\w{0,2}ünivers\w+|univ|united|wydział|working\sgroup|yliopisto|egyetem
        | університет|университет|институт|факультет|академия|академии
        | \w*(?:gemeinschaft|gesellschaft|institut|klinikum|ministerium|universität|zentrum) )\b
      | \b(?:bank|group|team|unit|union)\s(?:for|of)\b
      | \w\s(?:bank|clinic|group|library|team|trust|union)\b
      | 大学|研究所|研究院|学院 """,
    re.VERBOSE | re.IGNORECASE,
)
# What programs write where nothing is known (https://n2t.net, "reserved values"), and people.
_PLACEHOLDER = re.compile(
    r"""\W* (?: : \s? (?: unac|unal|unap|unas|unav|unkn|none|null|tba|etal ) \b .*
              | n\.?/a\.? | no\s(?:authors?|name|title)(?:\s(?:given|provided))?
              | (?:(?:data|information)\s)?(?:not\savailable|unavailable)
              | (?<=&)na(?=;)  # Ovid's
              | (?:authors?|name|title)\s(?:not\s(?:available|given|provided)|unavailable|unknown)
              | unknown\s(?:authors?|creators?|title)
              | (?-i:null|undefined) ) \W*""",
    re.VERBOSE | re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"""\W* (?: anonym(?:e|o|ous|us)(?:\sauthors?)? | anon\.? | et\.?\sal(?:ii|\.)? | u\.\s?a\.
              | (?:(?:and|\d+)\s)+(?:others|more) | others | (?:various|several)\sauthors
              | none | null | undefined | unknown | unspecified | administrator | admin
              | (?:(?:null|undefined|unknown|:?unav|:?unkn|none)\b\W*){2,9} ) \W*""",
    re.VERBOSE | re.IGNORECASE,
)
_ERROR_PAGE = re.compile(
    r"\W*(?:(?:http\s)?(?:error\s)?(?:40[0-9]|410|429|50[0-4])\W+)?(?:(?:page|file|document|record)\s)?"
    r"(?:not\sfound|forbidden|bad\sgateway|service\s(?:temporarily\s)?unavailable|gateway\stime-?out"
    r"|internal\sserver\serror|access\sdenied|too\smany\srequests|gone|untitled(?:\sdocument)?)\W*"
    r"|\W*(?:error\s)?(?:404|403|500|502|503)(?:\serror)?\W*",
    re.IGNORECASE,
)
# One sign before it, for a run of them would be read again from each of its signs.
_AND_OTHERS = re.compile(r"[\s,;](?:et\.?\sal\.?|and\sothers)\W*$", re.IGNORECASE)
# What programs put in the place of one part of a name.
_NO_PART = re.compile(r"\(?:(?:unac|unal|unap|unas|unav|unkn|null|tba)\b\)?|null|undefined")
_NO_GIVEN = re.compile(
    r"none|null|undefined|unknown|unspecified|(?-i:NA|N/A|n/a|nan|NaN)|\W+", re.IGNORECASE
)
_PARTICLES = frozenset(
    {"de", "den", "der", "des", "di", "du", "el", "het", "la", "le", "ten", "ter", "ul", "van"}
    | {"von", "vom", "zu", "zum", "zur", "da", "dos", "das", "do", "del", "della", "'t", "te"}
)
# In one word, and nobody's family name.
_COMPOUND = re.compile(
    r"[\w-](?:gemeinschaft|gesellschaft|institut|klinikum|ministerium|universit\w+|zentrum)\b"
    r"|\bbundes(?!en\b)\w{3,}|\b(?:universi\w+|politecnico|polytechnic)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(
    r"\b(?:CERN|CNRS|DESY|ESA|FAO|IAEA|IBM|INRAE|INRIA|INSERM|IPCC|JPL|MIT|NASA|NIH|NIST|NOAA|OECD"
    r"|UNESCO|UNICEF|USGS)\b"
)
_LEGAL_FORM = re.compile(
    r"inc\.?|l\.?l\.?c\.?|ltd\.?|limited|corp\.?|corporation|gmbh|plc|pbc|p\.b\.c\.|ag|b\.?v\.?"
    r"|s\.a\.|co\.(?:,? ltd\.?)?|pty\.? ltd\.?",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?){1,5}")
_LONGEST_NAME = 2_000  # characters; what is longer is no name, and is not read to its end


def given_name_first(name: str, *, is_person: bool = False) -> str:
    """What catalogues write as "Last, First"; a name without a comma stays as it is, and so does
    that of a body. is_person: the source says so.

    >>> given_name_first("Garcia-Pelegrin, E., Jr.")
    'E. Garcia-Pelegrin Jr.'
    >>> given_name_first("European Commission, Joint Research Centre")
    'European Commission, Joint Research Centre'
    """
    name = _without_others(name)
    parts = _known_parts(name)
    suffix = [parts.pop()] if len(parts) > 1 and _SUFFIX.fullmatch(parts[-1]) else []
    if len(parts) == 3 and _SUFFIX.fullmatch(parts[1]):  # "Doe, Jr., Jane"
        suffix = [parts.pop(1)]
    if len(parts) == 2 and not suffix:
        parts[1], suffix = _without_suffix(parts[1])
    is_cut = len(parts) == 2 and is_cut_body(*parts)
    if (
        len(parts) > 2 or is_cut or (is_body(name) and not is_person)
    ):  # or several people in one name
        return name.strip(" ,")
    return " ".join(filter(None, [*reversed(parts), *suffix]))


def _known_parts(name: str) -> list[str]:
    """The parts between commas, without placeholders."""
    first, *others = [part.strip() for part in name.split(",")]
    known = [part for part in others if not _NO_GIVEN.fullmatch(part)]
    return [part for part in (first, *known) if part and not _NO_PART.fullmatch(part)]


def _without_suffix(given: str) -> tuple[str, list[str]]:
    """ "J. Jr" behind a comma: the suffix goes to the end of the spoken name."""
    before, _blank, last = given.rpartition(" ")
    return (before, [last]) if before and _SUFFIX.fullmatch(last) else (given, [])


def is_body(name: str) -> bool:
    """Whether a name is that of an institution or a group, going by its words.

    >>> is_body("Research Council, Oslo"), is_body("Council, Anna")
    (True, False)
    """
    has_word = _BODY.search(name) is not None or _ACRONYM.search(name) is not None
    return has_word and not _is_family_and_given(name)


def is_cut_body(family: str, given: str) -> bool:
    """Whether a body's name was cut at its comma, and its parts given as those of a person's."""
    if _LEGAL_FORM.fullmatch(given) or _ACRONYM.fullmatch(family):
        return True
    return " " in family and is_body(family) and is_body(given)


def name_of_parts(given: str, family: str, *more: str) -> str:
    """A person's name of given and family name, placeholders left out.

    >>> name_of_parts(":unav", "Doe")
    'Doe'
    """
    given = "" if _NO_GIVEN.fullmatch(given.strip()) else given
    parts = (part.strip() for part in (given, family, *more))
    return " ".join(part for part in parts if part and not _NO_PART.fullmatch(part))


def _is_family_and_given(name: str) -> bool:
    """ "Center, David", "van der Bank, Herman": of one word before the comma, as no body is."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if (
        not comma
        or not given
        or "," in given
        or _COMPOUND.search(family)
        or _ACRONYM.search(family)
    ):
        return False
    *particles, _last = family.split() or [""]
    is_short = all(word.lower() in _PARTICLES for word in particles)
    return _INITIALS.fullmatch(given) is not None or (is_short and _BODY.search(given) is None)


def without_degrees(name: str) -> str:
    """A spoken name without the degrees people put behind it.

    >>> without_degrees("Ada B. Example, MD, PhD")
    'Ada B. Example'
    """
    spoken, *rest = [part.strip() for part in name.split(",")]
    is_spoken = " " in spoken and spoken[:1].isupper()
    return spoken if rest and is_spoken and _DEGREES.issuperset(rest) else name


def is_degree(text: str) -> bool:
    """Whether a text in place of a family name is an academic degree."""
    return text.strip(" ,.") in ("PhD", "Ph.D", "DPhil", "MPH", "MSc")


def is_placeholder(text: str) -> bool:
    """Whether a title, a name or an affiliation is a placeholder: "(:unav)", "N/A".

    >>> is_placeholder(":unav"), is_placeholder("Unknown unknowns")
    (True, False)
    """
    return len(text) < 200 and _PLACEHOLDER.fullmatch(text) is not None


def is_no_title(text: str) -> bool:
    """Whether a title is punctuation only, or that of a server's error page.

    >>> is_no_title("404 Not Found"), is_no_title("On pages not found")
    (True, False)
    """
    has_sign = any(c.isalnum() or unicodedata.category(c).startswith("S") for c in text)
    return bool(text) and (not has_sign or _ERROR_PAGE.fullmatch(text) is not None)


def real_name(name: str) -> str:
    """A name without "et al."; "" for a placeholder.

    >>> real_name("null Doe"), real_name("null null"), real_name("Christopher Null")
    ('Doe', '', 'Christopher Null')
    """
    name = _without_others(name)
    if name == ANONYMOUS:
        return name
    if (
        is_placeholder(name)
        or is_placeholder(name := tidy_name(name))
        or _NO_PERSON.fullmatch(name)
        or name == "nan"
    ):
        return ""
    name = " ".join(part for part in name.split(" ") if not _NO_PART.fullmatch(part))
    return name if any(map(str.isalnum, name)) else ""


def _without_others(name: str) -> str:
    name = name[:_LONGEST_NAME].rstrip()
    match = _AND_OTHERS.search(name)
    return name[: match.start()].rstrip(" ,;") if match else name
