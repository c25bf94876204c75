from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from curation.models import Entry
from events.models import Event
from ingest.models import Lookup
from preprints.duplicates import plan
from preprints.duplicates.merge import merge_pair, merge_preprints
from preprints.duplicates.merged_ids import merge_target
from preprints.duplicates.plan import NewNumber, plan_pair
from preprints.duplicates.undo import undo_merge
from preprints.errors import (
    AlreadyMerged,
    AlreadyUndone,
    CannotMerge,
    CannotSeparate,
    InPublishedIssue,
    MergedOn,
    SamePreprint,
)
from preprints.models import Location, Merge, Preprint, Relation, Version
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, publish
from tests.factories.preprints import PreprintFactory, SubjectFactory, VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW, POSTED

pytestmark = pytest.mark.django_db

LATER = POSTED + timedelta(days=3)


def merge(kept, merged):
    return merge_preprints(kept.pk, merged.pk, reason="One work", now=NOW)


def numbers(preprint):
    return list(preprint.versions.order_by("number").values_list("pk", "number"))


def snapshot():
    """Every row that a merge touches, as it stands."""
    fields = ("id", "kind", "status", "status_at", "selected_for", "shows_full_text")
    return {
        "preprints": list(
            Preprint.objects.order_by("pk").values_list(
                *fields, "first_posted_at", "current_version", "merged_into"
            )
        ),
        "versions": list(Version.objects.order_by("pk").values_list("pk", "preprint", "number")),
        "places": list(
            Location.objects.order_by("pk").values_list("pk", "preprint", "is_canonical")
        ),
        "relations": list(Relation.objects.order_by("pk").values_list("pk", "preprint")),
        "subjects": sorted(Preprint.subjects.through.objects.values_list("preprint", "subject")),
        "lookups": list(Lookup.objects.order_by("pk").values_list("pk", "preprint")),
        "entries": list(Entry.objects.order_by("pk").values_list("pk", "preprint")),
    }


def relate(preprint, external_id):
    return Relation.objects.create(
        preprint=preprint,
        kind="published-as",
        scheme="doi",
        external_id=external_id,
        first_seen_at=NOW,
    )


def look_up(preprint):
    return Lookup.objects.create(asked_by=UserFactory(), created_at=NOW, preprint=preprint)


def test_versions_are_numbered_on_in_the_order_they_were_posted():
    kept, merged = PreprintFactory(), PreprintFactory()
    first = merged.versions.get()
    third = VersionFactory(preprint=merged, number=2, posted_at=LATER + timedelta(days=1))
    second = VersionFactory(preprint=merged, number=3, posted_at=LATER)
    own = kept.versions.get()
    done = merge(kept, merged)
    assert numbers(kept) == [(own.pk, 1), (first.pk, 2), (second.pk, 3), (third.pk, 4)]
    assert done.renumbered == {str(first.pk): 1, str(second.pk): 3, str(third.pk): 2}
    kept.refresh_from_db()
    assert kept.current_version == third


def test_the_merged_one_is_empty_and_leads_to_the_kept_one():
    kept, merged = PreprintFactory(), PreprintFactory()
    merge(kept, merged)
    merged.refresh_from_db()
    assert (merged.current_version, merged.merged_into) == (None, kept)
    assert not merged.locations.exists()
    assert list(kept.locations.filter(is_canonical=True)) == [kept.locations.first()]
    assert kept.locations.count() == 2
    assert merge_target(merged.pk) == kept


def test_reviews_move_with_their_versions_and_submissions_with_them():
    kept, merged = PreprintFactory(), PreprintFactory(status="under-review")
    review = ReviewFactory(round__submission__preprint=merged, submitted=True)
    posted = ReviewFactory(round=review.round, published=True)
    AssessmentFactory(round=review.round, published=True)
    done = merge(kept, merged)
    review.refresh_from_db()
    assert review.version.preprint == kept
    assert review.round.submission.preprint == kept
    assert list(kept.versions.filter(reviews=posted, assessments__state="published")) == [
        review.version
    ]
    kept.refresh_from_db()
    assert kept.status == "under-review"
    undo_merge(done, now=NOW)
    posted.refresh_from_db()
    assert posted.version.preprint == merged


def test_look_ups_relations_and_subjects_are_joined():
    kept = PreprintFactory(subjects=[SubjectFactory(slug="a")])
    merged = PreprintFactory(subjects=[SubjectFactory(slug="a"), SubjectFactory(slug="b")])
    lookup = look_up(merged)
    for work in (kept, merged):
        relate(work, "10.1/both")
    relate(merged, "10.1/one")
    merge(kept, merged)
    lookup.refresh_from_db()
    assert lookup.preprint == kept
    assert sorted(kept.relations.values_list("external_id", flat=True)) == ["10.1/both", "10.1/one"]
    assert sorted(kept.subjects.values_list("slug", flat=True)) == ["a", "b"]


def test_full_text_is_not_shown_where_only_one_of_them_allowed_it():
    kept, merged = PreprintFactory(shows_full_text=True), PreprintFactory()
    merge(kept, merged)
    kept.refresh_from_db()
    assert not kept.shows_full_text


def test_the_merge_is_a_public_event_of_both():
    kept, merged = PreprintFactory(), PreprintFactory()
    merge(kept, merged)
    events = Event.objects.filter(kind="preprint.merged", is_public=True)
    assert list(events.values_list("subject", "preprint_id")) == [
        (f"V{kept.pk}", kept.pk),
        (f"V{merged.pk}", merged.pk),
    ]
    assert events[0].data["merged"] == f"V{merged.pk}"


def test_a_preprint_is_not_merged_with_itself_or_twice():
    kept, merged, third = PreprintFactory(), PreprintFactory(), PreprintFactory()
    with pytest.raises(SamePreprint):
        merge(kept, kept)
    merge(kept, merged)
    for one, other in ((third, merged), (merged, third)):
        with pytest.raises(AlreadyMerged):
            merge(one, other)


def test_two_that_are_both_being_reviewed_are_not_merged_and_nothing_has_moved():
    kept, merged = SubmissionFactory().preprint, SubmissionFactory().preprint
    before = snapshot()
    with pytest.raises(CannotMerge):
        merge(kept, merged)
    assert snapshot() == before


def test_the_one_in_a_published_issue_is_kept_even_if_it_is_the_newer_one():
    older = PreprintFactory()
    entry = EntryFactory(preprint=PreprintFactory())
    publish(entry.issue)
    with pytest.raises(InPublishedIssue):
        merge(older, entry.preprint)
    done = merge_pair(older, entry.preprint, reason="One work", now=NOW)
    assert (done.kept, done.merged) == (entry.preprint, older)


def test_two_in_published_issues_are_not_merged_either_way():
    first, second = EntryFactory(), EntryFactory(issue__number=2)
    publish(first.issue)
    publish(second.issue)
    with pytest.raises(CannotMerge):
        merge_pair(first.preprint, second.preprint, reason="One work", now=NOW)


def test_what_no_plan_foresaw_is_refused_too_and_nothing_has_moved(monkeypatch):
    kept, entry = PreprintFactory(), EntryFactory(preprint=PreprintFactory())
    publish(entry.issue)
    monkeypatch.setattr(plan, "NEVER_MOVES", [])
    before = snapshot()
    with pytest.raises(CannotMerge):
        merge(kept, entry.preprint)
    assert snapshot() == before


@pytest.mark.parametrize("is_same_issue", [True, False])
def test_two_in_one_issue_in_preparation_are_not_merged(is_same_issue):
    """Each issue has a work once; a bystander in another issue is in nobody's way."""
    entry, other = EntryFactory(), EntryFactory(issue__number=2)
    if is_same_issue:
        other.issue, other.position = entry.issue, 2
        other.save()
        with pytest.raises(CannotMerge):
            plan_pair(entry.preprint, other.preprint)
    else:
        plan_pair(entry.preprint, other.preprint)


def test_a_submission_that_was_declined_is_in_no_merge_s_way():
    declined = SubmissionFactory(state="declined", decline_code="other", decline_text="No")
    merged = merge(SubmissionFactory().preprint, declined.preprint)
    assert merged.kept.submissions.count() == 2


def test_a_merge_is_planned_without_a_write_or_a_lock():
    kept, merged = PreprintFactory(status="reviewed"), PreprintFactory()
    with CaptureQueriesContext(connection) as queries:
        plan_pair(kept, merged)
    statements = [query["sql"] for query in queries.captured_queries]
    assert statements
    assert all(sql.startswith("SELECT ") for sql in statements)
    assert not any("FOR UPDATE" in sql or "lock" in sql for sql in statements)


def test_a_merge_is_previewed_without_a_trace():
    kept, merged = PreprintFactory(status="reviewed"), PreprintFactory()
    VersionFactory(preprint=merged, number=5, posted_at=LATER)
    before = snapshot()
    seen = plan_pair(merged, kept)
    assert (seen.kept, seen.merged, seen.shown) == (kept, merged, merged)
    one, other = f"V{merged.pk}", f"V{kept.pk}"
    assert seen.named_numbers() == [
        NewNumber(before=f"{one}.1", after=f"{other}.2"),
        NewNumber(before=f"{one}.5", after=f"{other}.3"),
    ]
    assert snapshot() == before
    assert not Merge.objects.exists()
    assert not Event.objects.exists()
    merge(kept, merged)
    moved = Version.objects.filter(pk__in=seen.old_numbers).values_list("pk", "preprint", "number")
    assert set(moved) == {(pk, kept.pk, number) for pk, number in seen.new_numbers.items()}


def test_a_preview_names_the_work_whose_title_will_be_shown():
    kept, merged = PreprintFactory(status="reviewed"), PreprintFactory()
    VersionFactory(preprint=kept, number=2, posted_at=LATER, title="Another title")
    seen = plan_pair(kept, merged)
    assert (seen.kept, seen.merged, seen.shown) == (kept, merged, kept)
    done = merge(kept, merged)
    assert done.kept.current_version.title_plain == "Another title"


def test_of_two_newest_versions_of_one_moment_that_of_the_merged_work_is_shown():
    kept, merged = PreprintFactory(status="reviewed"), PreprintFactory()
    seen, done = plan_pair(kept, merged), merge(kept, merged)
    assert seen.shown == merged
    assert done.kept.current_version_id in seen.new_numbers


def test_a_refusal_is_previewed_too():
    with pytest.raises(CannotMerge):
        plan_pair(SubmissionFactory().preprint, SubmissionFactory().preprint)


def test_a_version_changes_nothing_but_its_place_while_merging():
    version = PreprintFactory().versions.get()
    rows = Version.objects.filter(pk=version.pk)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL verso.merging = 'on'")
    assert rows.update(number=7) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(number=8, title="Another")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()


def test_a_version_is_guarded_again_right_after_a_merge():
    kept, merged = PreprintFactory(), PreprintFactory()
    merge(kept, merged)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=kept.current_version_id).update(number=9)


def test_undoing_a_merge_leaves_every_row_as_it_was():
    kept = PreprintFactory(subjects=[SubjectFactory(slug="a")], shows_full_text=True)
    merged = PreprintFactory(
        subjects=[SubjectFactory(slug="b")],
        kind="unknown",
        status="under-review",
        first_posted_at=POSTED - timedelta(days=9),
    )
    VersionFactory(preprint=merged, number=4, posted_at=LATER)
    RoundFactory(submission__preprint=merged)
    EntryFactory(preprint=merged)
    look_up(merged)
    relate(kept, "10.1/both")
    relate(merged, "10.1/both")
    relate(merged, "10.1/one")
    before = snapshot()
    done = merge(kept, merged)
    assert snapshot() != before
    undone = undo_merge(done, now=NOW + timedelta(days=1))
    assert snapshot() == before
    assert undone.undone_at == NOW + timedelta(days=1)
    events = Event.objects.filter(kind="preprint.separated")
    assert [one.preprint_id for one in events] == [kept.pk, merged.pk]


def test_what_was_made_since_on_a_moved_version_goes_with_it():
    kept, merged = PreprintFactory(), PreprintFactory()
    version = merged.versions.get()
    done = merge(kept, merged)
    since = SubmissionFactory(preprint=kept, version=version)
    own = SubmissionFactory(
        preprint=kept, version=kept.versions.first(), state="withdrawn", withdrawn_at=NOW
    )
    undo_merge(done, now=NOW)
    since.refresh_from_db()
    own.refresh_from_db()
    assert (since.preprint, own.preprint) == (merged, kept)


def test_a_status_that_was_taken_over_goes_back_as_far_as_it_came():
    kept, merged = PreprintFactory(), PreprintFactory(status="under-review")
    done = merge(kept, merged)
    Preprint.objects.filter(pk=kept.pk).update(status="reviewed")
    undo_merge(done, now=NOW)
    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (kept.status, merged.status) == ("listed", "reviewed")


def test_a_version_stored_since_stays_the_current_one():
    kept, merged = PreprintFactory(), PreprintFactory()
    done = merge(kept, merged)
    newer = VersionFactory(preprint=kept, number=9, posted_at=LATER)
    undo_merge(done, now=NOW)
    kept.refresh_from_db()
    assert kept.current_version == newer


def test_a_merge_is_undone_once_and_in_order():
    first, second, third = PreprintFactory(), PreprintFactory(), PreprintFactory()
    inner = merge(second, third)
    outer = merge(first, second)
    with pytest.raises(MergedOn):
        undo_merge(inner, now=NOW)
    undo_merge(outer, now=NOW)
    undo_merge(inner, now=NOW)
    with pytest.raises(AlreadyUndone):
        undo_merge(inner, now=NOW)
    assert [one.versions.count() for one in (first, second, third)] == [1, 1, 1]


def test_a_merge_stays_once_an_issue_with_a_moved_entry_is_published():
    entry = EntryFactory()
    done = merge(PreprintFactory(), entry.preprint)
    publish(entry.issue)
    with pytest.raises(CannotSeparate):
        undo_merge(done, now=NOW)
    assert Merge.objects.get().undone_at is None
