"""Two places of one work number its versions each in its own way, and may print other words."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from preprints.duplicates.merge import merge_preprints
from preprints.duplicates.undo import undo_merge
from preprints.models import Edit, Location, Merge, Version
from preprints.record import RecordLocation
from preprints.services import store_record
from preprints.storing import store_records
from tests.factories.preprints import LocationFactory, VersionFactory
from tests.factories.times import NOW, POSTED
from tests.preprints.test_store_record import RECORD

pytestmark = pytest.mark.django_db

LATER = POSTED + timedelta(days=9)
ZENODO = RecordLocation("zenodo", "90001", "https://zenodo.org/records/90001")
DOI = RecordLocation("doi", "10.5555/example", "https://doi.org/10.5555/example")
DEPOSIT = replace(RECORD, location=ZENODO, title="On regret, with data", posted_at=LATER)
TEXT = " ".join(f"word{n}" for n in range(500))
POST = replace(
    RECORD,
    location=RecordLocation("lesswrong", "abc", "https://www.lesswrong.com/posts/abc"),
    source_version="",
    abstract="",
    body_html=f"<p>{TEXT}</p>",
)
TWIN = replace(
    POST,
    location=RecordLocation("ea-forum", "xyz", "https://forum.effectivealtruism.org/posts/xyz"),
    body_html=f"<p>{TEXT.replace('word', 'wort')}</p>",
    posted_at=POSTED + timedelta(hours=1),
)


@pytest.fixture
def paper():
    """A work with a first version at each of two places."""
    return merged(RECORD, DEPOSIT)


def merged(*records):
    kept, other = (store_record(record, now=NOW).preprint for record in records)
    merge_preprints(kept.pk, other.pk, reason="One work", now=NOW)
    return kept


def again(record):
    (outcome,) = store_records([record], now=NOW)
    return Version.objects.get(pk=outcome.version_id)


def titles(preprint):
    return list(preprint.versions.order_by("number").values_list("title", flat=True))


def test_a_version_knows_the_place_it_was_seen_at():
    both = replace(RECORD, other_locations=(ZENODO,))
    version = store_record(both, now=NOW).version
    assert version.location == Location.objects.get(source="arxiv")


def test_a_label_of_one_place_is_not_that_of_another(paper):
    assert again(RECORD).title == RECORD.title
    assert again(DEPOSIT).title == DEPOSIT.title
    assert paper.versions.count() == 2


def test_a_second_version_at_each_place_is_kept(paper):
    for record in (RECORD, DEPOSIT):
        again(replace(record, source_version="v2", posted_at=LATER + timedelta(days=1)))
    assert titles(paper) == [RECORD.title, DEPOSIT.title, RECORD.title, DEPOSIT.title]


def test_a_version_whose_place_nobody_kept_is_known_by_its_label_alone():
    version = VersionFactory(preprint__location=None)
    LocationFactory(preprint=version.preprint, external_id=RECORD.location.external_id)
    assert again(RECORD) == version


def test_a_post_with_other_words_at_its_second_place_makes_no_version_at_every_fetch():
    work = merged(POST, TWIN)
    for record in (POST, TWIN, POST, TWIN):
        again(record)
    assert work.versions.count() == 2
    assert not Edit.objects.exists()


def test_an_edit_at_one_place_is_measured_by_its_own_words():
    merged(POST, TWIN)
    version = again(replace(POST, body_html=POST.body_html.replace("word7 ", "seven ")))
    assert version.location.source == "lesswrong"
    assert Edit.objects.get().words_changed == 1


def test_a_version_seen_since_goes_back_with_its_place(paper):
    newer = again(replace(DEPOSIT, source_version="v2", posted_at=LATER + timedelta(days=1)))
    done = Merge.objects.get()
    undo_merge(done, now=NOW)
    newer.refresh_from_db()
    done.merged.refresh_from_db()
    assert (newer.preprint, newer.number) == (done.merged, 2)
    assert done.merged.current_version == newer
    assert titles(paper) == [RECORD.title]


def test_versions_stored_before_get_the_place_of_works_that_have_one():
    sure, unsure = VersionFactory(), VersionFactory()
    LocationFactory(preprint=unsure.preprint, is_canonical=False)
    migration = import_module("preprints.migrations.0006_version_location")
    with connection.cursor() as cursor:
        cursor.execute(migration.FILL)
    sure.refresh_from_db()
    unsure.refresh_from_db()
    assert (sure.location, unsure.location) == (sure.preprint.locations.get(), None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.update(location=None)


def test_of_a_record_at_three_known_places_the_two_other_works_are_named():
    works = [
        store_record(replace(RECORD, location=location), now=NOW).preprint
        for location in (RECORD.location, DOI, ZENODO)
    ]
    everywhere = replace(RECORD, location=DOI, other_locations=(ZENODO, RECORD.location))
    (outcome,) = store_records([everywhere], now=NOW)
    assert outcome.preprint_id == works[1].pk
    assert outcome.also_at == (works[2].pk, works[0].pk)
