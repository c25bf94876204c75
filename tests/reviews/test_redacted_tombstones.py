"""Why a text was withdrawn is redacted as the text was: sealed, and with a hash of its own."""

import pytest
from django.test import Client

from events.models import Event, PublicSalt
from reviews import redaction_errors as errors
from reviews.models import Assessment, Response, Review, SealedOriginal
from reviews.services.redacting import redact_assessment, redact_response, redact_review
from reviews.services.redaction_steps import Passage
from reviews.services.withdrawing import (
    ask_for_withdrawal,
    withdraw_assessment,
    withdraw_response,
    withdraw_review,
)
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW
from tests.reviews.test_redacting import REASON, WORDS, page, posted, redact
from tests.reviews.test_signing_later import log_holds, rewrite

pytestmark = pytest.mark.django_db
WHY = f"I relied on what {WORDS} told me."
LEFT = "I relied on what [redacted] told me."
TOMBSTONE = Passage("withdrawal_reason", WORDS)


def test_why_a_review_was_withdrawn_is_redacted_after_a_passage_of_its_text_was():
    review, _assessment, response = posted()
    editor = review.round.submission.editor
    redact(review)
    withdraw_review(review.pk, by=review.reviewer, reason=WHY, now=NOW)
    withdraw_response(response.pk, by=response.author, reason=WHY, now=NOW)
    assert WORDS in page(review.get_absolute_url())
    with pytest.raises(errors.PassageNotFound):
        redact(review, part="summary", passage="The")
    again = {"editor": editor, "now": NOW}
    relied = Passage("withdrawal_reason", "relied")
    redact_review(review.pk, passage=relied, reason=f"It named {WORDS}.", **again)
    redact_review(review.pk, passage=TOMBSTONE, reason=REASON, **again)
    redact_review(review.pk, passage=Passage("redaction-2", WORDS), reason=REASON, **again)
    shown = page(review.get_absolute_url())
    assert WORDS not in shown
    left = LEFT.replace("relied", "[redacted]")
    assert left in shown
    assert "A passage of “Why it was withdrawn” was redacted" in shown
    assert "It named [redacted]." in shown
    assert "Weaknesses" not in shown, "what was redacted of its text is not read any more"
    answer = Client().get(f"/api/v1/reviews/{review.pk}/").json()
    assert answer["withdrawn"]["reason"] == left
    parts = ["withdrawal_reason", "withdrawal_reason", "redaction-2"]
    assert [one["part"] for one in answer["redactions"]] == parts
    assert Response.objects.get(pk=response.pk).withdrawal_reason == WHY, "a bystander"
    originals = SealedOriginal.objects.order_by("pk")
    assert [(one.part, one.text) for one in originals[1:]] == [
        ("withdrawal_reason", WHY),
        ("withdrawal_reason", WHY.replace("relied", "[redacted]")),
        ("redaction-2", f"It named {WORDS}."),
    ]
    assert originals[1].reason == "It named [redacted]."


def test_what_an_editor_asked_for_the_withdrawal_with_is_not_left_open():
    asked, bystander = posted()[1], posted()[1]
    for assessment in (asked, bystander):
        two = assessment.round.submission
        ask_for_withdrawal(assessment.pk, editor=two.editor, reason=WHY, now=NOW)
        withdraw_assessment(assessment.pk, by=two.second_editor, now=NOW)
    managing = UserFactory(managing_editor=True)
    redact_assessment(asked.pk, editor=managing, passage=TOMBSTONE, reason=REASON, now=NOW)
    kept = Assessment.objects.values_list("withdrawal_reason", "asked_reason")
    assert (kept.get(pk=asked.pk), kept.get(pk=bystander.pk)) == ((LEFT, ""), (WHY, WHY))
    assert SealedOriginal.objects.get().text == WHY


def test_the_log_has_the_hash_of_the_reason_as_it_reads_then_and_no_salt_from_before():
    review, _assessment, response = posted()
    editor = review.round.submission.editor
    redact(review)
    for text, withdraw in ((review, withdraw_review), (response, withdraw_response)):
        by = review.reviewer if text == review else response.author
        withdraw(text.pk, by=by, reason=WHY, now=NOW)
    redact_response(response.pk, editor=editor, passage=TOMBSTONE, reason=REASON, now=NOW)
    redact_review(review.pk, editor=editor, passage=TOMBSTONE, reason=REASON, now=NOW)
    assert log_holds() is True
    salted = set(PublicSalt.objects.values_list("event__kind", flat=True))
    assert "response.withdrawn" not in salted
    assert {"review.tombstone_redacted", "response.posted", "review.redacted"} <= salted
    event = Event.objects.get(kind="response.tombstone_redacted")
    assert event.is_public
    assert event.data["response"] == response.identifier
    rewrite(review, withdrawal_reason="Else.")
    assert review.identifier in str(log_holds())
    rewrite(review, withdrawal_reason=LEFT)
    rewrite(review, redactions=review.redactions)
    assert review.identifier in str(log_holds())


def test_who_gave_the_reason_for_the_journal_does_not_redact_it(client):
    review, assessment, _response = posted()
    bystander, other = posted()[0], UserFactory(managing_editor=True)
    managing = UserFactory(managing_editor=True)
    for text, withdraw in ((review, withdraw_review), (assessment, withdraw_assessment)):
        withdraw(text.pk, by=managing, reason=WHY, now=NOW)
    for text, act in ((review, redact_review), (assessment, redact_assessment)):
        sent = {"passage": TOMBSTONE, "reason": REASON, "now": NOW}
        with pytest.raises(errors.NotYoursToRedact):
            act(text.pk, editor=managing, **sent)
        act(text.pk, editor=other, **sent)
        text.refresh_from_db()
        assert text.withdrawal_reason == LEFT
    client.force_login(other)
    address = f"/{review.identifier}/redact/"
    assert address in client.get(review.get_absolute_url()).text
    form = client.get(address, follow=True).text
    assert LEFT in form
    assert "Why it was withdrawn" in form
    assert review.weaknesses not in form
    assert Review.objects.get(pk=bystander.pk).redactions == []
