"""While a work is away from where it was posted, no page names a day by which something is due."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from preprints.models import Author
from reviews.models import Round
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
)
from tests.factories.times import NOW
from tests.reviews.test_left_works import leave

pytestmark = pytest.mark.django_db
DUE_ON = (NOW + timedelta(days=11)).date()
ACCEPTED = {"state": "accepted", "answered_at": NOW}
MOMENT = NOW + timedelta(days=11)


def with_authors():
    sent = RoundFactory(with_authors=True)
    Round.objects.filter(pk=sent.pk).update(respond_until=MOMENT, post_by=MOMENT)
    editor = sent.submission.second_editor
    AssessmentFactory(round=sent, state="approved", approved_by=editor, approved_at=NOW)
    Author.objects.filter(version=sent.version).update(user=sent.submission.submitter)
    return sent


def respond():
    sent = with_authors()
    return sent, sent.submission.submitter, reverse("reviews:respond", args=[preprint_of(sent)])


def ask_for_correction():
    sent = with_authors()
    url = reverse("reviews:ask_for_correction", args=[sent.pk])
    return sent, sent.submission.submitter, url


def read_first():
    sent = with_authors()
    return sent, sent.submission.submitter, reverse("reviews:own_work", args=[preprint_of(sent)])


def decide_correction():
    sent = with_authors()
    asked = CorrectionFactory(round=sent)
    return sent, sent.submission.editor, reverse("reviews:decide_correction", args=[asked.pk])


def read_own_review():
    sent = with_authors()
    review = ReviewFactory(round=sent, accepted=True)
    return sent, review.reviewer, reverse("reviews:write_review", args=[review.pk])


def list_own_reviews():
    sent = with_authors()
    review = ReviewFactory(round=sent, accepted=True)
    return sent, review.reviewer, reverse("reading:me")


def read_draft():
    released = RoundFactory(released=True)
    review = ReviewFactory(round=released, accepted=True)
    AssessmentFactory(round=released, state="proposed", answer_by=DUE_ON)
    return released, review.reviewer, reverse("reviews:write_review", args=[review.pk])


def write_review():
    opened = RoundFactory()
    review = ReviewFactory(round=opened, due_on=DUE_ON)
    return opened, review.reviewer, reverse("reviews:write_review", args=[review.pk])


def read_accepted_invitation():
    opened = RoundFactory()
    asked = InvitationFactory(round=opened, user=UserFactory(), due_on=DUE_ON, **ACCEPTED)
    review = ReviewFactory(round=opened, invitation=asked, due_on=DUE_ON, reviewer=asked.user)
    url = reverse("reviews:opened_invitation", args=[asked.pk])
    return opened, review.reviewer, url


def look_at_reviewers():
    opened = RoundFactory()
    ReviewFactory(round=opened, due_on=DUE_ON)
    submission = opened.submission
    return opened, submission.editor, reverse("reviews:submission", args=[submission.pk])


def preprint_of(opened):
    return opened.submission.preprint_id


PAGES = (
    *(respond, ask_for_correction, read_first, decide_correction, read_own_review),
    *(list_own_reviews, read_draft, write_review, look_at_reviewers),
    read_accepted_invitation,
)


@pytest.mark.parametrize("status", ["withdrawn", "retracted"])
@pytest.mark.parametrize("make", PAGES)
def test_a_page_says_why_nothing_is_due_in_place_of_the_day(client, make, status, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)  # the day is still to come
    opened, person, url = make()
    day = date_format(DUE_ON, "j F Y")
    client.force_login(person)
    assert day in client.get(url).text
    leave(RoundFactory().submission, status)
    assert day in client.get(url).text, "another work is away"
    leave(opened.submission, status)
    page = client.get(url).text
    assert day not in page
    assert "where it was posted" in page
