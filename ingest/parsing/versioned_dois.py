"""DOIs of which each names one version of a work: ".../v2", "….v2", "…-v2", "….2".

Where the form alone shows it, a version's record names the versions before it as places of the
same work. So two of them are one work, whichever comes first, and no address is made up.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.parsing.dois import doi_url
from preprints.known_sources import DOI
from preprints.record import RecordLocation

MOST_VERSIONS = 20

_NUMBER = r"(?P<number>[1-9][0-9]?)"
# Universities whose repositories figshare runs.
_FIGSHARES = (
    r"1184/r1|15131/shef|17028/rd\.lboro|17633/rd\.brunel|17637/rh|18742/rdm|24376/rd\.sussex"
    r"|25392/leicester|25405/data\.ncl|25418/crick|26180|26188"
)
# Of a server that gives each version a DOI; what ends so elsewhere may be a volume.
_SERVERS = (
    r"10\.(?:1099/acmi|14293|20944/preprints|21203|22541/au|25384/sage|26434/chemrxiv|31124/advance"
    r"|31222|31234|33774|36227/techrxiv|6084/m9\.figshare|7287/peerj\.preprints"
    rf"|{_FIGSHARES})"
)
_LETTERED = re.compile(rf"(?P<stem>10\.[0-9.]+/.*[^/._-](?P<mark>[/._-]v)){_NUMBER}")
_OF_SERVER = re.compile(rf"(?P<stem>{_SERVERS}.*?(?P<mark>[/._-]?v)){_NUMBER}")
# F1000's platforms, ESS Open Archive, Qeios and eLife number their versions without a letter.
_NUMBERED = re.compile(
    rf"""(?P<stem> (?: 10\.12688/[a-z0-9-]+\.[0-9]+ | 10\.3310/nihropenres\.[0-9]+
        | 10\.35241/emeraldopenres\.[0-9]+ | 10\.1002/essoar\.[0-9]{{6,}} | 10\.32388/[a-z0-9]{{6}}
        | 10\.7554/elife\.[0-9]{{5,6}} ) (?P<mark>\.) ){_NUMBER}""",
    re.VERBOSE,
)
# Here the first version has no number at its end.
_BARE_FIRST = re.compile(
    r"10\.26434/chemrxiv-[0-9]{4}-[0-9a-z]+|10\.33774/[a-z]+-[0-9]{4}-[0-9a-z]+|10\.32388/[a-z0-9]{6}"
)
# Here the DOI without a number is that of the work, whichever its newest version.
_BARE_IS_WORK = re.compile(
    r"10\.6084/m9\.figshare\.[0-9]+|10\.7554/elife\.[0-9]{5,6}|10\.[0-9]{5}/osf\.io/[0-9a-z]{5}"
    rf"|10\.(?:{_FIGSHARES})[a-z0-9._/-]*[0-9]"
)


@dataclass(frozen=True, slots=True)
class DoiVersion:
    """The version that a DOI names, from 1, and the DOIs of the versions before it."""

    number: int
    earlier: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"v{self.number}"

    def places(self) -> tuple[RecordLocation, ...]:
        return tuple(RecordLocation(DOI, doi, doi_url(doi)) for doi in self.earlier)


def read_version(doi: str, *, is_preprint: bool) -> DoiVersion | None:
    """doi: bare, in small letters. is_preprint: said by its agency, so that "v2" is no volume.

    >>> read_version("10.21203/rs.3.rs-1/v2", is_preprint=True)
    DoiVersion(number=2, earlier=('10.21203/rs.3.rs-1/v1',))
    """
    if _BARE_FIRST.fullmatch(doi):
        return DoiVersion(1, ())
    match = _NUMBERED.fullmatch(doi) or _OF_SERVER.fullmatch(doi)
    if match is None and is_preprint:
        match = _LETTERED.fullmatch(doi)
    if match is None:
        return None
    number = int(match["number"])
    return DoiVersion(number, tuple(_earlier(match["stem"], match["mark"], number)))


def _earlier(stem: str, mark: str, number: int) -> Iterator[str]:
    bare = stem.removesuffix(mark)
    has_bare_first = _BARE_FIRST.fullmatch(bare) is not None
    if (has_bare_first and number > 1) or _BARE_IS_WORK.fullmatch(bare):
        yield bare
    for before in range(2 if has_bare_first else 1, min(number, MOST_VERSIONS)):
        yield f"{stem}{before}"


def is_of_all_versions(doi: str) -> bool:
    """Whether it is the DOI of all versions of a work, not of one."""
    return _BARE_IS_WORK.fullmatch(doi) is not None


def is_of_same_registrant(doi: str, other: str) -> bool:
    """Whether both are DOIs of one repository or publisher."""
    return doi.partition("/")[0] == other.partition("/")[0]
