"""Storing what the sources say, and moving a preprint's status."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from events.services import record as record_event
from preprints import rules
from preprints.models import Author, Location, Preprint, Version
from preprints.record import Record
from text.foreign_html import CleanedHtml, clean_foreign_html
from text.hashing import content_hash
from text.plain import collapse_space, teaser, tex_to_plain
from text.tex import render_abstract, render_title

TEASER_WORDS = 45
OPENING_WORDS = 150


@dataclass(frozen=True, slots=True)
class Stored:
    """What `store_record` did: the preprint, the version the record is, and what is new."""

    preprint: Preprint
    version: Version
    is_new_preprint: bool
    is_new_version: bool


# From these a preprint does not come back by itself.
LEFT_FOR_GOOD = (Preprint.Status.WITHDRAWN, Preprint.Status.RETRACTED)


@transaction.atomic
def store_record(record: Record, *, now: datetime) -> Stored:
    """Store a record as a preprint, or as a new version of a known one; the same record twice is
    the same version.
    """
    _wait_for_others(record)
    preprint = _find_preprint(record)
    is_new_preprint = preprint is None
    if preprint is None:
        preprint = Preprint.objects.create(
            status_at=now,
            first_posted_at=record.first_posted_at,
            created_at=now,
            shows_full_text=rules.is_open_licence(record.licence),
        )
    _store_locations(preprint, record, now)
    digest = content_hash(
        record.title,
        record.abstract,
        record.body_html,
        *(author.name for author in record.authors),
        "withdrawn" if record.is_withdrawn else "",
    )
    version = _find_version(preprint, record, digest)
    is_new_version = version is None
    if version is None:
        version = _create_version(preprint, record, digest, now)
        _make_current(preprint, version, now)
    if is_new_preprint:
        _record_listed(preprint, version, record, now)
    elif is_new_version:
        record_event(
            "version.seen",
            subject=version.identifier,
            preprint_id=preprint.pk,
            now=now,
            data={"number": version.number, "hash": version.content_hash},
        )
    return Stored(preprint, version, is_new_preprint, is_new_version)


def set_status(
    preprint: Preprint, status: str, *, now: datetime, selected_for: str | None = None
) -> None:
    """Move the status word; the caller records the event that tells why.

    A withdrawn or retracted preprint stays so. Call it inside the transaction of the write.
    """
    current = Preprint.objects.select_for_update(of=("self",)).values_list("status", flat=True)
    if current.get(pk=preprint.pk) in LEFT_FOR_GOOD:
        preprint.refresh_from_db(fields=["status", "status_at", "selected_for"])
        return
    preprint.status, preprint.status_at = status, now
    if selected_for is not None:
        preprint.selected_for = selected_for
    preprint.save(update_fields=["status", "status_at", "selected_for"])


def _wait_for_others(record: Record) -> None:
    """Let two people who bring the same new work go one after the other, until the commit."""
    place = f"{record.location.source}:{record.location.external_id}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [place])


def _find_preprint(record: Record) -> Preprint | None:
    for place in (record.location, *record.other_locations):
        known = (
            Preprint.objects.select_for_update(of=("self",))
            .at(place.source, place.external_id)
            .first()
        )
        if known is not None:
            return known
    return None


def _store_locations(preprint: Preprint, record: Record, now: datetime) -> None:
    has_canonical = preprint.locations.filter(is_canonical=True).exists()
    for place in (record.location, *record.other_locations):
        _, is_new = Location.objects.get_or_create(
            source=place.source,
            external_id=place.external_id,
            defaults={
                "preprint": preprint,
                "url": place.url,
                "is_canonical": not has_canonical,
                "first_seen_at": now,
            },
        )
        has_canonical = has_canonical or is_new


def _find_version(preprint: Preprint, record: Record, digest: str) -> Version | None:
    versions = preprint.versions.order_by("-number")
    if record.source_version:
        return versions.filter(source_version=record.source_version).first()
    latest = versions.first()
    return latest if latest is not None and latest.content_hash == digest else None


def _create_version(preprint: Preprint, record: Record, digest: str, now: datetime) -> Version:
    number = rules.version_number(
        record.source_version, taken=set(preprint.versions.values_list("number", flat=True))
    )
    identifier = f"v{preprint.pk}-{number}-"
    body = (
        clean_foreign_html(record.body_html, base_url=record.location.url, id_prefix=identifier)
        if record.body_html
        else CleanedHtml(html="", text="", word_count=0, notes=())
    )
    plain_abstract = tex_to_plain(collapse_space(record.abstract))
    version = Version.objects.create(
        preprint=preprint,
        number=number,
        source_version=record.source_version,
        title=record.title,
        title_html=render_title(record.title),
        title_plain=tex_to_plain(record.title),
        abstract=record.abstract,
        abstract_html=render_abstract(record.abstract) if record.abstract else "",
        body_html=body.html,
        opening=teaser(body.text, OPENING_WORDS),
        teaser=teaser(plain_abstract or body.text, TEASER_WORDS),
        author_line=rules.author_line([author.name for author in record.authors]),
        author_count=len(record.authors),
        word_count=body.word_count,
        categories=list(record.categories),
        comment=record.comment,
        licence=record.licence,
        notes=list(body.notes),
        is_withdrawn=record.is_withdrawn,
        posted_at=record.posted_at,
        seen_at=now,
        content_hash=digest,
    )
    Author.objects.bulk_create(
        Author(
            version=version,
            position=position,
            name=author.name[:500],
            orcid=author.orcid,
            affiliation=author.affiliation[:500],
        )
        for position, author in enumerate(record.authors, start=1)
    )
    return version


def _make_current(preprint: Preprint, version: Version, now: datetime) -> None:
    """The newest by its source's own date is the current one, whatever order they came in."""
    current = preprint.current_version
    if current is None or version.posted_at >= current.posted_at:
        preprint.current_version = version
        preprint.save(update_fields=["current_version"])
        if version.is_withdrawn:
            set_status(preprint, Preprint.Status.WITHDRAWN, now=now)
        elif preprint.status == Preprint.Status.REVIEWED:
            set_status(preprint, Preprint.Status.REVISED, now=now)


def _record_listed(preprint: Preprint, version: Version, record: Record, now: datetime) -> None:
    record_event(
        "preprint.listed",
        subject=preprint.identifier,
        preprint_id=preprint.pk,
        now=now,
        data={
            "source": record.location.source,
            "external_id": record.location.external_id,
            "hash": version.content_hash,
        },
    )
