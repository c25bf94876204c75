"""The text of a post beside its reviews."""

import re

import lxml.html
import pytest
from django.urls import reverse

from preprints.models import Preprint
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from text.markdown.points import Points
from text.markdown.render import render_markdown

pytestmark = pytest.mark.django_db
BODY = "<h3>A model</h3><p>The agent learns to ignore the switch.</p><p>Another paragraph.</p>"


@pytest.fixture
def review():
    """Of version 1 of a post that is shown in full; there is a version 2."""
    post = PreprintFactory(version=None, status="reviewed", shows_full_text=True)
    version = VersionFactory(preprint=post, body_html=BODY)
    opened = RoundFactory(submission__preprint=post, submission__version=version, version=version)
    html = render_markdown(
        "1. Fine.\n2. Why “learns to ignore the switch”?", points=Points("r9-point-")
    )
    VersionFactory(preprint=post, number=2, body_html="<p>Newer words.</p>")
    return ReviewFactory(round=opened, published=True, number=1, weaknesses_html=html)


def address(version) -> str:
    return reverse("reading:side_by_side", args=[version.preprint_id, version.number])


def test_a_quoting_point_and_its_passage_lead_to_each_other(client, review):
    page = lxml.html.fromstring(client.get(address(review.version)).content)
    (quotation,) = page.get_element_by_id("reviews").find_class("quotation")
    passage = page.get_element_by_id(quotation.get("href").removeprefix("#"))
    assert passage.text_content() == (
        "The agent learns to ignore the switch. Quoted in Review 1, point 2"
    )
    (back,) = passage.iter("a")
    assert back.get("href") == f"#{quotation.get('id')}"
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_work_leads_there_in_the_version_that_was_reviewed(client, review):
    work = client.get(review.version.preprint.get_absolute_url()).content.decode()
    assert f'href="{address(review.version)}"' in work
    text = re.sub(r"<[^>]*>", "", client.get(address(review.version)).content.decode())
    assert "Newer words." not in text
    assert "Another paragraph." in text


def test_without_a_review_or_the_right_to_show_the_text_the_version_is_all_there_is(client, review):
    post = review.version.preprint
    newest = post.versions.get(number=2)
    answer = client.get(address(newest))
    assert (answer.status_code, answer.url) == (302, newest.get_absolute_url())
    Preprint.objects.filter(pk=post.pk).update(shows_full_text=False)
    answer = client.get(address(review.version))
    assert (answer.status_code, answer.url) == (302, review.version.get_absolute_url())
    assert "side-by-side" not in client.get(post.get_absolute_url()).content.decode()
    assert client.get(reverse("reading:side_by_side", args=[post.pk, 9])).status_code == 404
