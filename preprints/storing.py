"""Storing what sources say: any number of records in a handful of statements.

One record goes the same way as two thousand. What is new is rendered first, outside the
transaction; then, one writer at a time, everything is written together or not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from events.locks import Lock
from preprints import rules
from preprints.batch import VERSION_FIELDS, Batch, Work, write
from preprints.copying import take_ids
from preprints.known import KnownVersion, places_of, read_known
from preprints.known_sources import WEB, check_source
from preprints.models import Edit, Location, Preprint, Relation, Version
from preprints.record import Record, RecordRelation
from preprints.rendering import Rendered, render, render_many, words_changed

CLAIMS = Relation.Kind.CLAIMS.value


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record. change: "" or what happened to a known work: "version", "edit",
    "withdrawn", "emptied"; also_at: preprints that turned out to be the same work; claims: it is
    said to be works which are elsewhere, by a word that does not make it so.
    """

    preprint_id: int
    version_id: int
    is_new_preprint: bool
    is_new_version: bool
    change: str = ""
    also_at: tuple[int, ...] = ()
    claims: bool = False


def store_records(records: Sequence[Record], *, now: datetime) -> list[Outcome]:
    """Store records as preprints, or as new versions of known ones, in their order.

    A record that is known already changes nothing. Several records of one work may come together.
    """
    if not records:
        return []
    before = read_known(records)
    rendered = render_many(
        {index: record for index, record in enumerate(records) if before.version_of(record) is None}
    )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.CATALOGUE])
        known = read_known(records)
        new_works = sum(known.preprint_of(record) is None for record in records)
        batch = Batch(
            now,
            known,
            ids=take_ids(Preprint, new_works)[::-1],
            version_ids=take_ids(Version, len(rendered))[::-1],
            location_ids=take_ids(Location, len(places_of(records) - known.places.keys()))[::-1],
        )
        outcomes = [_add(batch, one, rendered.get(index)) for index, one in enumerate(records)]
        write(batch)
    return outcomes


def _add(batch: Batch, record: Record, rendered: Rendered | None) -> Outcome:
    preprint_ids = batch.known.preprints_of(record)
    work = _find_work(batch, preprint_ids[0]) if preprint_ids else _new_work(batch, record)
    if work.current is not None and _only_claims(batch, record):
        return Outcome(work.preprint_id, work.current.version_id, False, False)
    _add_places(batch, work, record)
    outcome = _see(batch, work, record, rendered)
    if _claims(record):
        outcome = replace(outcome, claims=True)
    if record.location.source == WEB:
        return outcome
    return replace(outcome, also_at=tuple(preprint_ids[1:])) if preprint_ids[1:] else outcome


def _see(batch: Batch, work: Work, record: Record, rendered: Rendered | None) -> Outcome:
    """Find the version that the record is, or add it."""
    known = batch.known.version_of(record)
    if known is not None:
        news = _take_over_withdrawal(batch, work, known, record)
        return Outcome(work.preprint_id, known.version_id, False, False, news)
    rendered = rendered or render(record)  # taken away between the two looks: very rare
    latest = batch.known.latest_of(record, work.versions)
    if latest is not None and not record.source_version:
        if latest.content_hash == rendered.content_hash:
            if latest.edit_hash:
                return _take_edit_back(batch, work, latest)
            return Outcome(work.preprint_id, latest.version_id, False, False)
        change = _size_of_change(latest, rendered)
        if change is not None and not rules.makes_a_version(*change):
            return _keep_edit(batch, work, latest, rendered, change[1])
    version = _add_version(batch, work, record, rendered)
    change_word = "" if work.is_new else _change_word(latest, rendered)
    is_first = work.is_new and len(work.versions) == 1
    return Outcome(work.preprint_id, version.version_id, is_first, True, change_word)


def _only_claims(batch: Batch, record: Record) -> bool:
    """Whether any page of the web says it is a work that came from a better place.

    It leads there, but neither its words nor its address are taken: anybody can write a page.
    """
    place = record.location
    is_new_here = (place.source, place.external_id) not in batch.known.places
    return place.source == WEB and is_new_here


def _claims(record: Record) -> list[RecordRelation]:
    """What a page of the web says it is elsewhere; an address that led to it is nothing more.

    Anybody can write a page: were its word taken, it would become the place of another one's work.
    """
    told = [one for one in record.relations if one.kind == CLAIMS]
    if record.location.source != WEB:
        return told
    places = [place for place in record.other_locations if place.source != WEB]
    return told + [RecordRelation(CLAIMS, one.source, one.external_id, one.url) for one in places]


def _find_work(batch: Batch, preprint_id: int) -> Work:
    if preprint_id not in batch.works:
        stored = batch.known.works[preprint_id]
        batch.works[preprint_id] = Work(
            preprint_id,
            False,
            batch.known.versions[preprint_id],
            stored.current,
            stored.status,
            status_before=stored.status_before,
            has_canonical=True,
        )
    return batch.works[preprint_id]


def _new_work(batch: Batch, record: Record) -> Work:
    preprint_id = batch.ids.pop() if batch.ids else take_ids(Preprint, 1)[0]
    work = Work(preprint_id, True, [], None, record=record)
    batch.works[preprint_id] = work
    batch.known.versions[preprint_id] = work.versions
    return work


def _add_places(batch: Batch, work: Work, record: Record) -> None:
    history = [
        {"label": one.label, "posted_at": one.posted_at.isoformat(), "is_withdrawn": True}
        if one.is_withdrawn
        else {"label": one.label, "posted_at": one.posted_at.isoformat()}
        for one in record.history
    ]
    is_page = record.location.source == WEB
    for place in (record.location, *(() if is_page else record.other_locations)):
        key = (place.source, place.external_id)
        own_history = history if place == record.location else []
        if key not in batch.known.places:
            check_source(place.source)
            batch.known.places[key] = work.preprint_id
            location_id = batch.known.location_ids[key] = batch.location_ids.pop()
            first_seen = (not work.has_canonical, batch.now, own_history)
            batch.locations.append([location_id, work.preprint_id, *key, place.url, *first_seen])
            work.has_canonical = True
        elif own_history and own_history != batch.known.histories.get(key, own_history):
            batch.histories[batch.known.location_ids[key]] = own_history
    batch.relations += [
        [work.preprint_id, one.kind, one.scheme, one.external_id, one.url, batch.now]
        for one in dict.fromkeys([*record.relations, *_claims(record)])
    ]


def _size_of_change(latest: KnownVersion, rendered: Rendered) -> tuple[bool, int, int] | None:
    """Whether the title changed, how many words did, and of how many; None if it is no edit."""
    if latest.is_withdrawn != rendered.columns["is_withdrawn"]:
        return None
    old = latest.words()
    title_changed = latest.title != rendered.columns["title"]
    return title_changed, words_changed(old, rendered.words), old.total()


def _take_over_withdrawal(batch: Batch, work: Work, known: KnownVersion, record: Record) -> str:
    """Some sources withdraw a version under the label it had; the version stays as it was."""
    is_news = record.is_withdrawn and not known.is_withdrawn and known is work.current
    if not is_news or work.status in rules.LEFT_FOR_GOOD:
        return ""
    _move_status(work, Preprint.Status.WITHDRAWN)
    work.is_changed = True
    place = record.location
    fact = {"source": place.source, "external_id": place.external_id}
    _record(batch, "preprint.withdrawn", f"V{work.preprint_id}", work.preprint_id, fact)
    return "withdrawn"


def _keep_edit(
    batch: Batch, work: Work, latest: KnownVersion, rendered: Rendered, words: int
) -> Outcome:
    """Keep an edit too small for a version beside it; its hash goes into the log."""
    change = "edit" if words else ""
    outcome = Outcome(work.preprint_id, latest.version_id, False, False, change)
    if not words or latest.edit_hash == rendered.content_hash:
        return outcome
    latest.edit_hash = rendered.content_hash
    batch.edits.append(
        Edit(
            version_id=latest.version_id,
            title=str(rendered.columns["title"]),
            body_html=str(rendered.columns["body_html"]),
            words_changed=words,
            content_hash=rendered.content_hash,
            seen_at=batch.now,
        )
    )
    identifier = f"V{work.preprint_id}.{latest.number}"
    fact = {"words": words, "hash": rendered.content_hash}
    _record(batch, "version.edited", identifier, work.preprint_id, fact)
    return outcome


def _take_edit_back(batch: Batch, work: Work, latest: KnownVersion) -> Outcome:
    """The text is the version's own again, so nothing stands beside it any more."""
    latest.edit_hash = ""
    stored = Edit.objects.filter(version=latest.version_id)
    added = [one for one in batch.edits if one.version_id == latest.version_id]
    batch.edits = [one for one in batch.edits if one.version_id != latest.version_id]
    words = [*stored.only("words_changed"), *added][-1].words_changed
    stored.delete()
    fact = {"words": words, "hash": latest.content_hash}
    _record(batch, "version.edited", f"V{work.preprint_id}.{latest.number}", work.preprint_id, fact)
    return Outcome(work.preprint_id, latest.version_id, False, False, "edit")


def _add_version(batch: Batch, work: Work, record: Record, rendered: Rendered) -> KnownVersion:
    number = rules.version_number(
        record.source_version, taken={one.number for one in work.versions}
    )
    version_id = batch.version_ids.pop() if batch.version_ids else take_ids(Version, 1)[0]
    place = (record.location.source, record.location.external_id)
    location_id = batch.known.location_ids[place]
    version = KnownVersion.of(version_id, number, location_id, record, rendered)
    work.versions.append(version)
    columns = rendered.columns
    batch.versions.append(
        [version_id, work.preprint_id, number, location_id]
        + [columns[name] for name in VERSION_FIELDS[4:-1]]
        + [batch.now]
    )
    batch.authors += [
        [version_id, position, one.name[:500], one.orcid, one.affiliation[:500]]
        for position, one in enumerate(record.authors, start=1)
    ]
    _tell(batch, work, record, version)
    if work.current is None or _is_newer(version, work.current):
        work.current, work.is_changed = version, True
        status = rules.status_after_version(
            work.status, before=work.status_before, is_withdrawn=version.is_withdrawn
        )
        _move_status(work, status)
    return version


def _move_status(work: Work, status: str) -> None:
    if status == Preprint.Status.WITHDRAWN != work.status:
        work.status_before = work.status
    elif status != Preprint.Status.WITHDRAWN:
        work.status_before = ""
    work.status = status


def _is_newer(version: KnownVersion, current: KnownVersion) -> bool:
    """By its day, and on one day by its number."""
    return (version.posted_at, version.number) >= (current.posted_at, current.number)


def _tell(batch: Batch, work: Work, record: Record, version: KnownVersion) -> None:
    fact: dict[str, Any] = {"hash": version.content_hash}
    if work.is_new and len(work.versions) == 1:
        fact |= {"source": record.location.source, "external_id": record.location.external_id}
        _record(batch, "preprint.listed", f"V{work.preprint_id}", work.preprint_id, fact)
    else:
        fact |= {"number": version.number}
        identifier = f"V{work.preprint_id}.{version.number}"
        _record(batch, "version.seen", identifier, work.preprint_id, fact)


def _record(batch: Batch, kind: str, subject: str, preprint_id: int, fact: dict[str, Any]) -> None:
    batch.events.append([kind, subject, preprint_id, batch.now, True, fact])


def _change_word(latest: KnownVersion | None, rendered: Rendered) -> str:
    if latest is None:
        return "version"
    if rendered.columns["is_withdrawn"] and not latest.is_withdrawn:
        return "withdrawn"
    _title, *texts = rendered.texts
    return "emptied" if latest.has_text and not any(map(str.strip, texts)) else "version"
