"""A merge is not undone once a review of one work has gone on with a version of the other."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.models import Event
from preprints.duplicates.merge import merge_preprints
from preprints.duplicates.undo import undo_merge
from preprints.errors import ReviewedTogether
from preprints.models import Location, Merge, Preprint, Version
from reviews.models import Revision, Round, Submission
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import RevisionFactory, RoundFactory
from tests.factories.times import NOW, POSTED

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TABLES = (Preprint, Version, Location, Merge, Submission, Round, Revision, Event)


def rows():
    return {model: list(model.objects.order_by("pk").values()) for model in TABLES}


def reviewed_work():
    """A work whose first round is over."""
    return RoundFactory(state="assessed", closed_at=NOW, opened_at=NOW - DAY)


def merge(kept, merged):
    return merge_preprints(kept.pk, merged.pk, reason="One work", now=NOW)


def work_posted_later():
    return PreprintFactory(version__posted_at=POSTED + DAY)


@pytest.fixture(autouse=True)
def bystander():
    """Another pair, of which the merge is undone whatever stands in the way of the first."""
    first, other = reviewed_work(), work_posted_later()
    done = merge(first.submission.preprint, other)
    yield
    undo_merge(done, now=NOW + 3 * DAY)
    assert other.versions.count() == 1
    assert Merge.objects.get(pk=done.pk).undone_at == NOW + 3 * DAY


def declare_revision(first, version):
    RevisionFactory(round=first, version=version, declared_at=NOW + DAY)


def open_round(first, version):
    RoundFactory(submission=first.submission, version=version, number=2, opened_at=NOW + DAY)


def declare_final(first, version):
    Submission.objects.filter(pk=first.submission_id).update(final_version=version)


ACTS = [declare_revision, open_round, declare_final]


@pytest.mark.parametrize("act", ACTS)
def test_a_version_that_would_go_back_keeps_the_works_together(act):
    first, other = reviewed_work(), work_posted_later()
    version = other.versions.get()
    done = merge(first.submission.preprint, other)
    act(first, version)
    before = rows()
    with pytest.raises(ReviewedTogether, match="can no longer be undone"):
        undo_merge(done, now=NOW + 2 * DAY)
    assert rows() == before


@pytest.mark.parametrize("act", ACTS)
def test_a_version_that_would_stay_while_its_review_goes_back_does_so_too(act):
    kept, first = work_posted_later(), reviewed_work()
    version = kept.versions.get()
    done = merge(kept, first.submission.preprint)
    act(first, version)
    before = rows()
    with pytest.raises(ReviewedTogether):
        undo_merge(done, now=NOW + 2 * DAY)
    assert rows() == before


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("is_kept", [True, False])
def test_what_was_begun_since_on_a_version_of_the_same_work_is_in_no_ones_way(act, is_kept):
    first, other = reviewed_work(), work_posted_later()
    own = first.submission.preprint
    place = own.locations.get()
    kept, merged = (own, other) if is_kept else (other, own)
    done = merge(kept, merged)
    version = VersionFactory(preprint=kept, number=3, location=place, posted_at=NOW)
    act(first, version)
    undo_merge(done, now=NOW + 2 * DAY)
    version.refresh_from_db()
    first.submission.refresh_from_db()
    assert (version.preprint, first.submission.preprint) == (own, own)


def test_the_editor_reads_what_stands_in_the_way(client):
    first, other = reviewed_work(), work_posted_later()
    version = other.versions.get()
    done = merge(first.submission.preprint, other)
    declare_revision(first, version)
    client.force_login(UserFactory(editor=True))
    answer = client.post(reverse("reviews:undo_merge", args=[done.pk]), follow=True)
    assert str(ReviewedTogether.message) in answer.content.decode()
    assert Merge.objects.get(pk=done.pk).undone_at is None
