"""What a review quotes of a work is linked to its passage, and the passage to the review."""

import re

import pytest

from text.markdown.points import Points
from text.markdown.render import render_markdown
from text.quotations import QuotingText, link_quotations

WORK = (
    '<h3 id="v1-model">A one-step model</h3>'
    "<p>The agent <em>learns</em> to ignore the switch, &amp; never complains.</p>"
    '<ul><li>Outer words of an item<ul><li title="a > b">Presses are rare enough</li></ul></li>'
    "</ul>"
    "<blockquote><p>It is what it is, they said.</p></blockquote>"
)


def linked(*sources: str):
    """The links of the texts and of the work: from which words, to which words."""
    texts = []
    for number, source in enumerate(sources, start=1):
        points = Points(f"r{number}-point-")
        html = render_markdown(source, id_prefix=f"r{number}-", points=points)
        texts.append(QuotingText(html, f"Review {number}", f"Review {number}, point %d"))
    work, htmls = link_quotations(WORK, texts, back="Quoted in", forth="In the text")
    return work, htmls


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


@pytest.mark.parametrize(
    ("source", "passage"),
    [
        ("They say “the agent learns to Ignore the switch & never”.", "The agent learns"),
        ('They say "*learns* to ignore the switch, and more…".', None),
        ('They say "the agent learns to … ignore the switch".', "The agent learns"),
        ("The section “A one-step model” is short.", "A one-step model"),
        ("In “one-step model” they", None),
        ("Rare: «presses are rare enough».", "Presses are rare enough"),
        ("> Outer words of\n> an item\n\nReally?", "Outer words of an item"),
        ("“The switch”, and “switch never”, and “gents learn to ignore the”", None),
        ("No quotation: the agent learns to ignore the switch.", None),
        ("[“it is what it is”](https://example.org)", None),
    ],
)
def test_a_quotation_leads_to_its_passage_and_back(source, passage):
    work, (html,) = linked(source)
    links = re.findall(r'<a class="quotation" id="([^"]*)" href="#([^"]*)">', html)
    if passage is None:
        assert links == []
        assert work == WORK
        return
    ((anchor, target),) = links
    (place,) = re.findall(rf' id="{target}"[^>]*>(.*)', work, re.DOTALL)
    assert words(place).startswith(passage)
    assert re.findall(r'href="#([^"]*)"', work) == [anchor]
    assert "Quoted in Review 1" in words(place)


def test_what_leads_back_names_the_review_and_its_point():
    quoted = '"ignore the switch, & never"'
    work, htmls = linked(
        f"As {quoted} says.\n\n1. Fine.\n2. But {quoted} is wrong.", f"1. Why {quoted}?"
    )
    assert words(work).count("Quoted in Review 1, Review 1, point 2, Review 2, point 1") == 1
    anchors = re.findall(r'id="(quotation-[0-9]+)"', "".join(htmls))
    assert len(set(anchors)) == 3
    assert re.findall(r'href="#(quotation-[0-9]+)"', work) == anchors
    assert work.count("passage-") == 1


def test_without_the_links_both_texts_are_as_they_were():
    source = "1. As “it is *what* it is, they said” and “A one-step model”.\n\n> they said"
    html = render_markdown(source, points=Points("r1-point-"))
    work, (after,) = linked(source)
    assert "quotation" in after
    assert re.sub(r'<a class="quotation"[^>]*>(.*?)</a>', r"\1", after) == html
    without = re.sub(r' <span class="quoted-by">.*?</span>', "", work)
    assert re.sub(r' id="passage-[0-9]+"', "", without) == WORK
    assert 'id="v1-model"' in without, "it keeps the name that it had"


def test_a_long_text_with_many_marks_takes_little_time():
    work = f"<p>{'word ' * 50_000}</p>" + "<p>“a b c d</p>" * 2_000
    hostile = QuotingText(f"<p>{'“' * 20_000}{'“a b c e” ' * 5_000}</p>", "Review 1", "%d")
    assert link_quotations(work, [hostile], back="", forth="")[0] == work
