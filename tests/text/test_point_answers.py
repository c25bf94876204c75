"""What an answer says to a point is found in it, and put below the point."""

import re

from text.markdown.answers import PointAnswer, answers_by_point, place_answers
from text.markdown.points import Points
from text.markdown.render import render_markdown


def found_in(source: str) -> dict[str, str]:
    answers = answers_by_point(render_markdown(source, id_prefix="p5-"))
    return {name: " ".join(re.sub(r"<[^>]*>", " ", html).split()) for name, html in answers.items()}


def test_each_answer_goes_to_the_next_point_a_heading_or_a_line():
    assert found_in(
        "We thank both.\n\n**V12.2.r1.1**\n\n> Clear axioms.\n\nWe agree; see V12.2.r1.2.\n\n"
        "1. One\n2. Two\n\n   - within\n\n**V12.2.r1.2**\n\n> No code.\n\nAdded.\n\n"
        "## The rest\n\nNot of it.\n\nV12.2.r2.1:\n\nDone.\n\n---\n\nThanks again.\n\n"
        "**V12.2.r2.2**\n\n**No**, never.\n\n**Reviewer 3**\n\nThanks."
    ) == {
        "V12.2.r1.1": "We agree; see V12.2.r1.2 . One Two within",
        "V12.2.r1.2": "Added.",
        "V12.2.r2.1": "Done.",
        "V12.2.r2.2": "No , never.",
    }


def test_several_points_may_be_answered_together():
    assert found_in("**V1.1.r1.1** and **V1.1.r2.3**\n\nBoth.") == {
        "V1.1.r1.1": "Both.",
        "V1.1.r2.3": "Both.",
    }


def test_what_only_names_a_point_or_names_no_point_begins_no_answer():
    assert found_in("As V1.1.r1.1 says, no.\n\nSecond.") == {}
    assert found_in("V1.1.r1\n\nOf the whole review.\n\nV1.1.p2\n\nSecond.") == {}
    assert found_in("> V1.1.r1.1\n\nQuoted.\n\n- V1.1.r1.2\n\nListed.") == {}


def test_a_point_without_an_answer_has_none():
    assert found_in("**V1.1.r1.1**\n\n> Clear axioms.\n\n**V1.1.r1.2**\n\nOnly this.") == {
        "V1.1.r1.2": "Only this."
    }


def test_no_id_is_on_the_page_twice_and_notes_stay_with_the_whole_answer():
    html = render_markdown("V1.1.r1.1\n\nYes.[^1]\n\n[^1]: A note.", id_prefix="p5-")
    (answer,) = answers_by_point(html).values()
    assert 'id="p5-fnref1"' in html
    assert "id=" not in answer
    assert 'href="#p5-fn1"' in answer
    assert "A note." not in answer


def test_answers_stand_at_the_end_of_their_points_and_nowhere_else():
    points = Points("r57-point-")
    source = "1. First.\n   1. Within.\n   2. Within.\n2. Second > first.\n3. Third."
    html = render_markdown(source, id_prefix="r57-", points=points)
    answer = PointAnswer("Answer by <Ada>", "V1.1.p1", "#V1.1.p1", "<p>Yes.</p>")
    placed = place_answers(html, {1: [answer], 3: [answer, answer]})
    drawn = (
        '<div class="point-answer"><p class="meta">Answer by &lt;Ada&gt; · '
        '<a href="#V1.1.p1">V1.1.p1</a></p>\n<p>Yes.</p></div>'
    )
    assert placed.replace(drawn, "") == html
    first, second, third = re.split(r'<li id="r57-point-[0-9]">', placed)[1:]
    assert [one.count("point-answer") for one in (first, second, third)] == [1, 0, 2]
    assert re.sub(r"\s", "", first).endswith("</ol>" + re.sub(r"\s", "", drawn) + "</li>")
