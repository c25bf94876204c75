from dataclasses import replace

from preprints.record import Record, RecordAuthor, RecordLocation
from preprints.rendering import render
from tests.factories.times import POSTED

POST = Record(
    location=RecordLocation("lesswrong", "a" * 17, "https://www.lesswrong.com/posts/a"),
    title=r"On $\alpha$-regret",
    authors=(RecordAuthor("Ada Example"),),
    posted_at=POSTED,
    first_posted_at=POSTED,
    body_html=r'<p>We bound <span class="math-tex">\(\mathcal{O}(n^{2})\)</span> for $5.</p>',
)


def test_the_teaser_and_opening_of_a_post_show_no_tex():
    columns = render(POST).columns
    assert columns["opening"] == columns["teaser"] == "We bound O(n^2) for $5."
    assert columns["title_plain"] == "On α-regret"


def test_the_teaser_of_an_abstract_shows_no_tex():
    columns = render(replace(POST, abstract=r"We \emph{bound} $\frac{a}{b}$.")).columns
    assert columns["teaser"] == "We bound a/b."
