"""Answers of authors stand below the points of reviews that they answer, wherever the review is."""

import re

import lxml.html
import pytest

from reviews.models import RevisionAnswer
from reviews.services.withdrawing import withdraw_response
from tests.factories.reviews import ResponseFactory, ReviewFactory, RevisionFactory, RoundFactory
from tests.factories.times import NOW
from text.markdown.points import Points
from text.markdown.render import render_markdown

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened():
    return RoundFactory(state="assessed", closed_at=NOW, submission__preprint__status="reviewed")


def published_review(opened, number: int):
    points = Points(f"r{number}-point-")
    html = render_markdown("1. Clear axioms.\n2. No code.\n3. No data.", points=points)
    fields = {"weaknesses_html": html, "points": points.texts}
    return ReviewFactory(round=opened, published=True, number=number, **fields)


@pytest.fixture
def reviews(opened):
    return [published_review(opened, number) for number in (1, 2)]


def respond(opened, text: str, **fields):
    html = render_markdown(text, id_prefix="p-")
    return ResponseFactory(round=opened, text=text, text_html=html, **fields)


def below_points(client, thing, review) -> dict[str, list[str]]:
    """By the first words of a point of the review: the answers below it."""
    page = lxml.html.fromstring(client.get(thing.get_absolute_url()).content)
    card = page.get_element_by_id(review.identifier)
    found = {}
    for point in card.xpath('.//li[contains(@id, "-point-")]'):
        answers = [" ".join(one.text_content().split()) for one in point.find_class("point-answer")]
        found[point.get("id").rpartition("-")[2]] = answers
    return found


def test_a_response_stands_below_the_points_it_names_on_both_pages(client, opened, reviews):
    first, second = reviews
    name = first.point_identifier(2)
    response = respond(opened, f"Thanks.\n\n**{name}**\n\n> No code.\n\nIt is public now.")
    said = f"Answer by {response.author_name} · {response.identifier} It is public now."
    for page in (opened.submission.preprint, first.version, first):
        assert below_points(client, page, first) == {"1": [], "2": [said], "3": []}
    for page in (opened.submission.preprint, second):
        assert below_points(client, page, second) == {"1": [], "2": [], "3": []}
    text = client.get(first.get_absolute_url()).content.decode()
    assert text.count("It is public now.") == 2, "below the point, and in the whole response"
    withdraw_response(response.pk, by=response.author, reason="Wrong.", now=NOW)
    for page in (opened.submission.preprint, first):
        assert below_points(client, page, first) == {"1": [], "2": [], "3": []}


def test_what_a_revision_answers_stands_there_too(client, opened, reviews):
    first = reviews[0]
    respond(opened, f"{first.point_identifier(1)}\n\nGladly.", author_name="Ada")
    revision = RevisionFactory(round=opened)
    text = f"{first.point_identifier(1)}\n\nDone in version 2."
    RevisionAnswer.objects.create(
        revision=revision, review=first, text=text, text_html=render_markdown(text)
    )
    (one, two) = below_points(client, first, first)["1"]
    assert re.fullmatch(r"Answer by Ada · \S+ Gladly\.", one)
    name = f"{re.escape(revision.author_name)} · {re.escape(revision.identifier)}"
    assert re.fullmatch(rf"Answer by {name} Done in version 2\.", two)


def test_the_margin_lists_all_parts_of_the_page(client, opened, reviews):
    response = respond(opened, "Thanks.")
    gone = respond(opened, "No.", number=2)
    withdraw_response(gone.pk, by=gone.author, reason="Wrong.", now=NOW)
    page = lxml.html.fromstring(client.get(opened.submission.preprint.get_absolute_url()).content)
    (listed,) = page.find_class("on-page")
    leads = [link.get("href").removeprefix("#") for link in listed.iter("a")]
    assert leads == [
        "abstract",
        *(review.identifier for review in reviews),
        response.identifier,
        gone.identifier,
        *("timeline", "cite"),
    ]
    assert all(page.get_element_by_id(place) is not None for place in leads)
    heads = page.xpath("//main//h2[@id]")
    assert {head.get("id").removesuffix("-head") for head in heads} - {"on-page"} <= {
        *leads,
        *("reviews", "responses", "withdrawn"),
    }
