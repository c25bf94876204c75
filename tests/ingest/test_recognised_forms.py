from pathlib import Path

import pytest
from django.utils.functional import Promise

from ingest import sources
from ingest.sources import ADAPTERS
from ingest.sources.recognise import recognise, recognised_forms


@pytest.mark.parametrize("source", ADAPTERS.values(), ids=ADAPTERS.keys())
def test_the_examples_we_give_to_people_are_recognised(source):
    assert source.forms
    for form in source.forms:
        assert form in recognised_forms()
        assert recognise(str(form)).source == source.key


def test_the_examples_are_translated_when_shown():
    assert all(isinstance(form, Promise) for form in recognised_forms())


def test_a_source_is_registered_under_its_own_key():
    assert {key: source.key for key, source in ADAPTERS.items()} == {key: key for key in ADAPTERS}


def test_links_are_offered_to_the_registry_of_dois_and_the_web_last():
    assert list(ADAPTERS)[-2:] == ["doi", "web"]


def test_every_file_and_folder_with_adapters_is_found():
    """A new one needs no list to be changed."""
    folder = Path(sources.__file__).parent
    declaring = [path for path in folder.rglob("*.py") if "\nSOURCES" in path.read_text()]
    names = {path.relative_to(folder).parts[0].removesuffix(".py") for path in declaring}
    assert {type(source).__module__.split(".")[2] for source in ADAPTERS.values()} == names
