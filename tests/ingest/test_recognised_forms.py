import pytest
from django.utils.functional import Promise

from ingest.sources import ADAPTERS
from ingest.sources.recognise import RECOGNISED_FORMS, recognise


@pytest.mark.parametrize("source", ADAPTERS.values(), ids=ADAPTERS.keys())
def test_the_examples_we_give_to_people_are_recognised(source):
    assert source.forms
    for form in source.forms:
        assert form in RECOGNISED_FORMS
        assert recognise(str(form)).source == source.key


def test_the_examples_are_translated_when_shown():
    assert all(isinstance(form, Promise) for form in RECOGNISED_FORMS)


def test_a_source_is_registered_under_its_own_key():
    assert {key: source.key for key, source in ADAPTERS.items()} == {key: key for key in ADAPTERS}
    assert list(ADAPTERS) == [
        "arxiv",
        "lesswrong",
        "alignment-forum",
        "ea-forum",
        "biorxiv",
        "medrxiv",
        "zenodo",
        "inveniordm",
        "osf",
        "openreview",
        "doi",
        "web",
    ]
