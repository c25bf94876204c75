"""The items of a review's ordered lists are its points; names of the journal become links."""

import pytest

from text.markdown.points import Points, name_points
from text.markdown.render import render_markdown

REL = 'rel="nofollow noopener ugc"'


def points_of(*texts):
    """What is found in the parts of one review, and their HTML."""
    points = Points("r5-point-")
    html = [render_markdown(text, id_prefix="r5-", points=points) for text in texts]
    return points.texts, html


def test_points_are_numbered_on_through_all_parts():
    texts, html = points_of(
        "1. One *two* $x$\n2. Three", "- no point", "Then:\n\n1) Four\n\n   five"
    )
    assert texts == ["One two x", "Three", "Four five"]
    link = f'<a class="point-link" href="#r5-point-1" {REL}>'
    assert f'<ol>\n<li id="r5-point-1">\n{link}' in html[0]
    assert 'id="r5-point-2"' in html[0]
    assert "<li>" in html[1]
    assert '<ol start="3">\n<li id="r5-point-3">' in html[2]


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("> 1. quoted", "<ol>"),
        ("- a\n\n  1. within another list", "<ol>"),
        ("a[^1]\n\n[^1]: note\n\n    1. in a note", "<ol>"),
        ("1984. A year, and a sentence.", '<ol start="1984">'),
    ],
)
def test_what_is_no_point_stays_as_it_was_typed(source, kept):
    texts, (html, after) = points_of(source, "7. The only point")
    assert texts == ["The only point"]
    assert kept in html
    assert "point-link" not in html
    assert 'id="r5-point-1"' in after


def test_a_list_within_a_point_is_part_of_it():
    texts, (html,) = points_of("1. First\n   1. inner\n   2. inner too\n2. Second")
    assert texts == ["First inner inner too", "Second"]
    assert html.count("point-link") == 2


def test_a_text_that_is_no_part_of_a_review_has_no_points():
    assert "point" not in render_markdown("1. One\n2. Two")


def test_a_point_is_named_by_its_review():
    _texts, (html,) = points_of('1. One\n2. [Point 1](#r5-point-1) `class="point-link"`')
    named = name_points(html, "V12.2.r1")
    assert f'<a class="point-link" href="/V12.2.r1.2" {REL}>V12.2.r1.2</a>' in named
    assert f'<a href="#r5-point-1" {REL}>Point 1</a>' in named  # a link that was typed
    assert named.count("V12.2.r1.1<") == 1


@pytest.mark.parametrize("name", ["V12.2.r1", "V12.2.r1.3", "V1.1.a2", "V9.10.p1"])
def test_a_name_of_this_journal_becomes_a_link(name):
    link = f'<a href="/{name}" {REL}>{name}</a>'
    assert render_markdown(f"See {name}.") == f"<p>See {link}.</p>\n"
    assert render_markdown(f"*({name})*") == f"<p><em>({link})</em></p>\n"


@pytest.mark.parametrize(
    "text",
    ["V12", "V12.2", "V0.1.r1", "aV1.1.r1", "V1.1.r1x", "V1.1.x1", "`V1.1.r1`", "/V1.1.r1/a"],
)
def test_other_words_become_no_link(text):
    assert "<a" not in render_markdown(f"See {text}.")


def test_a_name_within_a_link_is_no_other_link():
    html = render_markdown("[as V1.1.r1 says](https://example.org/)")
    assert html.count("<a") == 1
