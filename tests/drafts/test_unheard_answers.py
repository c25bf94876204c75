"""A page that has not heard that its text was saved meets no other tab's text as it goes on."""

import pytest

from drafts.merging import fingerprints
from drafts.models import Draft
from drafts.services import SentDraft, save_draft
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
EMPTY = fingerprints({"summary": "", "strengths": ""})


@pytest.fixture
def review():
    """Another person writes in a tab of the same name."""
    bystander = ReviewFactory()
    sent = SentDraft({"summary": "Another person's."}, base=EMPTY, tab="a", sequence=1)
    save_draft(bystander.reviewer, f"review:{bystander.pk}", sent=sent, now=NOW)
    return ReviewFactory(round=bystander.round)


@pytest.fixture
def save(review):
    """By a page that was loaded before anything was saved, where it does not say otherwise."""

    def save_it(tab, sequence, *, base=EMPTY, heard=0, **fields):
        sent = SentDraft(fields, base=base, tab=tab, sequence=sequence, heard=heard)
        return save_draft(review.reviewer, f"review:{review.pk}", sent=sent, now=NOW)

    return save_it


@pytest.fixture
def draft(review):
    return lambda: Draft.objects.get(owner=review.reviewer)


@pytest.mark.parametrize("text", ["Typed, and more.", ""])
def test_its_next_text_is_saved_also_where_it_brings_the_first_one_back(save, draft, text):
    save("a", 1, summary="Typed.", strengths="")
    again = save("a", 2, summary=text, strengths="")
    assert (again.conflicts, again.newer) == ({}, {})
    assert draft().fields == {"summary": text, "strengths": ""}
    assert draft().others == []


def test_it_may_hear_nothing_for_long(save, draft):
    texts = ("Typed.", "Typed.", "Typed, and more.", "Typed, and most.")
    for sequence, text in enumerate(texts, start=1):
        assert save("a", sequence, summary=text, strengths="").conflicts == {}
    assert draft().fields["summary"] == "Typed, and most."


@pytest.mark.parametrize("base", [EMPTY, fingerprints({"summary": "Typed."})])
def test_what_another_tab_saved_since_is_a_conflict(save, draft, base):
    save("a", 1, summary="Typed.", strengths="")
    heard = fingerprints({"summary": "Typed.", "strengths": ""})
    save("b", 1, base=heard, summary="Of the other tab.", strengths="Its own.")
    again = save("a", 2, base={**EMPTY, **base}, summary="Typed, and more.", strengths="")
    assert again.conflicts == {"summary": "Of the other tab."}
    assert again.newer == {"strengths": "Its own."}
    assert draft().fields == {"summary": "Of the other tab.", "strengths": "Its own."}


def test_another_tabs_page_with_the_same_beginning_meets_the_text(save, draft):
    save("a", 1, summary="Typed.", strengths="")
    assert save("b", 2, summary="Of the other tab.").conflicts == {"summary": "Typed."}
    assert save("", 0, summary="Without a script.").conflicts == {"summary": "Typed."}
    assert draft().fields["summary"] == "Typed."


@pytest.mark.parametrize("heard", [1, 2, None])
def test_a_page_that_has_heard_of_it_and_brings_an_older_text_meets_it(save, draft, heard):
    save("a", 1, summary="Typed.", strengths="")
    again = save("a", 3, heard=heard, summary="Of a tab that was closed.")
    assert again.conflicts == {"summary": "Typed."}
    assert draft().fields["summary"] == "Typed."
