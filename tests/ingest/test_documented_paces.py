import pytest
from django.conf import settings

from ingest.sources import ADAPTERS, crossref, datacite

OTHER_NAMES = {"doi": "DOIs", "web": "any other page"}
PACES = {OTHER_NAMES.get(key, adapter.name): adapter.pace for key, adapter in ADAPTERS.items()}
PACES |= {"DOIs at Crossref": crossref.PACE, "DOIs at DataCite": datacite.PACE}


@pytest.fixture(scope="module")
def documented():
    """What the table of sources says of the pace, by the first cell of each row."""
    page = (settings.BASE_DIR / "docs/reference/sources.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    return {cells[0]: cells[4] for cells in rows if len(cells) == 5}


@pytest.mark.parametrize("name", PACES)
def test_the_documentation_says_the_pace_that_the_adapter_declares(name, documented):
    words = next(words for cell, words in documented.items() if name in cell)
    assert words.split(" s")[0] == f"{PACES[name].seconds:g}"
