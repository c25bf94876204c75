"""Posts of forums, compared with edits of them.

With samples of ours: tests/text/test_html_diff.py.
"""

import pytest

from tests.recordings_outside.recordings import recorded
from tests.text.test_html_diff import assert_edits_keep_both_texts

POSTS = [
    "challenges_capability_amplification_styles.xhtml",
    "coherent_decisions_math.xhtml",
    "discontinuous_progress_footnotes.xhtml",
    "ground_of_optimization_code_math.xhtml",
    "katex_centraliser.html",
    "seeking_power_code_table.xhtml",
    "some_ai_research_areas_tables.xhtml",
]


@pytest.mark.parametrize("name", POSTS)
def test_a_comparison_holds_both_texts_of_a_recorded_post(name):
    assert_edits_keep_both_texts(recorded(f"forummagnum_html/{name}").read_text())
