"""Every recorded answer that has no copy here: what is read in it, or why nothing is.

With samples of ours: tests/ingest/test_every_recorded_file.py.
"""

from pathlib import Path

import pytest

from tests.ingest.read_recordings import files_in, found_in, table
from tests.recordings_outside.recordings import FOLDER
from tests.replay.arxiv import RECORDINGS

COPIES = files_in(RECORDINGS)
FILES = {name: path for name, path in files_in(FOLDER).items() if name not in COPIES}
EXPECTED = table(Path(__file__).parent / "recorded_files.tsv")


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_recorded_file_is_read_as_expected(name):
    assert found_in(FILES[name]).startswith(EXPECTED[name])


def test_the_table_names_every_recorded_file_and_no_other():
    assert set(EXPECTED) == set(FILES)
