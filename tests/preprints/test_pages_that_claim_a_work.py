"""A page of the web that says it is a known work is suggested as a duplicate, and no more."""

from dataclasses import replace

import pytest

from preprints.duplicates.resolve import resolve_duplicates
from preprints.models import DuplicateCandidate, Preprint
from preprints.record import RecordLocation
from preprints.services import store_record
from preprints.storing import store_records
from tests.factories.times import NOW
from tests.preprints.test_merges_of_records import ARXIV, RECORD

pytestmark = pytest.mark.django_db


def test_a_web_page_that_says_it_is_another_work_is_only_suggested():
    older = store_record(RECORD, now=NOW).preprint
    page = RecordLocation("web", "example.org/mine", "https://example.org/mine")
    mine = replace(RECORD, location=page, source_version="", title="Buy this")
    newer = store_record(mine, now=NOW).preprint
    for _look in range(2):
        store_record(replace(mine, other_locations=(ARXIV,)), now=NOW)
    newer.refresh_from_db()
    assert newer.merged_into is None
    assert [version.title for version in older.versions.all()] == [RECORD.title]
    suggested = DuplicateCandidate.objects.get()
    assert (suggested.one, suggested.other, suggested.state) == (older, newer, "open")


def test_a_web_page_that_says_what_it_is_before_the_work_comes_is_only_suggested():
    page = RecordLocation("web", "example.org/mine", "https://example.org/mine")
    mine = replace(
        RECORD, location=page, other_locations=(ARXIV,), source_version="", title="Buy this"
    )
    claimant = store_record(mine, now=NOW).preprint
    assert list(claimant.locations.values_list("source", flat=True)) == ["web"]
    claim = claimant.relations.get()
    assert (claim.kind, claim.scheme, claim.external_id) == ("claims", "arxiv", ARXIV.external_id)
    (outcome,) = store_records([RECORD], now=NOW)
    resolve_duplicates([outcome], now=NOW)
    work = Preprint.objects.get(pk=outcome.preprint_id)
    assert work != claimant
    assert [version.title for version in work.versions.all()] == [RECORD.title]
    suggested = DuplicateCandidate.objects.get()
    assert (suggested.one, suggested.other, suggested.state) == (claimant, work, "open")


def test_an_address_that_led_to_a_page_is_no_place_of_it():
    page = RecordLocation("web", "example.org/post", "https://example.org/post")
    typed = RecordLocation("web", "short.example/x", "https://short.example/x")
    stored = store_record(
        replace(RECORD, location=page, other_locations=(typed,), source_version=""), now=NOW
    )
    assert stored.preprint.locations.count() == 1
    assert stored.preprint.relations.count() == 0
