"""The comment with which an assessment is returned is shown as it was meant."""

import pytest
from django.urls import reverse

from reviews.interests import Interests
from reviews.models import Assessment
from reviews.services.assessing import propose_assessment, return_assessment
from tests.factories.reviews import AssessmentFactory, ReviewFactory, term
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
COMMENT = "Say *why*:\n\n- the proof\n- the data\n\nLet $x > 0$.<script>"


def give_back(assessment, comment=COMMENT):
    return return_assessment(
        assessment.pk,
        second_editor=assessment.round.submission.second_editor,
        comment=comment,
        now=NOW,
        seen=assessment.fingerprint,
    )


def pages_of(client, assessment):
    """The two pages on which its writer reads the comment."""
    client.force_login(assessment.round.submission.editor)
    for name, row in (
        ("submission", assessment.round.submission_id),
        ("write_assessment", assessment.round_id),
    ):
        yield client.get(reverse(f"reviews:{name}", args=[row])).content.decode()


def test_it_is_shown_with_its_paragraphs_lists_and_formulas(client):
    assessment, other = AssessmentFactory(), AssessmentFactory()
    give_back(other, "Of another work.")
    give_back(assessment)
    for page in pages_of(client, assessment):
        _before, found, rest = page.partition("The second editor asks:")
        note = rest.partition("<section")[0]
        assert found
        assert "<em>why</em>" in note
        assert note.count("<li>") >= 2
        assert "<math" in note
        assert "&lt;script&gt;</p>" in note
        assert "Of another work." not in page


def test_one_of_an_earlier_release_is_shown_with_its_lines(client):
    fields = {"state": "returned", "comment": "Say why.\n<b>Then</b> send it."}
    assessment = AssessmentFactory(**fields)
    for page in pages_of(client, assessment):
        assert "Say why.<br>&lt;b&gt;Then&lt;/b&gt; send it." in page


def test_it_goes_once_the_assessment_is_proposed_anew(client):
    assessment = AssessmentFactory(round__released=True)
    ReviewFactory(round=assessment.round, accepted=True)
    give_back(assessment)
    propose_assessment(
        assessment.round_id,
        editor=assessment.round.submission.editor,
        significance=term("significance", "important"),
        strength=term("strength", "solid"),
        text="Because the proof is whole.",
        interests=Interests.none(),
        now=NOW,
    )
    written = Assessment.objects.get()
    assert (written.state, written.comment, written.comment_html) == ("proposed", "", "")
