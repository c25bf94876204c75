"""The work as a card to recognise it by, whether it is stored already or only just found."""

from dataclasses import dataclass
from datetime import datetime

from ingest.models import Lookup
from ingest.record_json import record_from_json
from preprints.known_sources import source_label
from preprints.models import Preprint
from preprints.rules import author_line
from reviews.services.submissions import newest_version
from text.foreign.posts import clean_foreign_html
from text.plain import teaser
from text.tex.titles_and_abstracts import render_abstract, render_title

OPENING_WORDS = 120


@dataclass(frozen=True, slots=True)
class WorkCard:
    """title_html and abstract_html are safe HTML; opening is plain text, for posts."""

    title_html: str
    author_line: str
    posted_at: datetime
    source_name: str
    url: str
    version: str
    abstract_html: str
    opening: str
    is_withdrawn: bool


def card_of_lookup(lookup: Lookup) -> WorkCard | None:
    if lookup.preprint is not None:
        return card_of_version(lookup.preprint)
    if lookup.record is None:
        return None
    record = record_from_json(lookup.record)
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
    )


def card_of_version(preprint: Preprint) -> WorkCard:
    version = newest_version(preprint)
    place = version.location or preprint.locations.filter(is_canonical=True).get()
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
    )
