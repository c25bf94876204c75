"""Storing what sources say: any number of records in a handful of statements.

One record goes the same way as two thousand. What is new is rendered first, outside the
transaction; then, one writer at a time, everything is written together or not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from events.locks import Lock, hold
from events.outbox import promise
from preprints import rules, withdrawals
from preprints.batch import Batch, Work, add_event, of_place, write
from preprints.copying import take_ids
from preprints.known import KnownVersion, places_of, read_known
from preprints.known_sources import WEB, check_source
from preprints.lengths import LONGEST_AFFILIATION, LONGEST_AUTHOR_NAME
from preprints.models import Edit, Location, Preprint, Relation, Version
from preprints.outcome import Outcome
from preprints.record import DeclaredVersion, Record, RecordRelation
from preprints.rendering import Rendered, render, render_many, words_changed
from preprints.rows import AuthorRow, LocationRow, RelationRow, VersionRow

CLAIMS = Relation.Kind.CLAIMS.value


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
        hold(Lock.CATALOGUE)
        known = read_known(records)
        new_works = sum(known.preprint_of(record) is None for record in records)
        batch = Batch(
            now,
            known,
            preprint_ids=take_ids(Preprint, new_works)[::-1],
            version_ids=take_ids(Version, len(rendered))[::-1],
            location_ids=take_ids(Location, len(places_of(records) - known.places.keys()))[::-1],
        )
        outcomes = [
            _add(batch, record, rendered.get(index)) for index, record in enumerate(records)
        ]
        write(batch)
        for version_id in batch.newest_ids:
            promise("reviews.notify_of_newer_version", version_id=version_id)
        for work in batch.works.values():
            if work.has_left and not work.is_new and work.status_before not in rules.FREE:
                promise("reviews.notify_of_left_work", preprint_id=work.preprint_id)
            if work.has_returned and not work.is_new and work.status not in rules.FREE:
                promise("reviews.notify_of_returned_work", preprint_id=work.preprint_id)
            if work.is_changed and Preprint.Status.SELECTED in (work.status, work.status_before):
                promise("reviews.reopen_selected_work", preprint_id=work.preprint_id)
    return outcomes


def _add(batch: Batch, record: Record, rendered: Rendered | None) -> Outcome:
    preprint_ids = batch.known.preprints_of(record)
    work = _find_work(batch, preprint_ids[0]) if preprint_ids else _new_work(batch, record)
    if work.current is not None and _is_unproven_page(batch, record):
        return Outcome.unchanged(work.preprint_id, work.current.version_id)
    _add_places(batch, work, record)
    outcome = _find_or_add_version(batch, work, record, rendered)
    if record.is_retracted and withdrawals.retract(batch, work, outcome, record):
        outcome = replace(outcome, change=Outcome.Change.WITHDRAWN)
    if _claimed_relations(record):
        outcome = replace(outcome, claims=True)
    if record.location.source == WEB:
        return outcome
    return replace(outcome, also_at=tuple(preprint_ids[1:]))


def _find_or_add_version(
    batch: Batch, work: Work, record: Record, rendered: Rendered | None
) -> Outcome:
    """Find the record's version, or add it."""
    known = batch.known.version_of(record)
    is_back = known is not None and withdrawals.is_back(batch, work, known, record)
    # A version that was stored as withdrawn stays so: what is back is another one of its label.
    if known is not None and not (is_back and known.is_withdrawn):
        if is_back:
            withdrawals.bring_back(batch, work, record)
        elif withdrawals.withdraw_known(batch, work, known, record):
            return Outcome.withdrawn(work.preprint_id, known.version_id)
        return Outcome.unchanged(work.preprint_id, known.version_id)
    # It was stored when `store_records` asked first, and is not any more: very rare.
    rendered = rendered or render(record)
    latest = batch.known.latest_of(record, work.versions)
    if latest is not None and not record.source_version:
        if latest.content_hash == rendered.content_hash:
            if latest.edit_hash:
                return _remove_edit(batch, work, latest)
            return Outcome.unchanged(work.preprint_id, latest.version_id)
        size = _size_of_change(latest, rendered)
        if size is not None and not rules.makes_a_version(
            size.title_changed, size.words_changed, size.words_before
        ):
            return _keep_edit(batch, work, latest, rendered, size.words_changed)
    version = _add_version(batch, work, record, rendered)
    if not work.is_new:
        change = _change_to(latest, rendered)
        return Outcome.new_version(work.preprint_id, version.version_id, change)
    if len(work.versions) == 1:
        return Outcome.new_preprint(work.preprint_id, version.version_id)
    return Outcome.new_version(work.preprint_id, version.version_id, Outcome.Change.NONE)


def _is_unproven_page(batch: Batch, record: Record) -> bool:
    """Whether any page of the web says it is a work that came from a better place.

    It leads there, but neither its words nor its address are taken: anybody can write a page.
    """
    place = record.location
    is_new_here = (place.source, place.external_id) not in batch.known.places
    return place.source == WEB and is_new_here


def _claimed_relations(record: Record) -> list[RecordRelation]:
    """What a page of the web says it is elsewhere; an address that led to it is nothing more.

    Anybody can write a page: were its word taken, it would become the place of another one's work.
    """
    claimed = [relation for relation in record.relations if relation.kind == CLAIMS]
    if record.location.source != WEB:
        return claimed
    places = [place for place in record.other_locations if place.source != WEB]
    return claimed + [
        RecordRelation(CLAIMS, place.source, place.external_id, place.url) for place in places
    ]


def _find_work(batch: Batch, preprint_id: int) -> Work:
    if preprint_id not in batch.works:
        stored = batch.known.works[preprint_id]
        batch.works[preprint_id] = Work(
            preprint_id,
            is_new=False,
            versions=batch.known.versions[preprint_id],
            current=stored.current,
            status=stored.status,
            status_before=stored.status_before,
            withdrawn_by=stored.withdrawn_by,
            has_canonical=True,
        )
    return batch.works[preprint_id]


def _new_work(batch: Batch, record: Record) -> Work:
    preprint_id = batch.preprint_ids.pop() if batch.preprint_ids else take_ids(Preprint, 1)[0]
    work = Work(preprint_id, is_new=True, versions=[], current=None, record=record)
    batch.works[preprint_id] = work
    batch.known.versions[preprint_id] = work.versions
    return work


def _add_places(batch: Batch, work: Work, record: Record) -> None:
    history = [_declared(version) for version in record.history]
    is_page = record.location.source == WEB
    for place in (record.location, *(() if is_page else record.other_locations)):
        key = (place.source, place.external_id)
        own_history = history if place == record.location else []
        if key not in batch.known.places:
            check_source(place.source)
            batch.known.places[key] = work.preprint_id
            location_id = batch.known.location_ids[key] = batch.location_ids.pop()
            batch.locations.append(
                LocationRow(
                    id=location_id,
                    preprint=work.preprint_id,
                    source=place.source,
                    external_id=place.external_id,
                    url=place.url,
                    is_canonical=not work.has_canonical,
                    first_seen_at=batch.now,
                    history=own_history,
                )
            )
            work.has_canonical = True
        elif own_history and own_history != batch.known.histories.get(key, own_history):
            batch.histories[batch.known.location_ids[key]] = own_history
            batch.known.histories[key] = own_history
    batch.relations += [
        RelationRow(
            preprint=work.preprint_id,
            kind=relation.kind,
            scheme=relation.scheme,
            external_id=relation.external_id,
            url=relation.url,
            first_seen_at=batch.now,
        )
        for relation in dict.fromkeys([*record.relations, *_claimed_relations(record)])
    ]


def _declared(version: DeclaredVersion) -> dict[str, Any]:
    """A version that the source lists, as it stands in `Location.history`."""
    declared = {"label": version.label, "posted_at": version.posted_at.isoformat()}
    return declared | {"is_withdrawn": True} if version.is_withdrawn else declared


@dataclass(frozen=True, slots=True)
class _SizeOfChange:
    title_changed: bool
    words_changed: int
    words_before: int


def _size_of_change(latest: KnownVersion, rendered: Rendered) -> _SizeOfChange | None:
    """None if one of the two texts is a notice of withdrawal: that is no edit."""
    if latest.is_withdrawn != rendered.columns["is_withdrawn"]:
        return None
    old = latest.words()
    title_changed = latest.title != rendered.columns["title"]
    return _SizeOfChange(title_changed, words_changed(old, rendered.words), old.total())


def _keep_edit(
    batch: Batch, work: Work, latest: KnownVersion, rendered: Rendered, words: int
) -> Outcome:
    """Keep an edit too small for a version beside it; its hash goes into the log."""
    if not words or latest.edit_hash == rendered.content_hash:
        return Outcome.unchanged(work.preprint_id, latest.version_id)
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
    fact = {"words": words, "hash": rendered.content_hash}
    add_event(batch, "version.edited", work, fact, version=latest)
    return Outcome.edited(work.preprint_id, latest.version_id)


def _remove_edit(batch: Batch, work: Work, latest: KnownVersion) -> Outcome:
    """The text is the version's own again, so nothing stands beside it any more."""
    latest.edit_hash = ""
    stored = Edit.objects.filter(version=latest.version_id)
    added = [edit for edit in batch.edits if edit.version_id == latest.version_id]
    batch.edits = [edit for edit in batch.edits if edit.version_id != latest.version_id]
    words = [*stored.only("words_changed"), *added][-1].words_changed
    stored.delete()
    fact = {"words": words, "hash": latest.content_hash}
    add_event(batch, "version.edited", work, fact, version=latest)
    return Outcome.edited(work.preprint_id, latest.version_id)


def _add_version(batch: Batch, work: Work, record: Record, rendered: Rendered) -> KnownVersion:
    numbers = {version.number for version in work.versions}
    number = rules.version_number(record.source_version, taken=numbers)
    version_id = batch.version_ids.pop() if batch.version_ids else take_ids(Version, 1)[0]
    place = (record.location.source, record.location.external_id)
    location_id = batch.known.location_ids[place]
    version = KnownVersion.of(version_id, number, location_id, record, rendered)
    work.versions.append(version)
    batch.versions.append(
        VersionRow(
            id=version_id,
            preprint=work.preprint_id,
            number=number,
            location=location_id,
            seen_at=batch.now,
            **rendered.columns,
        )
    )
    batch.authors += [
        AuthorRow(
            version=version_id,
            position=position,
            name=author.name[:LONGEST_AUTHOR_NAME],
            orcid=author.orcid,
            affiliation=author.affiliation[:LONGEST_AFFILIATION],
        )
        for position, author in enumerate(record.authors, start=1)
    ]
    _record_version(batch, work, record, version)
    if work.current is None or _is_newer(version, work.current):
        if work.current is not None and work.status not in rules.FREE:
            batch.newest_ids.append(version_id)
        status = rules.status_after_version(
            work.status, before=work.status_before, is_withdrawn=version.is_withdrawn
        )
        withdrawals.move_status(batch, work, status, record)
        work.current, work.is_changed = version, True
    return version


def _is_newer(version: KnownVersion, current: KnownVersion) -> bool:
    """By its day, and on one day by its number."""
    return (version.posted_at, version.number) >= (current.posted_at, current.number)


def _record_version(batch: Batch, work: Work, record: Record, version: KnownVersion) -> None:
    fact: dict[str, Any] = {"hash": version.content_hash}
    if work.is_new and len(work.versions) == 1:
        fact |= of_place(record)
        add_event(batch, "preprint.listed", work, fact)
    else:
        fact |= {"number": version.number}
        add_event(batch, "version.seen", work, fact, version=version)


def _change_to(latest: KnownVersion | None, rendered: Rendered) -> Outcome.Change:
    """What the new version means for a known work."""
    if latest is None:
        return Outcome.Change.VERSION
    if rendered.columns["is_withdrawn"] and not latest.is_withdrawn:
        return Outcome.Change.WITHDRAWN
    _title, *texts = rendered.texts
    is_emptied = latest.has_text and not any(map(str.strip, texts))
    return Outcome.Change.EMPTIED if is_emptied else Outcome.Change.VERSION
