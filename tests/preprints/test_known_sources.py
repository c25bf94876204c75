"""The table of sources: filled by the adapters, and a work can be nowhere else."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from ingest.sources import ADAPTERS
from preprints import known_sources
from preprints.known_sources import (
    Rank,
    SourceFacts,
    add_source,
    check_source,
    source_choices,
    source_facts,
    source_label,
)
from preprints.models import Location
from preprints.record import RecordLocation
from preprints.storing import store_records
from tests.factories.preprints import LocationFactory
from tests.factories.times import NOW
from tests.preprints.test_store_record import RECORD


def test_every_adapter_is_in_the_table_and_the_demo_too():
    assert [key for key, _label in source_choices()] == [*ADAPTERS, "demo"]
    assert all(source_facts(key) == adapter.facts for key, adapter in ADAPTERS.items())


def test_a_label_is_in_words():
    assert source_label("alignment-forum") == "AI Alignment Forum"
    assert source_label("web") == "Web page"


def test_a_source_that_is_known_no_more_is_called_by_its_key():
    assert source_label("forgotten") == "forgotten"
    assert Location(source="forgotten").source_label == "forgotten"


def test_arxiv_speaks_for_a_work_before_servers_forums_and_pages():
    ranks = [source_facts(key).rank for key in ("arxiv", "zenodo", "doi", "ea-forum", "web")]
    assert ranks == [Rank.ARXIV, Rank.SERVER, Rank.SERVER, Rank.FORUM, Rank.PAGE]


def test_sources_with_the_same_identifiers_name_each_other():
    for key in ADAPTERS:
        if other := source_facts(key).shares_ids_with:
            assert source_facts(other).shares_ids_with == key


def test_an_unknown_source_is_refused():
    with pytest.raises(ValidationError, match="“nowhere” is not a source of works"):
        check_source("nowhere")


@pytest.mark.django_db
def test_a_location_at_an_unknown_source_is_not_valid():
    location = LocationFactory()
    location.clean_fields(exclude=["history"])
    location.source = "nowhere"
    with pytest.raises(ValidationError) as refused:
        location.clean_fields(exclude=["history"])
    assert list(refused.value.message_dict) == ["source"]


@pytest.mark.django_db
@pytest.mark.parametrize("is_other_place", [False, True])
def test_a_record_from_an_unknown_source_is_not_stored(is_other_place):
    place = RecordLocation("nowhere", "1", "https://nowhere.example.org/1")
    changes = {"other_locations": (place,)} if is_other_place else {"location": place}
    with pytest.raises(ValidationError):
        store_records([replace(RECORD, **changes)], now=NOW)
    assert not Location.objects.exists()


@pytest.mark.django_db
def test_a_source_that_is_added_can_hold_works(monkeypatch):
    monkeypatch.setattr(known_sources, "_facts", dict(known_sources._facts))
    add_source("nowhere", SourceFacts(label="Nowhere"))
    place = RecordLocation("nowhere", "1", "https://nowhere.example.org/1")
    store_records([replace(RECORD, location=place)], now=NOW)
    assert Location.objects.get().source_label == "Nowhere"
