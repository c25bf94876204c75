"""Entries of lists are redacted, too: what editors declare, and why something was redacted."""

import pytest
from django.test import Client

from reviews import redaction_errors as errors
from reviews.models import Assessment, SealedOriginal
from reviews.services import redacting
from reviews.services.redacting import redact_assessment, redact_response, redact_review
from reviews.services.redaction_steps import Passage
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW
from tests.reviews.test_redacting import REASON, WORDS, page, posted
from tests.reviews.test_signing_later import log_holds, rewrite

pytestmark = pytest.mark.django_db


GRANT = f"A grant with {WORDS}."


def test_what_another_editor_declares_is_redacted_by_somebody_without_a_part():
    _review, assessment, _response = posted(GRANT, "A bet.")
    passage, why = Passage("other-1", WORDS), {"reason": REASON, "now": NOW}
    editor = assessment.round.submission.editor
    with pytest.raises(errors.NotYoursToRedact):
        redact_assessment(assessment.pk, editor=editor, passage=passage, **why)
    managing = UserFactory(managing_editor=True)
    redact_assessment(assessment.pk, editor=managing, passage=passage, **why)
    kept = [one["words"] for one in Assessment.objects.get(pk=assessment.pk).other_interests]
    assert kept == ["A grant with [redacted].", "A bet."]
    answer = Client().get(f"/api/v1/assessments/{assessment.pk}/").json()
    assert [one["words"] for one in answer["other_interests"]] == kept
    assert [one["part"] for one in answer["redactions"]] == ["other-1"]
    shown = page(f"/{assessment.identifier}")
    assert "A grant with [redacted]." in shown
    assert "“Competing interests of its other editors, entry 1” was redacted" in shown
    original = SealedOriginal.objects.get()
    assert (original.part, original.text, original.reason) == ("other-1", GRANT, REASON)
    assert log_holds() is True
    entries = Assessment.objects.get(pk=assessment.pk).other_interests
    rewrite(assessment, other_interests=[{**entries[0], "words": GRANT}, entries[1]])
    assert assessment.identifier in log_holds()


@pytest.mark.parametrize("part", ["other-1", "text"])
def test_what_is_redacted_meanwhile_is_not_put_back(part, monkeypatch):
    """Who read the text before that has to read it again."""
    _review, assessment, _response = posted(f"It is solid. {WORDS} agrees.", "A bet.")
    known = {"editor": UserFactory(managing_editor=True), "reason": REASON, "now": NOW}
    read = redacting.Redacted.of

    def read_before_another(*args):
        found = read(*args)
        monkeypatch.setattr(redacting.Redacted, "of", read)
        redact_assessment(assessment.pk, passage=Passage(part, "solid"), **known)
        return found

    monkeypatch.setattr(redacting.Redacted, "of", read_before_another)
    with pytest.raises(errors.TextIsRedactedMeanwhile):
        redact_assessment(assessment.pk, passage=Passage(part, WORDS), **known)
    kept = Assessment.objects.get(pk=assessment.pk)
    texts = {"text": kept.text, "other-1": kept.other_interests[0]["words"]}
    untouched = f"It is solid. {WORDS} agrees."
    assert texts == dict.fromkeys(texts, untouched) | {part: f"It is [redacted]. {WORDS} agrees."}
    assert kept.other_interests[1]["words"] == "A bet."
    assert SealedOriginal.objects.get().text == untouched


def test_the_reason_of_a_redaction_is_redacted_and_the_others_stay():
    review, _assessment, response = posted()
    editor = response.round.submission.editor
    named = {"editor": editor, "now": NOW}
    for passage, reason in (("Dr Quenneville", "First."), ("thank", f"It named {WORDS}.")):
        redact_response(response.pk, passage=Passage("text", passage), reason=reason, **named)
    other = {"passage": Passage("weaknesses", "proved"), "reason": f"It was about {WORDS}."}
    redact_review(review.pk, **other, **named)
    passage = Passage("redaction-2", WORDS)
    redact_response(response.pk, passage=passage, reason="Last.", **named)
    response.refresh_from_db()
    assert [(one["part"], one["reason"]) for one in response.redactions] == [
        ("text", "First."),
        ("text", "It named [redacted]."),
        ("redaction-2", "Last."),
    ]
    shown = page(f"/{response.identifier}")
    assert f"It named {WORDS}" not in shown
    assert "“The reason of redaction 2” was redacted" in shown
    assert other["reason"] in page(review.get_absolute_url()), "of another text"
    assert SealedOriginal.objects.order_by("pk").last().text == f"It named {WORDS}."
    assert log_holds() is True
    redactions = [{**one, "reason": "Else."} for one in response.redactions]
    rewrite(response, redactions=redactions)
    assert response.identifier in log_holds()
