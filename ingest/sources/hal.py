"""HAL (https://hal.science), the French open archive.

Its API (https://api.archives-ouvertes.fr/docs/search) describes a work in TEI, in the state of its
newest version; an earlier version is described by the site's own export in the same format.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from urllib.parse import unquote

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from lxml import etree

from ingest.errors import NotAWork, UnexpectedAnswer, WorkNotFound, WorkNotPublic
from ingest.http.client import SourceClient
from ingest.http.hosts import Pace
from ingest.parsing.addresses import read_address
from ingest.parsing.dates import embargo_end, real_moment
from ingest.parsing.dois import bare_doi, claims, published_as
from ingest.parsing.fields import parse_object, part_of, parts_of, text_of
from ingest.parsing.finishing import finished
from ingest.parsing.kinds import refusal
from ingest.parsing.licences import licence_of
from ingest.parsing.limits import (
    first_authors,
    first_categories,
    joined_affiliations,
)
from ingest.parsing.markup import LONGEST_MARKUP, plain_line, plain_paragraphs
from ingest.parsing.names import name_of_parts
from ingest.parsing.orcids import bare_orcid
from ingest.parsing.xml import parse_xml
from ingest.sources.arxiv import Arxiv
from ingest.sources.base import Adapter, Ref
from preprints.known_sources import SourceFacts
from preprints.lengths import LONGEST_AFFILIATION
from preprints.record import (
    DeclaredVersion,
    Record,
    RecordAuthor,
    RecordLocation,
    RecordRelation,
)

# The portal where a work was deposited and a number: hal-01234567, sic_00000123.
_ID = r"(?P<id>[a-z][a-z0-9]{1,15}(?:-[a-z]{2,10})?[-_][0-9]{8})(?:v(?P<version>[1-9][0-9]{0,2}))?"
_BARE = re.compile(
    r"[⟨<]?\s*(?:oai:hal:)?(?=(?:hal|tel|inria|inserm|cea|cel|dumas|insu|in2p3|lirmm|jpa|pastel|sic)"
    rf"[a-z]{{0,6}}[-_]){_ID}\s*[⟩>]?",
    re.IGNORECASE,
)
# Before the identifier may stand a collection, behind it a file, a format or a language.
_PATH = re.compile(rf"/(?:[a-z0-9_-]{{2,40}}/)?{_ID}(?:/.*)?", re.IGNORECASE)
_HOSTS = ("hal.science", "archives-ouvertes.fr", "ccsd.cnrs.fr")
# Institutions have portals of their own: hal.inria.fr, hal-lara.archives-ouvertes.fr.
_PORTAL = re.compile(r"hal[.-][a-z0-9.-]+\.fr")

_FIELDS = "halId_s,version_i,label_xml"
_LABEL = re.compile("v[1-9][0-9]{0,2}")
# Types of HAL (https://api.archives-ouvertes.fr/ref/doctype) that are texts to be reviewed.
_TEXTS = frozenset(
    {"ART", "BLOG", "COMM", "COUV", "CREPORT", "NOTE", "OTHER", "PREPRINT", "REPORT", "UNDEFINED"}
)
_OTHER_KINDS = {
    "IMG": "image",
    "ISSUE": "journal-issue",
    "LECTURE": "lecture",
    "MAP": "image",
    "POSTER": "poster",
    "PRESCONF": "presentation",
    "PROCEEDINGS": "proceedings",
    "SOFTWARE": "software",
    "SON": "sound",
    "VIDEO": "video",
}
_AUTHORS = frozenset({"", "aut", "crp", "co_first_author", "co_last_author"})
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NAME = "{http://www.w3.org/XML/1998/namespace}id"

_NO_TEXT = _(
    "HAL has only a notice of this work, not its text. Please give an address where the text is."
)
_EMBARGO = _("The text of this work is not public on HAL yet.")
_NO_VERSION = _("HAL has no such version of this work.")


class Hal:
    key = "hal"
    name = "HAL"
    facts = SourceFacts(
        label="HAL",
        work_url="https://hal.science/{external_id}",
        version_url="{url}{label}",
        is_cited_by_id=True,
    )
    pace = Pace(key="hal", domains=("api.archives-ouvertes.fr",))
    # The site may turn programs away; its API is asked all the same.
    site_pace = Pace(key="hal-site", domains=("hal.science", "archives-ouvertes.fr"))
    other_paces = (site_pace,)
    forms = (
        _("a deposit on HAL: https://hal.science/hal-01234567"),
        _("a version of a deposit on HAL: https://hal.science/hal-01234567v2"),
    )

    def recognise(self, text: str) -> Ref | None:
        text = text.strip()
        match = _BARE.fullmatch(unquote(text))
        if match is None:
            address = read_address(text)
            if address is None or not _is_portal(address.host):
                return None
            match = _PATH.fullmatch(re.sub("//+", "/", address.path.strip()))
        if match is None:
            return None
        hal_id = match["id"].lower()
        version = int(match["version"]) if match["version"] else None
        return Ref(self.key, hal_id, version, _url(hal_id))

    def fetch(self, ref: Ref, client: SourceClient) -> Record:
        """One request for the newest version, two for an earlier one."""
        newest = read_answer(self._ask_api(ref.external_id, client), ref.external_id)
        label = f"v{ref.version}" if ref.version else newest.label
        if newest.label == label:
            return newest.record()
        if label not in {version.label for version in newest.history}:
            raise WorkNotFound(f"{ref.external_id}{label}", message=_NO_VERSION)
        earlier = read_tei(self._ask_site(ref.external_id + label, client), ref.external_id)
        if earlier.label != label:
            raise UnexpectedAnswer(f"asked for {label}, got {earlier.label}")
        return earlier.record()

    def _ask_api(self, hal_id: str, client: SourceClient) -> bytes:
        answer = client.get(
            f"{settings.HAL_API_URL.rstrip('/')}/search/",
            params={"q": f'halId_s:"{hal_id}"', "fl": _FIELDS, "rows": "1", "wt": "json"},
            pace_key=self.pace.key,
        )
        if answer.status != HTTPStatus.OK:
            raise UnexpectedAnswer(f"HTTP {answer.status}")
        return answer.content

    def _ask_site(self, name: str, client: SourceClient) -> bytes:
        answer = client.get(
            f"{settings.HAL_URL.rstrip('/')}/{name}/tei", params={}, pace_key=self.site_pace.key
        )
        if answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            raise WorkNotFound(f"{name}: HTTP {answer.status}", message=_NO_VERSION)
        if answer.status != HTTPStatus.OK:
            raise UnexpectedAnswer(f"HTTP {answer.status}")
        return answer.content


@dataclass(frozen=True, slots=True)
class DescribedVersion:
    """One version of a work as HAL describes it, whether or not anybody can read its text: it also
    names the other versions, which may be open where this one is not."""

    hal_id: str
    root: etree._Element
    work: etree._Element
    edition: etree._Element

    @property
    def label(self) -> str:
        return self.edition.get("n", "")

    @property
    def history(self) -> tuple[DeclaredVersion, ...]:
        return _history(self.work)

    def record(self) -> Record:
        """Raises NotAWork, WorkNotPublic, UnexpectedAnswer."""
        _check(self.work, self.edition)
        work, posted_at, history = self.work, _posted_at(self.edition), self.history
        language = _attribute(work.find("{*}profileDesc/{*}langUsage/{*}language"), "ident")
        authors = first_authors(_authors(work, self.root))
        if not authors:
            raise UnexpectedAnswer(f"{self.hal_id} lacks its authors")
        abstracts = work.findall("{*}profileDesc/{*}abstract")
        return finished(
            Record(
                location=RecordLocation(Hal.key, self.hal_id, _url(self.hal_id)),
                title=_title(work, language),
                authors=authors,
                posted_at=posted_at,
                first_posted_at=min([posted_at, *(version.posted_at for version in history)]),
                abstract=_abstract(_in_language(abstracts, language)),
                source_version=self.label,
                licence=licence_of(_licences(work)),
                categories=first_categories(_categories(work)),
                comment=_line(work.find("{*}notesStmt/{*}note[@type='commentary']")),
                relations=tuple(dict.fromkeys(_relations(work))),
                history=history,
            )
        )


def read_answer(content: bytes, hal_id: str) -> DescribedVersion:
    """The newest version of the work in an answer of the API.

    Raises WorkNotFound and what `read_tei` raises.
    """
    answer = parse_object(content, "HAL")
    if "response" not in answer:
        raise UnexpectedAnswer(f"HAL: {text_of(part_of(answer, 'error'), 'msg')!r:.200}")
    documents = parts_of(part_of(answer, "response"), "docs")
    if not documents:
        raise WorkNotFound(hal_id)
    tei = text_of(documents[0], "label_xml")
    return read_tei(tei.encode("utf-8", "replace"), hal_id)


def read_tei(content: bytes, hal_id: str) -> DescribedVersion:
    """The version of the work with this identifier that a description in TEI is about.

    Raises ChallengePage, UnexpectedAnswer.
    """
    root = parse_xml(content, "HAL")
    work = root.find(".//{*}biblFull")
    if work is None:
        raise UnexpectedAnswer("HAL's TEI describes no work")
    found = _line(work.find("{*}publicationStmt/{*}idno[@type='halId']"))
    if found != hal_id:
        raise UnexpectedAnswer(f"asked for {hal_id}, got {found!r:.50}")
    return DescribedVersion(hal_id, root, work, _current_edition(work))


def _is_portal(host: str) -> bool:
    domains = (host == domain or host.endswith("." + domain) for domain in _HOSTS)
    return any(domains) or _PORTAL.fullmatch(host) is not None


def _current_edition(work: etree._Element) -> etree._Element:
    edition = work.find("{*}editionStmt/{*}edition[@type='current']")
    if edition is None or not _LABEL.fullmatch(edition.get("n", "")):
        raise UnexpectedAnswer("HAL's TEI does not say which version it describes")
    return edition


def _check(work: etree._Element, edition: etree._Element) -> None:
    """Whether this is a text, and one that anybody can read."""
    kind = _attribute(work.find(".//{*}classCode[@scheme='halTypology']"), "n")
    if kind not in _TEXTS:
        message = refusal(_OTHER_KINDS.get(kind, kind))
        raise NotAWork(f"a deposit of type {kind!r:.50}", message=message)
    if edition.find("{*}ref[@type='file']") is None:
        raise WorkNotPublic("a notice", message=_NO_TEXT)
    for until in filter(None, map(_line, edition.findall("{*}date[@type='whenEndEmbargoed']"))):
        ends_at = embargo_end(until)
        # What says no day may mean any: nobody is sent to a text that is closed.
        if ends_at is None or ends_at > datetime.now(UTC):
            raise WorkNotPublic(f"embargo until {until:.50}", message=_EMBARGO)


def _posted_at(edition: etree._Element) -> datetime:
    """When a version was deposited; where that cannot be, when it was released or written."""
    for name in ("whenSubmitted", "whenReleased", "whenProduced"):
        if moment := real_moment(_line(edition.find(f"{{*}}date[@type='{name}']"))):
            return moment
    raise UnexpectedAnswer("a work without a date")


def _history(work: etree._Element) -> tuple[DeclaredVersion, ...]:
    versions = {}
    for edition in work.findall("{*}editionStmt/{*}edition"):
        label = edition.get("n", "")
        moment = real_moment(_line(edition.find("{*}date[@type='whenSubmitted']")))
        if moment and _LABEL.fullmatch(label):
            versions[int(label[1:])] = DeclaredVersion(label, moment)
    return tuple(versions[number] for number in sorted(versions))


def _title(work: etree._Element, language: str) -> str:
    """In the language of the work; a subtitle stands behind a colon."""
    titles = work.findall("{*}titleStmt/{*}title")
    main = [title for title in titles if title.get("type") != "sub"]
    found = _in_language(main, language)
    used = "" if found is None else found.get(_LANGUAGE, "")
    subtitles = [title for title in titles if title.get("type") == "sub"]
    subtitle = next((one for one in subtitles if one.get(_LANGUAGE, "") == used), None)
    return ": ".join(filter(None, (plain_line(_text(found)), plain_line(_text(subtitle)))))


def _abstract(element: etree._Element | None) -> str:
    """Its paragraphs are elements; before 2020 it was one text."""
    paragraphs = [] if element is None else element.findall("{*}p")
    return plain_paragraphs("\n\n".join(map(_text, paragraphs)) or _text(element))


def _in_language(elements: list[etree._Element], language: str) -> etree._Element | None:
    """That of the work's own language, else the first."""
    own = (element for element in elements if element.get(_LANGUAGE) == language)
    return next(own, elements[0] if elements else None)


def _authors(work: etree._Element, root: etree._Element) -> Iterator[RecordAuthor]:
    """Editors and translators stand between them, each with a role."""
    place_of = _places(root)
    for author in work.findall("{*}titleStmt/{*}author"):
        if author.get("role", "") not in _AUTHORS:
            continue
        given = " ".join(map(_line, author.findall("{*}persName/{*}forename")))
        family = _line(author.find("{*}persName/{*}surname"))
        orcids = (bare_orcid(_line(one)) for one in author.findall("{*}idno[@type='ORCID']"))
        refs = (one.get("ref", "").lstrip("#") for one in author.findall("{*}affiliation"))
        affiliation = joined_affiliations(map(place_of, refs))
        name = name_of_parts(given, family) if given and family else given or family
        if name:
            yield RecordAuthor(name, next(filter(None, orcids), ""), affiliation)


def _places(root: etree._Element) -> Callable[[str], str]:
    """What an author's reference to a place stands for: many authors name one place."""
    named = {org.get(_NAME, ""): org for org in root.iterfind(".//{*}back/{*}listOrg/{*}org")}

    @cache
    def place_of(name: str) -> str:
        org = named.get(name)
        return "" if org is None else _line(org.find("{*}orgName"))[:LONGEST_AFFILIATION]

    return place_of


def _licences(work: etree._Element) -> Iterator[str]:
    """Of the work: the licence of the header is that of its description."""
    for licence in work.findall("{*}publicationStmt/{*}availability/{*}licence"):
        yield licence.get("target", "")
        yield _line(licence)


def _categories(work: etree._Element) -> Iterator[str]:
    yield from map(_line, work.findall(".//{*}textClass/{*}classCode[@scheme='halDomain']"))
    yield from map(_line, work.findall(".//{*}textClass/{*}keywords/{*}term"))


def _relations(work: etree._Element) -> Iterator[RecordRelation]:
    """A DOI is the publisher's; that the work is on arXiv, too, is the depositor's word."""
    for idno in work.findall("{*}sourceDesc/{*}biblStruct/{*}idno"):
        text, kind = _line(idno), idno.get("type", "").lower()
        doi = bare_doi(text) if kind == "doi" else ""
        ref = Arxiv().recognise(doi or text) if kind in ("doi", "arxiv") else None
        if ref is not None:
            yield claims(RecordLocation(ref.source, ref.external_id, ref.url))
        elif doi:
            yield published_as(doi)


def _text(element: etree._Element | None) -> str:
    """What is in an element, as far as any of it is read: elements may stand within each other."""
    kept, length = [], 0
    for piece in () if element is None else element.itertext():
        kept.append(str(piece))
        length += len(kept[-1])
        if length > LONGEST_MARKUP:
            break
    return "".join(kept)


def _line(element: etree._Element | None) -> str:
    return plain_line(_text(element))


def _attribute(element: etree._Element | None, name: str) -> str:
    return "" if element is None else str(element.get(name, ""))


def _url(hal_id: str) -> str:
    return Hal.facts.work_url.format(external_id=hal_id)


SOURCES: tuple[Adapter, ...] = (Hal(),)
