import re
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
READ = re.compile(r"\benv(?:\.\w+)?\(\s*\"([A-Z][A-Z0-9_]*)\"")
LISTED = re.compile(r"^(?:# )?([A-Z][A-Z0-9_]*)=", re.MULTILINE)


def test_the_example_lists_every_name_that_settings_read():
    read = {
        name
        for name in READ.findall((ROOT / "journal" / "settings.py").read_text())
        if not name.endswith("_FILE")
    }
    assert set(LISTED.findall((ROOT / ".env.example").read_text())) == read


def test_every_name_in_the_example_has_a_sentence_and_no_value():
    lines = (ROOT / ".env.example").read_text().splitlines()
    for before, line in pairwise(lines):
        if LISTED.match(line):
            assert line.startswith("# "), f"{line} would change a default"
            assert before.startswith("# "), line
            assert before.endswith("."), before
