"""Works that turn out to be one because a record stands at the places of both."""

from dataclasses import replace

import pytest

from preprints.duplicates.merge import merge_pair
from preprints.duplicates.resolve import merge_exact
from preprints.duplicates.undo import undo_merge
from preprints.models import DuplicateCandidate, Merge, Preprint
from preprints.outcome import Outcome
from preprints.record import Record, RecordAuthor, RecordLocation
from preprints.services import store_record
from preprints.storing import store_records
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW, POSTED

pytestmark = pytest.mark.django_db

ARXIV = RecordLocation("arxiv", "2601.90001", "https://arxiv.org/abs/2601.90001")
DOI = RecordLocation("doi", "10.5555/example", "https://doi.org/10.5555/example")
RECORD = Record(
    location=ARXIV,
    title="On regret",
    authors=(RecordAuthor("Ada Example"),),
    posted_at=POSTED,
    first_posted_at=POSTED,
    abstract="We bound it.",
    source_version="v1",
)


def test_a_record_at_two_known_places_makes_one_work_of_both():
    older = store_record(RECORD, now=NOW).preprint
    newer = store_record(replace(RECORD, location=DOI), now=NOW).preprint
    stored = store_record(replace(RECORD, location=DOI, other_locations=(ARXIV,)), now=NOW)
    assert stored.preprint == older
    newer.refresh_from_db()
    assert newer.merged_into == older
    assert store_record(replace(RECORD, location=DOI), now=NOW).preprint == older


def test_the_one_that_is_more_than_listed_is_kept():
    listed, reviewed = PreprintFactory(), PreprintFactory(status="reviewed")
    known = Outcome.unchanged(listed.pk, listed.current_version_id)
    outcome = replace(known, also_at=(reviewed.pk,))
    (done,) = merge_exact([outcome, outcome], now=NOW)
    assert (done.kept, done.merged) == (reviewed, listed)


def test_what_cannot_be_merged_is_suggested_instead():
    one, other = SubmissionFactory().preprint, SubmissionFactory().preprint
    outcome = replace(Outcome.unchanged(other.pk, other.current_version_id), also_at=(one.pk,))
    assert merge_exact([outcome], now=NOW) == []
    suggested = DuplicateCandidate.objects.get()
    assert (suggested.one, suggested.other, suggested.state) == (one, other, "open")


def test_a_harvest_does_not_redo_what_an_editor_undid():
    for place in (ARXIV, DOI):
        store_record(replace(RECORD, location=place), now=NOW)
    both = replace(RECORD, location=DOI, other_locations=(ARXIV,))
    merge_exact(store_records([both], now=NOW), now=NOW)
    undo_merge(Merge.objects.get(), by=UserFactory(editor=True), now=NOW)
    merge_exact(store_records([both], now=NOW), now=NOW)
    assert Merge.objects.filter(undone_at=None).count() == 0


def test_of_two_listed_works_the_one_of_the_better_place_is_kept():
    post = RecordLocation("lesswrong", "abc", "https://www.lesswrong.com/posts/abc")
    older = store_record(replace(RECORD, location=post, source_version=""), now=NOW).preprint
    newer = store_record(RECORD, now=NOW).preprint
    done = merge_pair(older, newer, reason="One work", now=NOW)
    assert (done.kept, done.merged) == (newer, older)
    assert newer.locations.get(is_canonical=True).source == "arxiv"


def test_a_reviewed_work_is_kept_wherever_it_stands():
    post = RecordLocation("lesswrong", "abc", "https://www.lesswrong.com/posts/abc")
    older = store_record(replace(RECORD, location=post, source_version=""), now=NOW).preprint
    Preprint.objects.filter(pk=older.pk).update(status="reviewed")
    older.refresh_from_db()
    newer = store_record(RECORD, now=NOW).preprint
    assert merge_pair(older, newer, reason="One work", now=NOW).kept == older
