"""Wherever a term of a scale stands, its place and definition can be opened, without a mouse."""

import lxml.html
import pytest
from django.urls import reverse

from reviews.models import Assessment, Review, Term
from tests.reading.works import published_issue, reviewed_round

pytestmark = pytest.mark.django_db


def explained(client, address):
    """By term: what its element opens, which keys and fingers reach."""
    page = lxml.html.fromstring(client.get(address).content)
    found = {}
    for term in page.find_class("term"):
        (summary,), (note,) = term.xpath("./summary"), term.find_class("term__note")
        assert (term.tag, term.get("open"), note in summary.iter()) == ("details", None, False)
        (word,) = term.find_class("term__word")
        found[word.text_content()] = " ".join(note.text_content().split())
    return found


def notes_of(*terms: Term):
    labels = {"significance": "Significance of findings", "strength": "Strength of evidence"}
    places = {"important": "in the middle of five", "solid": "third-lowest of six"}
    return {
        term.word: f"{labels[term.vocabulary.scale]}, {places[term.slug]}. {term.definition}"
        for term in terms
    }


def terms_of(judged):
    return judged.significance, judged.strength


def test_of_the_works_of_an_issue(client):
    issue = published_issue(entries=1)
    (entry,) = issue.entries.all()
    assessment = Assessment.objects.get(version=entry.version)
    found = explained(client, reverse("reading:issue", args=[issue.volume, issue.number]))
    assert found == notes_of(*terms_of(assessment))


def test_of_a_list_of_works(client):
    assessment = reviewed_round().assessment
    assert explained(client, reverse("reading:preprints")) == notes_of(*terms_of(assessment))


def test_of_the_reviews_of_a_work(client):
    opened = reviewed_round(reviews=1)
    found = explained(client, opened.submission.preprint.get_absolute_url())
    assert found == notes_of(*terms_of(Review.objects.get()))


def test_the_editors_read_what_the_terms_mean(client):
    opened = reviewed_round(reviews=1)
    client.force_login(opened.submission.editor)
    page = client.get(reverse("reviews:submission", args=[opened.submission_id])).content.decode()
    words = " ".join(page.split())
    for term in terms_of(opened.assessment):
        said = f'{term.word} <span class="quiet">({term.definition})</span>'
        assert words.count(said) == 2, "of the review and of the assessment"
