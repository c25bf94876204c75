"""Answers of Semantic Scholar, which is not asked.

With samples of ours: tests/ingest/test_fetch_dois.py.
"""

import pytest

from tests.ingest.test_fetch_dois import assert_is_no_registrys
from tests.recordings_outside.recordings import recorded


@pytest.mark.parametrize("name", ["http404_paper", "paper_by_doi_arxiv.2312.07559", "search_match"])
def test_an_answer_of_another_service_is_never_taken_for_a_registrys(name):
    assert_is_no_registrys(recorded(f"semanticscholar/{name}.json").read_bytes())
