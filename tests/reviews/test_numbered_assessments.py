"""Assessments are numbered among those of their version; those from before keep their name."""

import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from events.models import Event
from reviews.models import Assessment
from reviews.services import assessing, posting
from tests.at_once.reviewing.assessments import proposal
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.rewriting import rewriting

pytestmark = pytest.mark.django_db
MIGRATION = importlib.import_module("reviews.migrations.0021_number_assessments")


def assessed_round():
    opened = RoundFactory(state="assessed", closed_at=NOW)
    return AssessmentFactory(round=opened, published=True)


def further_round(first, version):
    opened = RoundFactory(
        submission=first.round.submission, version=version, number=2, released=True
    )
    ReviewFactory(round=opened, accepted=True)
    return opened


def test_the_second_assessment_of_a_version_has_the_next_number():
    first = assessed_round()
    opened = further_round(first, first.version)
    second = proposal(opened)()
    assert [first.identifier, second.identifier] == [
        f"{first.version.identifier}.a1",
        f"{first.version.identifier}.a2",
    ]


def test_each_version_counts_its_own():
    first = assessed_round()
    newer = VersionFactory(preprint=first.version.preprint, number=2)
    assert proposal(further_round(first, newer))().identifier == f"{newer.identifier}.a1"


def test_an_assessment_written_anew_keeps_its_number():
    first = assessed_round()
    opened = further_round(first, first.version)
    proposal(opened)()
    again = proposal(opened, text="Another text. It has two sentences.")()
    assert (again.number, Assessment.objects.count()) == (2, 2)


def test_the_database_refuses_a_number_twice():
    first = assessed_round()
    opened = further_round(first, first.version)
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentFactory(round=opened, number=1)


def test_the_event_names_the_assessment_with_its_number():
    first = assessed_round_with_event()
    opened = further_round(first, first.version)
    second = proposal(opened)()
    publish(second)
    names = [event.data["assessment"] for event in published_events()]
    assert names == [f"{first.version.identifier}.a1", f"{first.version.identifier}.a2"]


def assessed_round_with_event():
    opened = RoundFactory(released=True)
    ReviewFactory(round=opened, accepted=True)
    return publish(proposal(opened)())


def publish(assessment):
    submission = assessment.round.submission
    assessing.approve_assessment(
        assessment.pk,
        second_editor=submission.second_editor,
        seen=assessment.fingerprint,
        early_reason="The reviewer agreed by mail.",
        now=NOW,
    )
    return posting.publish_assessment(assessment.pk, editor=submission.editor, now=NOW)


def published_events():
    return Event.objects.filter(kind="assessment.published").order_by("pk")


@pytest.fixture
def _before_the_constraint():
    (numbered,) = [
        one for one in Assessment._meta.constraints if one.name == "one_assessment_a_number"
    ]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Assessment, numbered)


@pytest.mark.usefixtures("_before_the_constraint")
def test_assessments_from_before_are_numbered_and_a_published_one_keeps_its_name():
    bystander = assessed_round()
    draft = AssessmentFactory(proposed_at=NOW - timedelta(days=9))
    opened = RoundFactory(submission=draft.round.submission, number=2, state="assessed")
    published = AssessmentFactory(round=opened, published=True)
    with rewriting(), connection.schema_editor() as editor:
        MIGRATION.number_assessments(apps, editor)
    numbers = dict(Assessment.objects.values_list("pk", "number"))
    assert numbers == {bystander.pk: 1, published.pk: 1, draft.pk: 2}
