"""What editors ended before the reason was kept beside it reads as that, by what the events say."""

import importlib

import pytest
from django.apps import apps

from reviews.models import Round, Submission
from reviews.services.ending import withdraw_submission
from reviews.services.left_works import end_review_of_left_work
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.test_left_works import leave

pytestmark = pytest.mark.django_db
MIGRATION = importlib.import_module("reviews.migrations.0100_ended_by_editors_before")


def ended_of(status, *, later_round=False):
    first = RoundFactory()
    ReviewFactory(round=first, submitted=True)
    if later_round:
        AssessmentFactory(round=first, published=True)
        Round.objects.filter(pk=first.pk).update(state="assessed", closed_at=NOW)
        RoundFactory(submission=first.submission, version=first.version, number=2)
    leave(first.submission, status)
    end_review_of_left_work(first.submission.pk, editor=first.submission.editor, now=NOW)
    return first.submission


def kept():
    """Why each submission, and each of its rounds, was ended."""
    return [
        (one.ended_because, list(one.rounds.order_by("pk").values_list("ended_because", flat=True)))
        for one in Submission.objects.order_by("pk")
    ]


def test_the_events_say_which_were_ended_by_the_editors_and_why():
    ended_of("withdrawn"), ended_of("retracted"), ended_of("retracted", later_round=True)
    own = RoundFactory().submission
    withdraw_submission(own.pk, by=own.submitter, now=NOW)
    RoundFactory()  # goes on
    expected = [
        ("withdrawn", ["withdrawn"]),
        ("retracted", ["retracted"]),
        ("", ["", "retracted"]),
        *[("", [""])] * 2,
    ]
    assert kept() == expected
    for model in (Submission, Round):
        model.objects.update(ended_because="")
    for _again in range(2):
        MIGRATION.read_why_editors_ended_them(apps, None)
        assert kept() == expected
