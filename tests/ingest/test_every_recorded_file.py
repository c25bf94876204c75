"""Every recorded answer of every source: what is read in it, or why nothing is.

The fields are checked one by one in the tests of each source; here no file is forgotten.
"""

from pathlib import Path

import pytest

from tests.ingest.read_recordings import files_in, found_in, table
from tests.replay.arxiv import RECORDINGS

FILES = files_in(RECORDINGS)
EXPECTED = table(Path(__file__).parent / "recorded_files.tsv")


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_recorded_file_is_read_as_expected(name):
    assert found_in(FILES[name]).startswith(EXPECTED[name])


def test_the_table_names_every_recorded_file_and_no_other():
    assert set(EXPECTED) == set(FILES)
