import pytest

from ingest.sources.base import Ref
from ingest.sources.hal import Hal
from ingest.sources.recognise import recognise

URL = "https://hal.science/hal-01234567"


@pytest.mark.parametrize(
    "text",
    [
        "https://hal.science/hal-01234567",
        "http://www.hal.science/HAL-01234567/",
        "hal.science/hal-01234567",
        "https://hal.science/hal-01234567/document",
        "https://hal.science/hal-01234567/file/paper.pdf",
        *(f"https://hal.science/hal-01234567/{name}" for name in ("tei", "bibtex", "dcterms")),
        "https://hal.science/hal-01234567/fr/",
        "https://hal.science//hal-01234567?lang=en#section",
        "https://inria.hal.science/hal-01234567",
        "https://hal.science/LIG/hal-01234567",
        "https://hal.archives-ouvertes.fr/hal-01234567",
        "https://halshs.archives-ouvertes.fr/hal-01234567/document",
        "https://hal.ccsd.cnrs.fr/hal-01234567/en/",
        "https://hal.inria.fr/hal-01234567",
        "https://hal-pasteur.example.fr/hal-01234567",
        "hal-01234567",
        "HAL-01234567",
        "⟨hal-01234567⟩",
        "oai:HAL:hal-01234567",
        "It is at https://hal.science/hal-01234567 (2023).",
    ],
)
def test_every_form_of_hal_link_is_recognised(text):
    assert recognise(text) == Ref("hal", "hal-01234567", None, URL)


@pytest.mark.parametrize(
    "text",
    [
        "https://hal.science/hal-01234567v2",
        "https://hal.science/hal-01234567v2/file/paper.pdf",
        "https://hal.science/hal-01234567v2/preview/paper.pdf#page=2",
        "https://hal.science/hal-01234567v2/endnote",
        "hal.archives-ouvertes.fr/hal-01234567v2/document",
        "hal-01234567v2",
        "oai:HAL:hal-01234567v2",
    ],
)
def test_a_link_may_name_a_version(text):
    assert recognise(text) == Ref("hal", "hal-01234567", 2, URL)


@pytest.mark.parametrize(
    "name",
    [
        *("tel-01234567", "inria-01234567", "jpa-00235190", "halshs-01234567", "pastel-01234567"),
        *("sic_01234567", "in2p3-01234567", "cea-01234567", "inserm-01234567", "hal-lara-01234567"),
    ],
)
def test_an_identifier_names_the_portal_of_the_deposit(name):
    assert recognise(name).external_id == name
    assert recognise(f"https://hal.science/{name}v1") == Ref(
        "hal", name, 1, f"https://hal.science/{name}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "https://hal.science",
        "https://hal.science/search/index?q=lagoons",
        "https://hal.science/hal-1234567",
        "https://hal.science/hal-012345678",
        "https://hal.science/hal-01234567v0",
        "https://hal.science/hal-01234567x",
        "https://hal.science/a/b/hal-01234567",
        "https://hal.science.example.org/hal-01234567",
        "https://nothal.science/hal-01234567",
        "https://example.org/hal-01234567",
        "https://hal.example.org/hal-01234567",
        "https://hal.science/docs/00/23/51/90/PDF/paper.pdf",
        "hal-1234",
        "abcd-01234567",
        "shal-01234567",
        "hal-01234567-2",
    ],
)
def test_what_names_no_deposit_is_left_to_others(text):
    assert Hal().recognise(text) is None


def test_a_page_of_hal_that_names_no_deposit_is_not_read_as_any_page():
    assert recognise("https://hal.science/search/index?q=lagoons") is None
    assert recognise("https://hal.example.fr/about").source == "web"
