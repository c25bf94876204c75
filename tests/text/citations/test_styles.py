"""Lines for lists of references, as the style guides print them."""

import pytest

from tests.text.citations.records import BARE, ISSUE, MANY, RETRACTED, REVIEW, WORK
from text.citations.styles import Style, formatted

LINES = {
    Style.APA: (
        "Example, A. (2015). RETRACTED: {title} (arXiv:1506.03379v2). arXiv. {url} {notes}"
    ),
    Style.CHICAGO: (
        "Example, A. 2015. “RETRACTED: {titled}”. arXiv:1506.03379v2. Preprint, arXiv, "
        "September 21. {url}. {notes}"
    ),
    Style.MLA: (
        "Example, A. “RETRACTED: {titled}”. arXiv:1506.03379v2, arXiv, 21 Sept. 2015, {url}. "
        "{notes}"
    ),
    Style.IEEE: (
        "A. Example, “RETRACTED: {title}”, Sep. 21, 2015, arXiv:1506.03379v2. "
        "[Online]. Available: {url} {notes}"
    ),
    Style.VANCOUVER: (
        "Example A. RETRACTED: {title} [Internet]. arXiv; 2015. Available from: {url} {notes}"
    ),
}


@pytest.mark.parametrize("style", Style)
def test_a_retracted_work_in_each_style(style):
    expected = LINES[style].format(
        title="The L^2 norm of Erdős–Rényi graphs: 50% & more of _all_ {cases} #1",
        titled="The L^2 Norm of Erdős–Rényi Graphs: 50% & More of _all_ {cases} #1",
        url=RETRACTED.url,
        notes="[arXiv:1506.03379v2 (21 September 2015). Reviewed in Verso, V12.2.]",
    )
    assert formatted(RETRACTED, style) == expected


def test_hard_names():
    line = formatted(WORK, Style.APA)
    for name in (
        "van Beethoven, L.",
        "Ortega y Gasset, J.",
        "King, M. L., Jr.",
        "Plato",
        "ATLAS Collaboration",
        "Simon and Garfunkel",
        "Żółć, Ł.",
        "王小明",
        "محمد الخوارزمي",
    ):
        assert f"{name}, " in line or f"& {name}. (2015)" in line, name


def test_a_review_an_issue_and_what_has_neither_author_nor_day():
    assert formatted(REVIEW, Style.APA) == (
        "Anonymous reviewer. (2026). Review 1 of ‘Axioms’ (Peer Review V12.2.r1). Verso. "
        f"{REVIEW.url} [Review of arXiv:1506.03379v2.]"
    )
    assert formatted(ISSUE, Style.IEEE) == (
        "J. Doe, “Verso, Volume 1, Issue 2: What agents want”, Sep. 21, 2015, Verso. "
        f"[Online]. Available: {ISSUE.url} [Edited by Jane Doe.]"
    )
    assert formatted(BARE, Style.VANCOUVER) == (
        f"LessWrong. Untitled [Internet]. LessWrong. Available from: {BARE.url}"
    )
    assert formatted(BARE, Style.APA).startswith("LessWrong. (n.d.). Untitled.")


def test_three_hundred_authors_are_shortened_as_each_style_does():
    assert "Familyas, A., … Familyly, A. (2015)" in formatted(MANY, Style.APA)
    assert formatted(MANY, Style.IEEE).startswith("A. Familyaa et al., “The")
