"""Drafts of an assessment in tests: proposed, answered by reviewers, approved."""

from datetime import timedelta

from reviews.interests import Interests
from reviews.models import Assessment
from reviews.services import assessing, draft_answers
from tests.factories.reviews import term
from tests.factories.times import NOW

LATER = NOW + timedelta(hours=2)

AFTER = NOW + timedelta(days=7)  # three working days and a weekend are over

ASKED = "A draft assessment waits for your answer"


def propose(opened, text="It is sound.", now=NOW):
    return assessing.propose_assessment(
        opened.pk,
        editor=opened.submission.editor,
        significance=term("significance", "important"),
        strength=term("strength", "solid"),
        text=text,
        interests=Interests.none(),
        now=now,
    )


def answer(review, *, agrees=True, text="", now=LATER, seen=None):
    assessment = Assessment.objects.get(round=review.round)
    return draft_answers.answer_draft(
        review.pk,
        reviewer=review.reviewer,
        agrees=agrees,
        text=text,
        seen=assessment.fingerprint if seen is None else seen,
        now=now,
    )


def approve(opened, *, now=LATER, reason=""):
    assessment = Assessment.objects.get(round=opened)
    return assessing.approve_assessment(
        assessment.pk,
        second_editor=opened.submission.second_editor,
        seen=assessment.fingerprint,
        early_reason=reason,
        now=now,
    )


def counted(opened):
    assessment = Assessment.objects.get(round=opened)
    return assessment.state, assessment.reviewers_asked, assessment.reviewers_agreed
