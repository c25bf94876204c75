"""What a source says about one version of one work, before it is stored.

A `Record` is plain: adapters in `ingest/sources/` make it from bytes, `preprints.services`
stores it.
"""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RecordAuthor:
    """One author as the source names them; `orcid` bare, without the address."""

    name: str
    orcid: str = ""
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class RecordLocation:
    """A place where the same work is public: a source's key and its identifier there."""

    source: str
    external_id: str
    url: str


@dataclass(frozen=True, slots=True)
class RecordRelation:
    """Another work that the source ties to this one, though it is not the same work.

    kind: "published-as" (a journal's version of it), "discusses" (a post about that work) or
    "claims" (it is said to be that work, by somebody whose word alone does not make it so).
    scheme, external_id: a source's key and its identifier there, or "doi" and the bare DOI in
    lower case, or "journal-ref" and the citation as the source prints it; url may be "".
    """

    kind: str
    scheme: str
    external_id: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class DeclaredVersion:
    """One version in a source's own list: its label ("v2") and when it was posted, aware, UTC."""

    label: str
    posted_at: datetime
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One version of one work.

    title, abstract: the source's own text, TeX kept, white space collapsed (paragraphs in an
    abstract are parted by one blank line). body_html: the foreign HTML as received, "" where the
    source gives none. source_version: the source's label ("v2"), "" for observed versions.
    posted_at: when this version appeared; first_posted_at: when the work did; both aware, UTC.
    licence: an address, "" where unknown. history: every version the source lists, oldest first;
    empty where it lists none. other_locations: where the *same* work is, too. is_retracted: by
    somebody's notice, as publishers give; then is_withdrawn is true, too.
    """

    location: RecordLocation
    title: str
    authors: tuple[RecordAuthor, ...]
    posted_at: datetime
    first_posted_at: datetime
    abstract: str = ""
    body_html: str = ""
    source_version: str = ""
    licence: str = ""
    categories: tuple[str, ...] = ()
    comment: str = ""
    is_withdrawn: bool = False
    is_retracted: bool = False
    other_locations: tuple[RecordLocation, ...] = field(default=())
    relations: tuple[RecordRelation, ...] = ()
    history: tuple[DeclaredVersion, ...] = ()
