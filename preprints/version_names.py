"""What a version is called: by the journal's own number, and as its source calls it."""

from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from preprints.known_sources import ARXIV, DOI, WEB, source_facts, source_label


class Place(Protocol):
    """A `Location`, or what a page knows of one."""

    @property
    def source(self) -> str: ...
    @property
    def external_id(self) -> str: ...
    @property
    def url(self) -> str: ...


def source_reference(
    place: Place | None, label: str, *, posted_at: datetime, seen_at: datetime
) -> str:
    """How the source itself names a version, for a list of references; "" without a place.

    label: the source's own for this version ("v2"). Where it is not known, a day tells which
    version is meant: never the journal's number, which counts otherwise.
    """
    if place is None:
        return ""
    if place.source == ARXIV:
        name = f"arXiv:{place.external_id}{label}"
        return name if label else _("%(name)s, version of %(day)s") % _of(name, posted_at)
    name = _name(place)
    if label:
        return _("%(name)s, version %(label)s") % {"name": name, "label": bare_label(label)}
    return _("%(name)s, as of %(day)s") % _of(name, seen_at)


def cited_version(
    place: Place | None, label: str, *, posted_at: datetime, seen_at: datetime
) -> str:
    """`source_reference` with its day, where that does not say it: "arXiv:1506.03379v2 (21
    September 2015)"."""
    reference = source_reference(place, label, posted_at=posted_at, seen_at=seen_at)
    if not reference or not label:
        return reference
    return f"{reference} ({date_format(posted_at, 'j F Y')})"


def cited_number(place: Place | None, label: str) -> str:
    """What the source itself calls the work or version by, for a field of a reference; "" where
    that is no number that a reader could look up there."""
    if place is None:
        return ""
    if place.source == ARXIV:
        return f"arXiv:{place.external_id}{label}"
    return place.external_id if source_facts(place.source).is_cited_by_id else ""


def cited_publisher(place: Place | None) -> str:
    """Where it is public: the server, the forum, or the host of a page."""
    if place is None:
        return ""
    if place.source in (WEB, DOI):
        return urlsplit(place.url).hostname or source_label(place.source)
    return source_label(place.source)


def version_url(place: Place, label: str) -> str:
    """The address of one version; that of the work where the source has none for versions."""
    form = source_facts(place.source).version_url if label else ""
    return (form or "{url}").format(url=place.url, external_id=place.external_id, label=label)


def pdf_url(place: Place, label: str) -> str:
    """The address of the PDF of one version; "" where the source's form says none."""
    form = source_facts(place.source).pdf_url
    return form.format(url=place.url, external_id=place.external_id, label=label)


def version_words(number: int, label: str, source: str) -> str:
    """The journal's number of a version, and the source's own where it is another one.

    >>> version_words(1, "v2", "arxiv")
    'Version 1 (v2 at arXiv)'
    >>> version_words(2, "v2", "arxiv")
    'Version 2'
    """
    words = _("Version %(number)s") % {"number": number}
    if not label or not source or bare_label(label) == str(number):
        return words
    other = _("%(label)s at %(source)s") % {"label": label, "source": source_label(source)}
    return f"{words} ({other})"


def _name(place: Place) -> str:
    if place.source == WEB:
        return urlsplit(place.url).hostname or source_label(WEB)
    if place.source == DOI:
        return f"doi:{place.external_id}"
    words = source_label(place.source)
    if place.external_id.startswith("10."):
        return f"{words}, doi:{place.external_id}"
    is_cited_by_id = source_facts(place.source).is_cited_by_id
    return f"{words} {place.external_id}" if is_cited_by_id else words


def bare_label(label: str) -> str:
    """
    >>> bare_label("v2"), bare_label("1.0"), bare_label("version two")
    ('2', '1.0', 'version two')
    """
    return label[1:] if label[:1] == "v" and label[1:2].isdigit() else label


def _of(name: str, moment: datetime) -> dict[str, str]:
    return {"name": name, "day": date_format(moment, "j F Y")}


def in_brackets(identifier: str) -> str:
    """The version that a text is about, for the end of a sentence; "" of the first one.

    >>> in_brackets("V12.2.r1"), in_brackets("V12.1.a1"), in_brackets("")
    (' (version 2)', '', '')
    """
    number = identifier.split(".")[1:2]
    return "" if number in ([], ["1"]) else f" ({_('version %s') % number[0]})"
