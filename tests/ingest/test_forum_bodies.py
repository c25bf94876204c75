"""What stays of the text of a forum's post once it is harvested."""

import json
import re
from html import unescape

import pytest

from ingest.harvests.run import Run, harvest
from preprints.models import Version
from tests.ingest.forum_harvests import ANNOTATION, NOON, WINDOW, body_of, started
from tests.replay.forum_posts import SAMPLES, post_of
from tests.text.posts import KATEX, MATHML

pytestmark = pytest.mark.django_db

ERAS = {
    "MathJax 2": (
        '<style>.mjx-chtml {}</style><span class="mjx-chtml">'
        r'<span class="mjx-math" aria-label="\alpha &lt; 1">drawn</span></span>'
    ),
    "MathJax 3 without its TeX": (
        '<mjx-container><mjx-math><mjx-mi><mjx-c class="mjx-c1D6FC TEX-I"></mjx-c></mjx-mi>'
        "</mjx-math></mjx-container>"
    ),
    "MathJax 3 with its TeX": (
        r'<mjx-container role="math" aria-label="\alpha &lt; 1"><mjx-math></mjx-math>'
        "</mjx-container>"
    ),
    "KaTeX": KATEX.format(MATHML.format("").replace(">x</ann", r">\alpha &lt; 1</ann")),
}
# How much of each kind the sample of a rich text holds.
PIECES = {
    "<h3": 1,
    "<math": 1,
    "<table>": 1,
    "<th>": 2,
    "<td>": 2,
    "<pre><code>": 1,
    "<li": 1,
    "<a ": 2,
}


@pytest.fixture
def lesswrong(replay):
    return started("lesswrong")


def test_a_body_keeps_formulas_tables_code_and_footnotes(lesswrong, serve_posts):
    sample = json.loads((SAMPLES / "lesswrong/rich_text.json").read_bytes())
    contents = sample["data"]["post"]["result"]["contents"] | {"editedAt": NOON}
    serve_posts("lesswrong", post_of("A0000000000000001", NOON, contents=contents))
    assert harvest(Run(lesswrong, WINDOW)).tally["new"] == 1
    body = body_of("A0000000000000001")
    assert {piece: body.count(piece) for piece in PIECES} == PIECES
    assert [unescape(tex) for tex in ANNOTATION.findall(body)] == [r"\alpha_1 < \beta"]
    assert "def f(x):\n    return x &lt; 1" in body
    assert re.search(r'href="#[^"]*fnabc123"', body)
    assert re.search(r'id="[^"]*fnabc123"', body)
    assert not re.search(r"mjx|katex|<style|<script|<iframe|<img| style=", body)
    assert Version.objects.get().notes == []


@pytest.mark.parametrize("era", ERAS)
def test_a_formula_of_any_era_is_mathml_with_its_tex(era, lesswrong, serve_posts):
    html = f"<p>Let {ERAS[era]} hold.</p>"
    serve_posts("lesswrong", post_of("A0000000000000001", NOON, contents={"html": html}))
    harvest(Run(lesswrong, WINDOW))
    version = Version.objects.get()
    (tex,) = ANNOTATION.findall(version.body_html)
    is_rebuilt = "without" in era
    assert unescape(tex) == ("α" if is_rebuilt else r"\alpha < 1")
    assert version.body_html.count("<math") == 1
    assert ["rebuilt from its drawing" in note for note in version.notes] == [True] * is_rebuilt
    assert not re.search("mjx|drawn|<style", version.body_html)


def test_images_and_frames_are_left_out_with_a_note(lesswrong, serve_posts):
    html = (
        '<p>Text.</p><img src="https://res.cloudinary.com/x.png" alt="A graph">'
        '<iframe src="https://www.youtube.com/embed/x"></iframe>'
        '<iframe srcdoc="&lt;script&gt;run()&lt;/script&gt;" data-lexical-iframe-widget></iframe>'
    )
    serve_posts("lesswrong", post_of("A0000000000000001", NOON, contents={"html": html}))
    harvest(Run(lesswrong, WINDOW))
    version = Version.objects.get()
    assert not re.search("<img|<iframe|srcdoc|run", version.body_html)
    assert "https://www.youtube.com/embed/x" in version.body_html
    assert "Image: A graph" in version.body_html
    assert version.notes == [
        "1 image is kept apart from the text; a link stands where it could not be had.",
        "2 embedded frames, players or drawings are left out.",
    ]
