import pytest

from reviews.models import Review
from tests.rewriting import rewriting
from text.markdown.render import render_markdown

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_formulas_in_feeds_have_no_source_beside_them(client, reviewed, form):
    text = r"So $\mathcal{O}(n^2)$."
    with rewriting():
        Review.objects.update(weaknesses=text, weaknesses_html=render_markdown(text))
    content = client.get(f"/feeds/reviews.{form}").content.decode()
    assert "msup" in content
    for trace in ("annotation", "mathcal", "semantics"):
        assert trace not in content
