"""“Save and continue later” saves a whole form, and sends nothing."""

import pytest
from django.urls import reverse

from drafts.models import Draft
from events.models import Event
from reviews.models import Assessment, Response, Review, Revision
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory, term

pytestmark = pytest.mark.django_db


def ratings():
    return {
        "significance": term("significance", "important").pk,
        "strength": term("strength", "solid").pk,
    }


def review_form():
    review = ReviewFactory()
    fields = {
        "summary": "It states four axioms.",
        "strengths": "Clear.",
        "weaknesses": "1. Short.",
        "evidence": "Yes.",
        "confidence": "4",
        "byline_kind": "anonymous",
        "interests_choice": "none",
        "ai_choice": "none",
    }
    return review.reviewer, reverse("reviews:write_review", args=[review.pk]), fields | ratings()


def assessment_form():
    opened = ReviewFactory(accepted=True, round__released=True).round
    fields = {"text": "An important result. The proofs hold.", "interests_choice": "none"}
    page = reverse("reviews:write_assessment", args=[opened.pk])
    return opened.submission.editor, page, fields | ratings()


def assessed_round():
    opened = RoundFactory(state="assessed", closed_at="2026-03-02T09:30Z")
    ReviewFactory(published=True, round=opened)
    author = UserFactory()
    opened.version.authors.update(user=author)
    return opened, author


def response_form():
    opened, author = assessed_round()
    page = reverse("reviews:respond", args=[opened.version.preprint_id])
    return author, page, {"text": "We thank the reviewers.", "interests_choice": "none"}


def revision_form():
    opened, author = assessed_round()
    AssessmentFactory(round=opened, published=True)
    preprint = opened.version.preprint
    VersionFactory(preprint=preprint, number=2)
    page = reverse("reviews:declare_revision", args=[preprint.pk, 2])
    return author, page, {"note": "Section two is new."}


def sent():
    return (
        Event.objects.count(),
        Review.objects.exclude(status="draft").count(),
        Assessment.objects.count(),
        Response.objects.count(),
        Revision.objects.count(),
    )


@pytest.mark.parametrize("form", [review_form, assessment_form, response_form, revision_form])
def test_what_is_saved_for_later_is_a_draft_and_nothing_is_sent(client, form):
    writer, page, fields = form()
    client.force_login(writer)
    before = sent()
    answer = client.post(page, {**fields, "save": "1"})
    assert answer.status_code == 302
    (draft,) = Draft.objects.filter(owner=writer)
    text = next(iter(fields.values()))
    assert text in draft.fields.values()
    assert sent() == before
    assert text in client.get(page).content.decode(), "it is offered again"
    client.post(page, fields | {"draft_revision": str(draft.revision)})
    assert sent() != before, "the same form without the button is sent"
