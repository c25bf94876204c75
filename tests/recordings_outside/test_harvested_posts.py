"""Posts and listings of forums, harvested.

With samples of ours: tests/ingest/test_forum_bodies.py,
tests/ingest/test_forum_listings.py.
"""

import csv
import json
import re
from html import escape, unescape

import pytest

from ingest.harvests.run import Run, harvest
from preprints.models import Location, Preprint, Version
from tests.ingest.forum_harvests import (
    ANNOTATION,
    NOON,
    WINDOW,
    body_of,
    check_renames,
    started,
)
from tests.recordings_outside.recordings import recorded
from tests.replay.forum_posts import post_of

pytestmark = pytest.mark.django_db

TEX_OF_MATHJAX_2 = re.compile(r'class="mjx-math"[^>]*? aria-label="([^"]+)"')

# How much of each kind the files hold, counted by eye and by search in the files themselves.
BODIES = {
    "challenges_capability_amplification_styles.xhtml": {"<math": 5, "<h3": 1, "<li": 13, "<a ": 9},
    "coherent_decisions_math.xhtml": {"<math": 119, "<h3": 7, "<h4": 4, "<details": 2, "<li": 32},
    "discontinuous_progress_footnotes.xhtml": {"<sup>": 41, "<figcaption": 24, "<a ": 214},
    "ground_of_optimization_code_math.xhtml": {"<pre><code>": 2, "<math": 3, "<h4": 19},
    "katex_centraliser.html": {"<math": 28, "<em>": 4},
    "mathjax_demo_page.html": {"<math": 13, 'display="block"': 8, "<h4": 8},
    "seeking_power_code_table.xhtml": {"<th>": 7, "<td>": 9, "<pre><code>": 1, "<math": 90},
    "some_ai_research_areas_tables.xhtml": {"<table>": 11, "<td>": 217, "<h4": 16, "<li": 158},
}
PIECES = {
    "challenges_capability_amplification_styles.xhtml": (r"\log _{2} \frac{999,999}{1,000,000}",),
    "coherent_decisions_math.xhtml": (r"\mathbb P(X) + \mathbb P(\neg X) = 1",),
    "discontinuous_progress_footnotes.xhtml": (
        '/#easy-footnote-bottom-1-2389" rel="nofollow noopener ugc"><sup>1</sup></a>',
    ),
    "ground_of_optimization_code_math.xhtml": (
        "&gt;&gt;&gt; print(math.sqrt(2))\n",
        "\t\tobjective = (current_estimate**2 - 2) ** 2\n",
    ),
    "seeking_power_code_table.xhtml": ("<strong>Resist</strong> <strong>shutdown?</strong>",),
}


@pytest.fixture
def lesswrong(replay):
    return started("lesswrong")


def of_recordings(names):
    """Their texts by name."""
    return {name: recorded(f"forummagnum_html/{name}").read_text("utf-8") for name in names}


def test_recorded_bodies_keep_formulas_tables_code_and_footnotes(lesswrong, serve_posts):
    texts = of_recordings(BODIES)
    ids = {name: f"R{number:016}" for number, name in enumerate(texts)}
    serve_posts(
        "lesswrong",
        *(post_of(ids[name], NOON, contents={"html": text}) for name, text in texts.items()),
    )
    assert harvest(Run(lesswrong, WINDOW)).tally.get("new", 0) == len(texts)
    for name, text in texts.items():
        body = body_of(ids[name])
        assert {piece: body.count(piece) for piece in BODIES[name]} == BODIES[name], name
        assert [piece for piece in PIECES.get(name, ()) if piece not in unescape_tex(body)] == []
        found = [unescape(tex) for tex in ANNOTATION.findall(body)]
        if name.endswith(".xhtml"):
            labels = map(unescape, TEX_OF_MATHJAX_2.findall(text))
            # In a label a dollar is a dollar; in TeX it would end the formula.
            assert found == [re.sub(r"(?<!\\)\$", r"\\$", tex) for tex in labels], name
        assert not re.search(r"mjx|katex|<style|<script|<iframe|<img| style=", body), name
    assert not Version.objects.exclude(notes=[]).exists()


def unescape_tex(body):
    """The body with its formulas' TeX as it was written, and all else as it is."""
    return ANNOTATION.sub(lambda match: unescape(match[1]), body)


def test_recorded_drawings_of_mathjax_3_are_formulas_again(lesswrong, serve_posts):
    (text,) = of_recordings(["mathjax3_chtml_samples.json"]).values()
    drawn = json.loads(text)
    ids = {name: f"M{number:016}" for number, name in enumerate(drawn)}
    serve_posts(
        "lesswrong",
        *(post_of(ids[name], NOON, contents={"html": html}) for name, html in drawn.items()),
    )
    harvest(Run(lesswrong, WINDOW))
    for name in drawn:
        body = body_of(ids[name])
        assert body.count("<math") == (2 if name == "assistive" else 1), name
        assert "maths-lost" not in body
    assert ANNOTATION.findall(body_of(ids["msubsup"])) == ["{x}_{i}^{2}"]
    assert ANNOTATION.findall(body_of(ids["mroot"])) == [r"\sqrt[{3}]{x}"]
    assert 'display="block"' in body_of(ids["pmatrix"])


def listing(day):
    """The rows of a recorded listing as posts, with the summary as their text."""
    path = recorded(f"forummagnum/af_listing_2026-07-{day}_first200.csv")
    with path.open(encoding="utf-8", newline="") as rows:
        return [post_of_row(row) for row in csv.DictReader(rows)]


def post_of_row(row):
    user = {"_id": row["authorSlug"], "username": row["authorSlug"], "displayName": row["author"]}
    return post_of(
        row["_id"],
        row["postedAt"],
        slug=row["slug"],
        title=row["title"],
        af=row["af"] == "True",
        baseScore=int(row["karma"]),
        contents={"html": f"<p>{escape(row['summary'])}</p>", "editedAt": row["postedAt"]},
        user=user,
    )


@pytest.fixture
def alignment_forum(replay):
    return started("alignment-forum")


def test_two_recorded_listings_are_two_hundred_and_four_preprints(alignment_forum, serve_posts):
    serve_posts("alignment-forum", *listing("20"))
    done = harvest(Run(alignment_forum, WINDOW))
    assert (done.state, done.tally["new"]) == ("done", 200)
    serve_posts("alignment-forum", *listing("24"))
    again = harvest(Run(alignment_forum, WINDOW))
    assert (again.tally["new"], again.tally["known"]) == (4, 196)
    assert Preprint.objects.count() == Version.objects.count() == 204
    place = Location.objects.get(source="alignment-forum", external_id="CCt9oy8axcdvaGcPE")
    slug = "a-red-line-and-oversight-framework-for-government-ai"
    assert place.url == f"https://www.alignmentforum.org/posts/CCt9oy8axcdvaGcPE/{slug}"
    version = place.preprint.current_version
    assert version.title == "A Red Line and Oversight Framework for Government AI Contracts"
    assert version.author_line == "TurnTrout"
    assert version.posted_at.isoformat() == "2026-07-18T18:58:31.488000+00:00"
    assert place.preprint.locations.filter(source="lesswrong").exists()


def test_recorded_posts_that_were_renamed_are_the_same_preprints(alignment_forum, serve_posts):
    check_renames(listing("24"), alignment_forum, serve_posts)
