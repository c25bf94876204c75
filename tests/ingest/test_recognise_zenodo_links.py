import pytest

from ingest.sources.base import Ref
from ingest.sources.inveniordm import InvenioRdm
from ingest.sources.recognise import recognise
from ingest.sources.zenodo import Zenodo


@pytest.mark.parametrize(
    "text",
    [
        "https://zenodo.org/records/8120771",
        "https://zenodo.org/record/8120771",
        "http://www.zenodo.org/record/8120771#.ZFoo",
        "zenodo.org/records/8120771/",
        "https://zenodo.org/records/8120771/files/paper.pdf?download=1",
        "https://zenodo.org/record/8120771/preview/paper.pdf",
        "https://zenodo.org/records/8120771/latest",
        "https://zenodo.org//records/8120771?token=x",
        "https://zenodo.org/api/records/8120771",
        "https://zenodo.org/doi/10.5281/zenodo.8120771",
        "https://zenodo.org/badge/DOI/10.5281/zenodo.8120771.svg",
        "https://zenodo.org/badge/doi/10.5281/zenodo.8120771.svg",
        "10.5281/zenodo.8120771",
        "10.5281/ZENODO.8120771.",
        "doi: 10.5281/zenodo.8120771",
        "https://doi.org/10.5281/zenodo.8120771",
        "http://dx.doi.org/10.5281%2Fzenodo.8120771",
        "It is at https://doi.org/10.5281/zenodo.8120771 (2023).",
    ],
)
def test_every_form_of_zenodo_link_is_recognised(text):
    url = "https://zenodo.org/records/8120771"
    assert recognise(text) == Ref("zenodo", "8120771", None, url)


@pytest.mark.parametrize(
    "text",
    [
        "https://zenodo.org",
        "https://zenodo.org/records/",
        "https://zenodo.org/records/0",
        "https://zenodo.org/records/abc",
        "https://zenodo.org/communities/covid-19",
        "https://zenodo.org/records/1234567890123",
        "https://sandbox.zenodo.org/records/8120771",
        "https://zenodo.org.example.org/records/8120771",
        "10.5281/zenodo.",
        "10.5281/zenodo.x8120771",
        "110.5281/zenodo.8120771",
        "10.5072/zenodo.8120771",  # the sandbox's
        "8120771",
    ],
)
def test_what_names_no_record_of_zenodo_is_left_to_others(text):
    assert Zenodo().recognise(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "https://rogue-scholar.org/records/n5tg4-5h654",
        "https://www.rogue-scholar.org/records/n5tg4-5h654/",
        "rogue-scholar.org/api/records/N5TG4-5H654",
        "https://rogue-scholar.org/records/n5tg4-5h654/files/post.epub?download=1",
    ],
)
def test_records_of_listed_repositories_are_recognised(text):
    external_id = "rogue-scholar.org/n5tg4-5h654"
    url = "https://rogue-scholar.org/records/n5tg4-5h654"
    assert recognise(text) == Ref("inveniordm", external_id, None, url)


def test_a_repository_is_part_of_the_identifier():
    found = recognise("https://authors.library.caltech.edu/records/n5tg4-5h654")
    assert found.external_id == "authors.library.caltech.edu/n5tg4-5h654"
    assert recognise("https://repository.tugraz.at/records/n5tg4-5h654").source == "inveniordm"


@pytest.mark.parametrize(
    "text",
    [
        "https://rogue-scholar.org",
        "https://rogue-scholar.org/communities/oan",
        "https://rogue-scholar.org/records/8120771",
        "https://rogue-scholar.org/records/n5tg4-5h65",
        "https://example.org/records/n5tg4-5h654",
        "https://rogue-scholar.org.example.org/records/n5tg4-5h654",
    ],
)
def test_what_names_no_record_of_a_repository_is_left_to_others(text):
    assert InvenioRdm().recognise(text) is None
