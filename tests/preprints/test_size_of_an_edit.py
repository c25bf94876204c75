"""How much of a post an edit is said to change."""

from dataclasses import replace

import pytest

from preprints.models import Edit
from preprints.record import Record, RecordAuthor, RecordLocation
from preprints.rendering import render
from preprints.services import store_record
from tests.factories.times import NOW, POSTED

pytestmark = pytest.mark.django_db

POST = Record(
    location=RecordLocation("lesswrong", "A" * 17, f"https://www.lesswrong.com/posts/{'A' * 17}"),
    title="A post",
    authors=(RecordAuthor("Ada Example"),),
    posted_at=POSTED,
    first_posted_at=POSTED,
)


def test_what_stands_for_pictures_and_frames_makes_no_edit_larger():
    figure = '<figure><img src="/{}.png" alt="A plot of regret over many thousand steps"></figure>'
    frame = '<iframe src="https://video.example/1"></iframe>'
    body = "".join(map(figure.format, range(5))) + frame + "<p>" + "word " * 300 + "{}</p>"
    post = replace(POST, body_html=body.format("teh"))
    store_record(post, now=NOW)
    stored = store_record(replace(post, body_html=body.format("the")), now=NOW)
    assert not stored.is_new_version
    assert Edit.objects.get().words_changed == 1


MATHJAX_2 = (
    '<span class="mjx-chtml"><span class="mjx-math" aria-label="x_i &lt; \\frac{1}{2}">'
    '<span class="mjx-char">drawn</span></span></span><style>.mjx-chtml {}</style>'
)
MATHJAX_3 = (
    '<mjx-container class="MathJax" role="math" aria-label="x_i  &lt; \\frac{1}{2}">'
    '<mjx-math><mjx-mi><mjx-c class="mjx-c1D465"></mjx-c></mjx-mi></mjx-math></mjx-container>'
)
KATEX = (
    '<span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi>'
    '<annotation encoding="application/x-tex">x_i &lt; \\frac{1}{2}</annotation></semantics></math>'
    '</span><span class="katex-html" aria-hidden="true">drawn</span></span>'
)


@pytest.mark.parametrize("later", [MATHJAX_3, KATEX], ids=["MathJax 3", "KaTeX"])
def test_a_formula_that_is_only_drawn_anew_is_no_edit(later):
    body = "<p>Let {} be.</p>"
    first = store_record(replace(POST, body_html=body.format(MATHJAX_2)), now=NOW)
    stored = store_record(replace(POST, body_html=body.format(later)), now=NOW)
    assert (stored.version, Edit.objects.exists()) == (first.version, False)
    assert render(replace(POST, body_html=body.format(later))).content_hash == (
        first.version.content_hash
    )


def test_another_formula_is_an_edit():
    store_record(replace(POST, body_html=f"<p>{'word ' * 300}{MATHJAX_2}</p>"), now=NOW)
    changed = f"<p>{'word ' * 300}{MATHJAX_3.replace('x_i', 'x_j')}</p>"
    store_record(replace(POST, body_html=changed), now=NOW)
    assert Edit.objects.get().words_changed == 1
