"""Inputs of others that came out wrong once, each with its right value (tests/cases/README.md)."""

import csv
from pathlib import Path

import pytest

from ingest.sources.arxiv.xml import says_withdrawn

CASES = Path(__file__).parent.parent / "cases"
WITHDRAWN = list(
    csv.DictReader((CASES / "09-arxiv-withdrawn.tsv").read_text().splitlines(), delimiter="\t")
)


@pytest.mark.parametrize("row", WITHDRAWN, ids=lambda row: row["comment"][:40])
def test_case_09_a_comment_says_whether_the_work_is_withdrawn(row):
    assert says_withdrawn("", row["comment"]) is (row["withdrawn"] == "yes")
    assert says_withdrawn(row["comment"], "") is (row["withdrawn"] == "yes")
