"""What is posted, redacted or withdrawn."""

from typing import Any

from accounts.models import User
from reviews.redaction_parts import parts_of
from reviews.redaction_rules import MARK
from reviews.services import (
    redacting,
    redacting_declines,
    redacting_later_words,
    redacting_replies,
    withdrawing,
)
from reviews.services.redaction_steps import Passage
from tests.reviews.acts.registered import NothingNew, act
from tests.reviews.process import Process


@act("review")
def withdraw_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    withdrawing.withdraw_review(review.pk, by=actor, reason=process.text(), now=process.now)


def why(process: Process) -> str:
    """Without any word that stands in another text, for the passage must not be in it."""
    return process.text().replace("Text ", "Because")


def word_of(text: str) -> str:
    """One that is not redacted yet."""
    for word in text.split():
        if MARK not in word and word not in MARK:
            return word
    raise NothingNew


def of_text_or_tombstone(row: Any, part: str) -> Passage:
    """Of a withdrawn text only why it was is read."""
    read = "withdrawal_reason" if row.is_withdrawn else part
    return Passage(read, word_of(getattr(row, read)))


@act("review")
def redact_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    redacting.redact_review(
        review.pk,
        editor=actor,
        passage=of_text_or_tombstone(review, "summary"),
        reason=why(process),
        now=process.now,
    )


@act("response")
def redact_response(process: Process, response: Any, actor: User | None, draw: int) -> None:
    passage, reason = of_text_or_tombstone(response, "text"), why(process)
    redacting.redact_response(
        response.pk, editor=actor, passage=passage, reason=reason, now=process.now
    )


@act("assessment")
def redact_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    passage, reason = of_text_or_tombstone(assessment, "text"), why(process)
    redacting.redact_assessment(
        assessment.pk, editor=actor, passage=passage, reason=reason, now=process.now
    )


@act("revision")
def redact_revision(process: Process, revision: Any, actor: User | None, draw: int) -> None:
    passage, reason = Passage("note", word_of(revision.note)), why(process)
    redacting_replies.redact_revision(
        revision.pk, editor=actor, passage=passage, reason=reason, now=process.now
    )


@act("correction")
def redact_correction(process: Process, correction: Any, actor: User | None, draw: int) -> None:
    passage, reason = Passage("wrong", word_of(correction.wrong)), why(process)
    redacting_replies.redact_correction(
        correction.pk, editor=actor, passage=passage, reason=reason, now=process.now
    )


@act("appeal")
def redact_appeal(process: Process, appeal: Any, actor: User | None, draw: int) -> None:
    passage, reason = Passage("reason", word_of(appeal.reason)), why(process)
    redacting_replies.redact_appeal(
        appeal.pk, editor=actor, passage=passage, reason=reason, now=process.now
    )


@act("reopening")
def redact_reopening(process: Process, reopening: Any, actor: User | None, draw: int) -> None:
    part = "decision_reason" if reopening.decision else "why_reopened"
    words = reopening.decision_reason or reopening.reason
    redacting_later_words.redact_reopening(
        reopening.pk,
        editor=actor,
        passage=Passage(part, word_of(words)),
        reason=why(process),
        now=process.now,
    )


@act("assessment")
def redact_confirmation(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    confirmed = assessment.confirmations.first()
    if confirmed is None:
        raise NothingNew
    redacting_later_words.redact_confirmation(
        confirmed.pk,
        editor=actor,
        passage=Passage("why_confirmed", word_of(confirmed.reason)),
        reason=why(process),
        now=process.now,
    )


@act("submission")
def redact_decline(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    for part, text in parts_of(submission).items():
        if MARK not in text:
            redacting_declines.redact_decline(
                submission.pk,
                editor=actor,
                passage=Passage(part, word_of(text)),
                reason=why(process),
                now=process.now,
            )
            return
    raise NothingNew


@act("response")
def withdraw_response(process: Process, response: Any, actor: User | None, draw: int) -> None:
    withdrawing.withdraw_response(response.pk, by=actor, reason=process.text(), now=process.now)


@act("assessment")
def ask_for_withdrawal(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    withdrawing.ask_for_withdrawal(
        assessment.pk, editor=actor, reason=process.text(), now=process.now
    )


@act("assessment")
def keep_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    withdrawing.keep_assessment(assessment.pk, second_editor=actor, now=process.now)


@act("assessment")
def withdraw_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    withdrawing.withdraw_assessment(assessment.pk, by=actor, now=process.now)
