"""An account that ends, and somebody who works on what its person has written, never wait for each
other: both lock the works first, then the names, then the people."""

from datetime import timedelta

import pytest
from django.apps import apps

from accounts.joining import join_accounts
from accounts.models import User
from privacy.erasing import erase_account, is_erased
from reviews.interests import Interests
from reviews.locked_works import TO_WORK
from reviews.models import Response, Review
from reviews.services.accepting import accept_review
from reviews.services.posting import post_due_round
from reviews.services.responding import hold_response
from tests.at_once.sending import send
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)


def end(how, person):
    """Erase the account, or join it into another one; returns the call."""
    if how == "erased":
        return lambda: erase_account(person.pk, now=NOW)
    kept = UserFactory(verified=True)
    return lambda: join_accounts(kept.pk, person.pk, now=NOW)


def has_ended(how, person):
    person = User.objects.get(pk=person.pk)
    return is_erased(person) if how == "erased" else person.joined_into is not None


@pytest.mark.parametrize("how", ["erased", "joined"])
def test_an_account_ends_while_its_review_is_accepted(how):
    reviewer = UserFactory(verified=True)
    review = ReviewFactory(reviewer=reviewer, submitted=True, confirmed=True)
    editor = review.round.submission.editor
    came = send(end(how, reviewer), lambda: accept_review(review.pk, editor=editor, now=NOW))
    assert came.raised == []
    assert has_ended(how, reviewer)
    assert Review.objects.get().status == Review.Status.ACCEPTED


@pytest.mark.parametrize("how", ["erased", "joined"])
def test_the_account_of_an_author_ends_while_its_response_is_posted(how):
    sent, author = RoundFactory(with_authors=True), UserFactory(verified=True)
    ReviewFactory(round=sent, accepted=True)
    AssessmentFactory(
        round=sent,
        state="approved",
        approved_by=sent.submission.second_editor,
        approved_at=NOW,
    )
    sent.version.authors.update(user=author)
    hold_response(sent.pk, author=author, text="We agree.", interests=Interests.none(), now=NOW)
    due = sent.respond_until + timedelta(days=1)
    came = send(end(how, author), lambda: post_due_round(sent.pk, now=due))
    assert came.raised == []
    assert has_ended(how, author)
    assert Response.objects.count() <= 1  # one erased before it was posted takes it along
    assert Review.objects.get().status == Review.Status.PUBLISHED


@pytest.mark.django_db(transaction=False)
def test_every_row_that_leads_to_a_person_leads_to_its_work():
    models = [*apps.get_app_config("reviews").get_models(), apps.get_model("preprints.Author")]
    found = {
        model._meta.label
        for model in models
        if any(field.related_model is User for field in model._meta.fields)
    }
    beside_works = {"reviews.EditorSubject"}
    assert found - beside_works == TO_WORK.keys()
