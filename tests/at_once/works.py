"""The catalogue: storing, comparing, merging, keeping apart."""

from dataclasses import replace
from itertools import count

from preprints import comparisons, services, storing
from preprints.duplicates import candidates, resolve
from preprints.duplicates import merge as merging
from preprints.duplicates.undo import undo_merge
from preprints.errors import AlreadyDecided, AlreadyMerged, AlreadyUndone
from preprints.models import Comparison, DuplicateCandidate, Edit, Preprint, Version
from preprints.outcome import Outcome
from preprints.record import Record, RecordAuthor, RecordLocation
from tests.at_once.acts import Act, Call
from tests.factories.accounts import UserFactory
from tests.factories.preprints import EditFactory, PreprintFactory, VersionFactory
from tests.factories.times import NOW, POSTED

NUMBERS = count(1)


def new_record() -> Record:
    return record_at(f"2602.{next(NUMBERS):05d}")


def record_at(external_id: str) -> Record:
    return Record(
        location=RecordLocation("arxiv", external_id, f"https://arxiv.org/abs/{external_id}"),
        title=f"On regret, part {external_id}",
        authors=(RecordAuthor("Ada Example"),),
        posted_at=POSTED,
        first_posted_at=POSTED,
        abstract="We bound it.",
        source_version="v1",
    )


def found_record() -> Call:
    record = new_record()
    return lambda: services.store_record(record, now=NOW)


def newer_version() -> Call:
    record = new_record()
    services.store_record(record, now=NOW)
    newer = replace(record, source_version="v2", abstract="We bound it better.")
    return lambda: services.store_record(newer, now=NOW)


def found_page() -> Call:
    records = [new_record(), new_record()]
    return lambda: storing.store_records(records, now=NOW)


def two_versions() -> tuple[Version, Version]:
    work = PreprintFactory()
    return work.current_version, VersionFactory(preprint=work, number=2)


def first_comparison_of_versions() -> Call:
    older, newer = two_versions()
    return lambda: comparisons.ask_for_comparison(older, newer, now=NOW)


def first_comparison_with_an_edit() -> Call:
    edit = EditFactory()
    return lambda: comparisons.ask_for_edit(Edit.objects.get(pk=edit.pk), now=NOW)


def promised_comparison() -> Call:
    older, newer = two_versions()
    asked = Comparison.objects.create(older=older, newer=newer, asked_at=NOW)
    return lambda: comparisons.make_comparison(asked.pk)


def promised_edit() -> Call:
    edit = EditFactory()
    return lambda: comparisons.compare_edit(edit.pk)


def two_works() -> tuple[Preprint, Preprint]:
    return PreprintFactory(), PreprintFactory()


def merge_by_hand() -> Call:
    (kept, merged), by = two_works(), UserFactory(editor=True)
    return lambda: merging.merge_preprints(kept.pk, merged.pk, reason="One work.", by=by, now=NOW)


def merge_of_two() -> Call:
    one, other = two_works()
    return lambda: merging.merge_pair(one, other, reason="One work.", now=NOW)


def merge_by_identifier() -> Call:
    one, other = two_works()
    shown = replace(Outcome.unchanged(one.pk, one.current_version_id), also_at=(other.pk,))
    return lambda: resolve.merge_exact([shown], now=NOW)


def resolve_by_identifier() -> Call:
    one, other = two_works()
    shown = replace(Outcome.unchanged(one.pk, one.current_version_id), also_at=(other.pk,))
    return lambda: resolve.resolve_duplicates([shown], now=NOW)


def candidate() -> DuplicateCandidate:
    one, other = two_works()
    return DuplicateCandidate.objects.create(one=one, other=other, reason="Alike.", created_at=NOW)


def keep_candidate_apart() -> Call:
    pair, by = candidate(), UserFactory(editor=True)
    return lambda: candidates.keep_apart(pair, by=by, now=NOW)


def undo_a_merge() -> Call:
    kept, merged = two_works()
    merge = merging.merge_preprints(kept.pk, merged.pk, reason="One work.", now=NOW)
    by = UserFactory(editor=True)
    return lambda: undo_merge(merge, by=by, now=NOW)


def suggest_two() -> Call:
    one, other = two_works()
    return lambda: candidates.add_candidate(one, other, reason="Alike.", now=NOW)


def suggest_namesakes() -> Call:
    records = [replace(new_record(), title=f"The very same long title {next(NUMBERS)}")]
    records.append(replace(new_record(), title=records[0].title))
    ids = [one.preprint_id for one in storing.store_records(records, now=NOW)]
    return lambda: candidates.suggest_candidates(ids, now=NOW)


def suggest_a_pair() -> Call:
    one, other = two_works()
    return lambda: candidates.suggest_pairs([(one.pk, other.pk)], reason="Alike.", now=NOW)


def mark_two_different() -> Call:
    (one, other), by = two_works(), UserFactory(editor=True)
    return lambda: candidates.mark_different(one, other, reason="Two works.", by=by, now=NOW)


ACTS = [
    Act(services.store_record, found_record),
    Act(services.store_record, newer_version, name="newer version"),
    Act(storing.store_records, found_page),
    Act(comparisons.ask_for_comparison, first_comparison_of_versions),
    Act(comparisons.ask_for_edit, first_comparison_with_an_edit),
    Act(
        comparisons.make_comparison,
        promised_comparison,
        only_changes_fields=True,
        state=lambda: Comparison.objects.latest("pk").made_at is not None,
    ),
    Act(
        comparisons.compare_edit,
        promised_edit,
        only_changes_fields=True,
        state=lambda: Edit.objects.latest("pk").is_compared,
    ),
    Act(merging.merge_preprints, merge_by_hand, (AlreadyMerged,)),
    Act(merging.merge_pair, merge_of_two, (AlreadyMerged,)),
    Act(resolve.merge_exact, merge_by_identifier),
    Act(resolve.resolve_duplicates, resolve_by_identifier),
    Act(undo_merge, undo_a_merge, (AlreadyUndone,)),
    Act(candidates.add_candidate, suggest_two),
    Act(candidates.suggest_candidates, suggest_namesakes),
    Act(candidates.suggest_pairs, suggest_a_pair),
    Act(
        candidates.keep_apart,
        keep_candidate_apart,
        (AlreadyDecided,),
        only_changes_fields=True,
        state=lambda: DuplicateCandidate.objects.latest("pk").state,
    ),
    Act(candidates.mark_different, mark_two_different),
]
