"""The work as a card to recognise it by, whether it is stored already or only just found."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from ingest.models import Lookup
from ingest.record_json import record_from_json
from preprints.known_sources import source_label
from preprints.models import Preprint, Version
from preprints.record import Record
from preprints.rules import author_line
from preprints.version_names import bare_label
from reviews.rules import FOUND_RECORD
from reviews.services.submissions import newest_version, version_key
from text.foreign.posts import clean_foreign_html
from text.plain import teaser
from text.tex.titles_and_abstracts import render_abstract, render_title

OPENING_WORDS = 120


@dataclass(frozen=True, slots=True)
class WorkCard:
    """title_html and abstract_html are safe HTML; opening is plain text, for posts. shown: what a
    form says of the version that its page shows (`rules.check_is_what_was_found`)."""

    title_html: str
    author_line: str
    posted_at: datetime
    source_name: str
    url: str
    version: str
    abstract_html: str
    opening: str
    is_withdrawn: bool
    shown: str


def card_of_lookup(lookup: Lookup, *, shows: str = "") -> WorkCard | None:
    """The version that reviews will be of: of a listed work its newest one, unless a newer one was
    found. shows: which one that is, where it is known (`errors.WorkChanged`)."""
    record = record_from_json(lookup.record) if lookup.record else None
    if shows and shows != FOUND_RECORD:
        return card_of_version(Version.objects.get(pk=shows))
    known = lookup.preprint
    if known is None or shows or (record and _is_newer(record, known)):
        return card_of_record(record) if record else None
    return card_of_preprint(known)


def _is_newer(record: Record, preprint: Preprint) -> bool:
    return record.posted_at > newest_version(preprint).posted_at


def card_of_record(record: Record) -> WorkCard:
    opening = ""
    if record.body_html and not record.abstract:
        body = clean_foreign_html(record.body_html, base_url=record.location.url, id_prefix="card-")
        opening = teaser(body.text, OPENING_WORDS)
    return WorkCard(
        title_html=render_title(record.title),
        author_line=author_line([author.name for author in record.authors]),
        posted_at=record.posted_at,
        source_name=source_label(record.location.source),
        url=record.location.url,
        version=record.source_version,
        abstract_html=render_abstract(record.abstract) if record.abstract else "",
        opening=opening,
        is_withdrawn=record.is_withdrawn,
        shown=FOUND_RECORD,
    )


def version_note(card: WorkCard, *, named: int | None) -> str:
    """Which version reviews will be of; "" where the source does not number its versions.

    named: the number of the version that a person asked for.
    """
    if not card.version:
        return ""
    words = {"named": str(named), "version": bare_label(card.version)}
    if named is None:
        return _("This is version %(version)s. Reviews will be about it.") % words
    if words["named"] == words["version"]:
        return (
            _("You named version %(named)s: it is shown here, and reviews will be about it.")
            % words
        )
    if card.shown == FOUND_RECORD:  # that version is not listed here yet
        words["source"] = card.source_name
        return (
            _(
                "You named version %(named)s, but version %(version)s is the one that %(source)s "
                "gives. It is shown, and reviews will be about it."
            )
            % words
        )
    return (
        _(
            "You named version %(named)s, but version %(version)s is the newest one listed here. "
            "It is shown, and reviews will be about it."
        )
        % words
    )


def card_of_preprint(preprint: Preprint) -> WorkCard:
    """Its newest version."""
    return card_of_version(newest_version(preprint))


def card_of_version(version: Version) -> WorkCard:
    place = version.location or version.preprint.locations.filter(is_canonical=True).get()
    return WorkCard(
        title_html=version.title_html,
        author_line=version.author_line,
        posted_at=version.posted_at,
        source_name=place.source_label,
        url=place.url,
        version=version.source_version,
        abstract_html=version.abstract_html,
        opening=version.opening,
        is_withdrawn=version.is_withdrawn,
        shown=version_key(version),
    )
