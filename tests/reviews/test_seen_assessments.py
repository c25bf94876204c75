"""The second editor decides on what their page showed, and on nothing that came after it."""

import pytest

from reviews import errors
from reviews.interests import Interests
from reviews.models import Assessment
from reviews.services.assessing import (
    approve_assessment,
    propose_assessment,
    return_assessment,
)
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory, term
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db

SHOWN = {
    "significance": ("significance", "important"),
    "strength": ("strength", "solid"),
    "text": "An important result.",
    "interests": Interests.none(),
}
CHANGES = {
    "significance": ("significance", "useful"),
    "strength": ("strength", "convincing"),
    "text": "An important result!",
    "interests": Interests(("other",), "I know an author."),
}


def write(opened, **changed) -> Assessment:
    fields = {
        name: term(*value) if isinstance(value, tuple) else value
        for name, value in {**SHOWN, **changed}.items()
    }
    return propose_assessment(opened.pk, editor=opened.submission.editor, now=NOW, **fields)


@pytest.fixture
def opened():
    opened = RoundFactory(released=True)
    ReviewFactory(round=opened, accepted=True)
    return opened


def decisions(assessment, seen):
    person = {"second_editor": assessment.round.submission.second_editor, "seen": seen, "now": NOW}
    early = {"early_reason": "We wait no longer."}  # its reviewer has not answered the draft
    yield lambda: approve_assessment(assessment.pk, **person, **early)
    yield lambda: return_assessment(assessment.pk, comment="Say why.", **person)


@pytest.mark.parametrize("name", CHANGES)
def test_a_part_changed_since_is_not_decided_on(opened, name):
    seen = write(opened).fingerprint
    changed = write(opened, **{name: CHANGES[name]})
    for decide in decisions(changed, seen):
        with pytest.raises(errors.AssessmentChanged):
            decide()
    changed.refresh_from_db()
    assert changed.state == Assessment.State.PROPOSED
    assert approve_assessment(
        changed.pk,
        second_editor=opened.submission.second_editor,
        seen=changed.fingerprint,
        early_reason="We wait no longer.",
        now=NOW,
    ).state == (Assessment.State.APPROVED)


def test_what_was_seen_of_another_assessment_does_not_count(opened):
    """Also where both have the same words and terms but one."""
    other = AssessmentFactory(text="Another result.")
    mine = write(opened)
    for decide in decisions(mine, other.fingerprint):
        with pytest.raises(errors.AssessmentChanged):
            decide()
    assert Assessment.objects.get(pk=other.pk).state == Assessment.State.PROPOSED


def test_the_same_words_written_again_are_what_was_seen(opened):
    seen = write(opened).fingerprint
    again = write(opened)
    decide, _return = decisions(again, seen)
    assert decide().state == Assessment.State.APPROVED
