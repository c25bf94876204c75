"""What is posted, redacted or withdrawn."""

from typing import Any

from reviews import redaction_errors, withdrawal_errors
from reviews.models import Appeal, ConfirmedAssessment, IssueInterests, Reopening
from reviews.services import (
    redacting,
    redacting_declines,
    redacting_issue_interests,
    redacting_later_words,
    redacting_replies,
    withdrawing,
)
from reviews.services.redaction_steps import Passage
from tests.at_once.acts import Act, Call
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    ResponseFactory,
    ReviewFactory,
    RevisionFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.reviews.revised import revised_work


def published_review() -> Call:
    review = ReviewFactory(published=True)
    by = review.reviewer
    return lambda: withdrawing.withdraw_review(review.pk, by=by, reason="An error.", now=NOW)


def redact_review() -> Call:
    review = ReviewFactory(published=True, summary="He errs. Dr X knows.")
    editor = review.round.submission.editor
    named = {"passage": Passage("summary", "Dr X"), "reason": "It names somebody."}
    return lambda: redacting.redact_review(review.pk, editor=editor, now=NOW, **named)


def redact_response() -> Call:
    response = ResponseFactory(text="He errs. Dr X knows.")
    editor = response.round.submission.editor
    named = {"passage": Passage("text", "Dr X"), "reason": "It names somebody."}
    return lambda: redacting.redact_response(response.pk, editor=editor, now=NOW, **named)


def redact_assessment() -> Call:
    assessment = AssessmentFactory(published=True, text="It is solid. Dr X knows.")
    editor = UserFactory(managing_editor=True)
    named = {"passage": Passage("text", "Dr X"), "reason": "It names somebody."}
    return lambda: redacting.redact_assessment(assessment.pk, editor=editor, now=NOW, **named)


def redact_revision() -> Call:
    revision = RevisionFactory(note="He errs. Dr X knows.")
    return _redact(redacting_replies.redact_revision, revision, "note")


def redact_correction() -> Call:
    correction = CorrectionFactory(posted_at=NOW, wrong="He errs. Dr X knows.")
    return _redact(redacting_replies.redact_correction, correction, "wrong")


def redact_appeal() -> Call:
    assessment = AssessmentFactory(published=True)
    appeal = Appeal.objects.create(
        work=assessment.round.submission,
        assessment=assessment,
        by=UserFactory(),
        editor=UserFactory(editor=True),
        state="dismissed",
        text="It errs.",
        reason="He errs. Dr X knows.",
        filed_at=NOW,
        due_at=NOW,
        decided_at=NOW,
    )
    return _redact(redacting_replies.redact_appeal, appeal, "reason")


def redact_reopening() -> Call:
    assessment = AssessmentFactory(published=True)
    reopening = Reopening.objects.create(
        assessment=assessment,
        version=assessment.version,
        cause="editor",
        reason="He errs. Dr X knows.",
        opened_by=UserFactory(editor=True),
        opened_at=NOW,
        due_at=NOW,
    )
    return _redact(redacting_later_words.redact_reopening, reopening, "why_reopened")


def redact_confirmation() -> Call:
    revised = revised_work()
    confirmed = ConfirmedAssessment.objects.create(
        assessment=revised.assessment,
        version=revised.newer,
        editor=UserFactory(editor=True),
        reason="He errs. Dr X knows.",
        confirmed_at=NOW,
    )
    return _redact(redacting_later_words.redact_confirmation, confirmed, "why_confirmed")


def redact_issue_interests() -> Call:
    declared = IssueInterests.objects.create(
        issue="I9.9",
        version=revised_work().assessment.version,
        editor=UserFactory(editor=True),
        interest_kinds=["rival"],
        competing_interests="He errs. Dr X knows.",
        declared_at=NOW,
        published_at=NOW,
    )
    return _redact(
        redacting_issue_interests.redact_issue_interests, declared, "competing_interests"
    )


def redact_decline(*, is_taken_back: bool = False) -> Call:
    """Of a decline that stands, or that an appeal has taken back."""
    text, day = "He errs. Dr X knows.", NOW.isoformat()
    stands = {"state": "declined", "decided_at": NOW, "reasons_published_at": NOW}
    reasons = {"decline_code": "other", "decline_text": text}
    submission = SubmissionFactory(**({} if is_taken_back else {**reasons, **stands}))
    if is_taken_back:
        kept = {"code": "other", "words": "Why", "text": text, "declined_at": day}
        Appeal.objects.create(
            work=submission,
            declined=submission,
            by=submission.submitter,
            editor=UserFactory(editor=True),
            state="upheld",
            text="It is not.",
            reason="Indeed.",
            filed_at=NOW,
            due_at=NOW,
            decided_at=NOW,
            published_decline={**kept, "published_at": day},
        )
    return _redact(redacting_declines.redact_decline, submission, "decline-1")


def redact_taken_back_decline() -> Call:
    return redact_decline(is_taken_back=True)


def _redact(act: Any, row: Any, part: str) -> Call:
    named = {"passage": Passage(part, "Dr X"), "reason": "It names somebody."}
    editor = UserFactory(managing_editor=True)
    return lambda: act(row.pk, editor=editor, now=NOW, **named)


def posted_response() -> Call:
    response = ResponseFactory()
    by = response.author
    return lambda: withdrawing.withdraw_response(response.pk, by=by, reason="An error.", now=NOW)


def assessed(*, is_asked: bool = True) -> tuple[Any, Any]:
    """An assessment that the second editor has been asked to withdraw, and its submission."""
    revised = revised_work()
    submission, assessment = revised.round.submission, revised.assessment
    if is_asked:
        withdrawing.ask_for_withdrawal(
            assessment.pk, editor=submission.editor, reason="An error.", now=NOW
        )
    return assessment, submission


def ask_for_withdrawal() -> Call:
    assessment, submission = assessed(is_asked=False)
    return lambda: withdrawing.ask_for_withdrawal(
        assessment.pk, editor=submission.editor, reason="An error.", now=NOW
    )


def keep_assessment() -> Call:
    assessment, submission = assessed()
    second = submission.second_editor
    return lambda: withdrawing.keep_assessment(assessment.pk, second_editor=second, now=NOW)


def withdraw_assessment() -> Call:
    assessment, submission = assessed()
    second = submission.second_editor
    return lambda: withdrawing.withdraw_assessment(assessment.pk, by=second, now=NOW)


REDACTED = (redaction_errors.PassageNotFound, redaction_errors.TextIsRedactedMeanwhile)
WITHDRAWN = (withdrawal_errors.NotPublished,)
ACTS = [
    Act(redacting.redact_review, redact_review, REDACTED),
    Act(redacting.redact_response, redact_response, REDACTED),
    Act(redacting.redact_assessment, redact_assessment, REDACTED),
    Act(redacting_replies.redact_revision, redact_revision, REDACTED),
    Act(redacting_replies.redact_correction, redact_correction, REDACTED),
    Act(redacting_replies.redact_appeal, redact_appeal, REDACTED),
    Act(redacting_later_words.redact_reopening, redact_reopening, REDACTED),
    Act(redacting_later_words.redact_confirmation, redact_confirmation, REDACTED),
    Act(redacting_issue_interests.redact_issue_interests, redact_issue_interests, REDACTED),
    Act(redacting_declines.redact_decline, redact_decline, REDACTED),
    Act(redacting_declines.redact_decline, redact_taken_back_decline, REDACTED, name="taken back"),
    Act(withdrawing.withdraw_review, published_review, WITHDRAWN),
    Act(withdrawing.withdraw_response, posted_response, WITHDRAWN),
    Act(withdrawing.ask_for_withdrawal, ask_for_withdrawal, (withdrawal_errors.AskedAlready,)),
    Act(withdrawing.keep_assessment, keep_assessment, (withdrawal_errors.NobodyAsked,)),
    Act(withdrawing.withdraw_assessment, withdraw_assessment, WITHDRAWN),
]
