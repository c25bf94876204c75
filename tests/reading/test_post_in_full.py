"""A post shown in full, with reviews and answers that have notes of their own: every link within
the page leads somewhere, and to one place."""

import json
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import pytest
from django.urls import reverse

from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import ResponseFactory, ReviewFactory, RoundFactory
from text.foreign.posts import clean_foreign_html
from text.markdown.points import Points
from text.markdown.render import render_markdown

pytestmark = pytest.mark.django_db
POST = Path("tests/recordings/synthetic/forummagnum/lesswrong/rich_text.json")
NOTED = "1. Why?[^1]\n2. How?[^1]\n\n[^1]: See “A note on the claim”, there."


def body(prefix: str) -> str:
    html = json.loads(POST.read_text())["data"]["post"]["result"]["htmlBody"]
    return clean_foreign_html(html, base_url="https://forum.example/p/1", id_prefix=prefix).html


@pytest.fixture
def review():
    post = PreprintFactory(version=None, status="reviewed", shows_full_text=True)
    version = VersionFactory(preprint=post, body_html=body("v1-"))
    opened = RoundFactory(submission__preprint=post, version=version, state="assessed")
    first, _second = (
        ReviewFactory(
            round=opened,
            published=True,
            number=number,
            weaknesses_html=render_markdown(
                NOTED, id_prefix=f"r{number}-", points=Points(f"r{number}-point-")
            ),
        )
        for number in (1, 2)
    )
    text = f"{first.point_identifier(2)}\n\nLike this.[^1]\n\n[^1]: Ours."
    html = render_markdown(text, id_prefix="p1-")
    ResponseFactory(round=opened, text=text, text_html=html)
    return first


def test_notes_lead_there_and_back_and_clash_nowhere(client, review):
    version = review.version
    addresses = {
        version.preprint.get_absolute_url(): (2, 7),
        review.get_absolute_url(): (1, 4),
        reverse("reading:side_by_side", args=[version.preprint_id, version.number]): (2, 7),
    }
    for address, (cards, notes) in addresses.items():
        page = lxml.html.fromstring(client.get(address).content)
        ids = Counter(page.xpath("//@id"))
        assert [name for name, count in ids.items() if count > 1] == [], address
        local = [unquote(link[1:]) for link in page.xpath("//a/@href") if link[:1] == "#"]
        assert sorted(set(local) - set(ids)) == [], address
        assert len(page.xpath('//article[contains(@aria-labelledby, "-name")]')) == cards
        assert len(page.xpath('//*[contains(@class, "footnote-ref")]')) == notes, (
            "of the text, the reviews, the response, and of what stands below a point"
        )


def test_formulas_tables_code_and_notes_of_a_post_are_on_its_page(client, review):
    page = lxml.html.fromstring(client.get(review.version.get_absolute_url()).content)
    (text,) = page.xpath('//section[@aria-labelledby="text"]')
    counted = {tag: len(text.xpath(f".//{tag}")) for tag in ("math", "table", "pre", "img")}
    assert counted == {"math": 1, "table": 1, "pre": 1, "img": 0}
    (region,) = text.find_class("table-scroll")
    assert (region.get("role"), region.get("tabindex")) == ("region", "0")
    assert len(text.find_class("footnote-item")) == 1
