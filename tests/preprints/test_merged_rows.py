"""What merging writes and what undoing it gives back: whole rows, beside a work that stays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event
from preprints.duplicates.merge import merge_preprints
from preprints.duplicates.plan import choose_kept
from preprints.duplicates.undo import undo_merge
from preprints.models import DuplicateCandidate, Merge, Preprint, Version
from tests.factories.accounts import UserFactory
from tests.factories.preprints import (
    LocationFactory,
    PreprintFactory,
    SubjectFactory,
    VersionFactory,
)
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW, POSTED

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def bystander():
    """A work, itself merged with another, of which no row may change."""
    kept, merged = PreprintFactory(), PreprintFactory(subjects=[SubjectFactory(slug="other")])
    merge_preprints(kept.pk, merged.pk, reason="Another pair", now=NOW - DAY)
    before = rows_of(kept, merged)
    yield
    assert rows_of(kept, merged) == before


def rows_of(*works):
    """The rows of these works, and what is written down about them as a pair."""
    ids = [work.pk for work in works]
    return {
        "works": list(Preprint.objects.filter(pk__in=ids).order_by("pk").values()),
        "versions": list(Version.objects.filter(preprint__in=ids).order_by("pk").values()),
        "subjects": list(
            Preprint.subjects.through.objects.filter(preprint__in=ids).order_by("pk").values()
        ),
        "merges": list(Merge.objects.filter(kept__in=ids).order_by("pk").values()),
        "candidates": list(DuplicateCandidate.objects.filter(one__in=ids).order_by("pk").values()),
        "events": list(Event.objects.filter(preprint_id__in=ids).order_by("pk").values()),
    }


def row(work):
    return Preprint.objects.filter(pk=work.pk).values().get()


def change(work, **fields):
    Preprint.objects.filter(pk=work.pk).update(**fields)
    work.refresh_from_db()


def merge(kept, merged, **fields):
    return merge_preprints(kept.pk, merged.pk, **{"reason": "One work", "now": NOW, **fields})


def two_works():
    """Of no known kind and listed, and the theory that is being reviewed, posted before."""
    kept = PreprintFactory(kind="unknown", shows_full_text=True)
    merged = PreprintFactory(
        status="under-review",
        status_at=NOW - 2 * DAY,
        selected_for="Volume 1, Issue 2",
        status_before_withdrawal="reviewed",
        shows_full_text=True,
        first_posted_at=POSTED - DAY,
    )
    VersionFactory(preprint=merged, number=3, posted_at=POSTED + DAY)
    return kept, merged


def test_the_kept_work_takes_over_what_the_other_says():
    kept, merged = two_works()
    kept_before, merged_before = row(kept), row(merged)
    merge(kept, merged)
    assert row(kept) == {
        **kept_before,
        "kind": "theory",
        "status": "under-review",
        "status_at": NOW - 2 * DAY,
        "selected_for": "Volume 1, Issue 2",
        "status_before_withdrawal": "reviewed",
        "first_posted_at": POSTED - DAY,
        "current_version_id": merged_before["current_version_id"],
    }
    assert row(merged) == {
        **merged_before,
        "current_version_id": None,
        "merged_into_id": kept.pk,
    }


def test_the_kept_work_keeps_its_kind_and_day_where_it_has_them():
    kept = PreprintFactory(kind="survey", status="reviewed")
    merged = PreprintFactory(first_posted_at=POSTED + DAY)
    before = row(kept)
    merge(kept, merged)
    after = row(kept)
    assert {**after, "current_version_id": None} == {**before, "current_version_id": None}


@pytest.mark.parametrize(("kept_shows", "merged_shows"), [(True, False), (False, True)])
def test_a_full_text_is_shown_only_where_both_places_allow_it(kept_shows, merged_shows):
    kept = PreprintFactory(shows_full_text=kept_shows)
    merged = PreprintFactory(shows_full_text=merged_shows)
    done = merge(kept, merged)
    assert row(kept)["shows_full_text"] is False
    undo_merge(done, now=NOW)
    assert (row(kept)["shows_full_text"], row(merged)["shows_full_text"]) == (
        kept_shows,
        merged_shows,
    )


def test_a_merge_is_one_row_that_says_what_moved_where():
    kept, merged = two_works()
    editor, submission = UserFactory(editor=True), SubmissionFactory(preprint=merged)
    place, canonical = merged.locations.get(), kept.locations.get()
    first, third = merged.versions.order_by("number")
    subject = SubjectFactory(slug="new")
    merged.subjects.add(subject)
    before = row(kept)
    done = merge(kept, merged, reason="R" * 301, by=editor)
    written = Merge.objects.filter(pk=done.pk).values().get()
    was, moved = written.pop("was"), written.pop("moved")
    assert written == {
        "id": done.pk,
        "kept_id": kept.pk,
        "merged_id": merged.pk,
        "reason": "R" * 300,
        "by_id": editor.pk,
        "at": NOW,
        "undone_at": None,
        "renumbered": {str(first.pk): 1, str(third.pk): 3},
    }
    assert sorted(moved, key=lambda one: one["model"]) == [
        {
            "model": "preprints.location",
            "field": "preprint",
            "canonical": [place.pk],
            "ids": [place.pk],
        },
        {"model": "preprints.subject", "field": "subjects", "ids": [subject.pk]},
        {"model": "reviews.submission", "field": "preprint", "ids": [submission.pk]},
    ]
    assert list(kept.locations.values_list("pk", "is_canonical")) == [
        (canonical.pk, True),
        (place.pk, False),
    ]
    fields = ("kind", "status", "selected_for", "shows_full_text", "status_before_withdrawal")
    assert {name: was["kept"][name] for name in fields} == {name: before[name] for name in fields}
    assert was["kept"]["current_version_id"] == before["current_version_id"]
    assert (was["status"], was["given"]["status"]) == ("under-review", "under-review")


@pytest.mark.parametrize("is_by_an_editor", [True, False])
def test_both_works_record_who_merged_and_who_separated_them(is_by_an_editor):
    kept, merged = PreprintFactory(), PreprintFactory()
    by = UserFactory(editor=True) if is_by_an_editor else None
    done = merge(kept, merged, by=by)
    undo_merge(done, by=by, now=NOW + DAY)
    actor = by.pk if by else None
    fact = {"merged": f"V{merged.pk}", "kept": f"V{kept.pk}", "reason": "One work"}
    fields = ("kind", "subject", "preprint_id", "actor_id", "at", "is_public", "data")
    logged = Event.objects.filter(preprint_id__in=[kept.pk, merged.pk]).order_by("pk")
    assert list(logged.values_list(*fields)) == [
        (kind, f"V{work.pk}", work.pk, actor, at, True, fact)
        for kind, at in (("preprint.merged", NOW), ("preprint.separated", NOW + DAY))
        for work in (kept, merged)
    ]


def test_what_was_separated_counts_as_two_works_by_the_word_of_whoever_did_it():
    kept, merged = PreprintFactory(), PreprintFactory()
    editor = UserFactory(editor=True)
    done = merge(kept, merged)
    undo_merge(done, by=editor, now=NOW + DAY)
    (distinguished,) = DuplicateCandidate.objects.filter(one=kept).values()
    assert distinguished == {
        "id": distinguished["id"],
        "one_id": kept.pk,
        "other_id": merged.pk,
        "reason": "One work",
        "state": "different",
        "created_at": NOW + DAY,
        "decided_at": NOW + DAY,
        "decided_by_id": editor.pk,
    }


def test_undoing_leaves_what_an_editor_changed_since():
    """And gives back the rest, which nobody has touched."""
    kept, merged = two_works()
    done = merge(kept, merged)
    change(kept, kind="survey", first_posted_at=POSTED - 9 * DAY)
    undo_merge(done, now=NOW + DAY)
    after = row(kept)
    assert (after["kind"], after["first_posted_at"]) == ("survey", POSTED - 9 * DAY)
    assert (after["status"], after["selected_for"]) == ("listed", "")


@pytest.mark.parametrize("status", ["under-review", "reviewed", "final"])
def test_undoing_leaves_a_status_that_the_kept_work_got_since(status):
    """It was its own before, so what came after is its own, too."""
    kept, merged = PreprintFactory(status="submitted"), PreprintFactory()
    done = merge(kept, merged)
    change(kept, status=status, status_at=NOW + DAY, selected_for="Volume 1, Issue 3")
    undo_merge(done, now=NOW + 2 * DAY)
    after = row(kept)
    assert [after[name] for name in ("status", "status_at", "selected_for")] == [
        status,
        NOW + DAY,
        "Volume 1, Issue 3",
    ]
    assert row(merged)["status"] == "listed"


def test_a_status_that_was_taken_over_goes_back_with_all_that_came_of_it():
    kept, merged = two_works()
    before = row(kept)
    done = merge(kept, merged)
    change(kept, status="selected", status_at=NOW + DAY, selected_for="Volume 1, Issue 3")
    undo_merge(done, now=NOW + 2 * DAY)
    assert row(kept) == before
    after = row(merged)
    assert [after[name] for name in ("status", "status_at", "selected_for")] == [
        "selected",
        NOW + DAY,
        "Volume 1, Issue 3",
    ]


@pytest.mark.parametrize(("days", "is_newer"), [(1, True), (0, False), (-1, False)])
def test_undoing_leaves_a_newer_version_current_and_no_older_one(days, is_newer):
    kept, merged = PreprintFactory(), PreprintFactory(version__posted_at=POSTED - 9 * DAY)
    before = kept.current_version
    done = merge(kept, merged)
    since = VersionFactory(preprint=kept, number=9, posted_at=POSTED + days * DAY)
    undo_merge(done, now=NOW + DAY)
    assert row(kept)["current_version_id"] == (since if is_newer else before).pk


def test_a_version_that_a_returning_place_posted_since_is_numbered_on():
    """After the highest number that the work had, not after how many versions there are."""
    kept, merged = two_works()
    place = merged.locations.get()
    done = merge(kept, merged)
    for number in (11, 10):
        VersionFactory(preprint=kept, number=number, location=place, posted_at=NOW)
    undo_merge(done, now=NOW + DAY)
    assert list(merged.versions.order_by("number").values_list("number", "source_version")) == [
        (1, "v1"),
        (3, "v3"),
        (4, "v10"),
        (5, "v11"),
    ]
    assert list(kept.versions.values_list("number", flat=True)) == [1]


def test_the_first_version_of_a_work_that_had_none_is_numbered_one():
    kept, merged = PreprintFactory(), PreprintFactory(version=None)
    place = merged.locations.get()
    done = merge(kept, merged)
    VersionFactory(preprint=kept, number=2, location=place, posted_at=NOW)
    undo_merge(done, now=NOW + DAY)
    numbers = Version.objects.filter(preprint__in=[kept, merged]).values_list("preprint", "number")
    assert set(numbers) == {(kept.pk, 1), (merged.pk, 1)}


def test_the_place_that_speaks_for_a_work_says_which_is_kept():
    """Whatever other places it has: here arXiv against a DOI that is at arXiv, too."""
    doi = PreprintFactory(location__source="doi", location__external_id="10.5555/x")
    LocationFactory(preprint=doi, is_canonical=False)
    arxiv = PreprintFactory()
    for pair in ((doi, arxiv), (arxiv, doi)):
        assert choose_kept(*pair) == (arxiv, doi)


def test_a_work_without_a_place_is_merged_into_one_that_has_any():
    nowhere, page = PreprintFactory(location=None), PreprintFactory(location__source="lesswrong")
    assert choose_kept(nowhere, page) == (page, nowhere)


@pytest.mark.parametrize("is_kept_first", [True, False])
def test_both_works_are_locked_in_the_order_of_their_keys(is_kept_first):
    """As whoever locks several works does, so that two never wait for each other."""
    works = [PreprintFactory(), PreprintFactory()]
    kept, merged = works if is_kept_first else works[::-1]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        merge(kept, merged)
    (locking,) = [one["sql"] for one in queries if "FOR UPDATE" in one["sql"]]
    assert locking.endswith(
        'ORDER BY "preprints_preprint"."id" ASC FOR UPDATE OF "preprints_preprint"'
    )
