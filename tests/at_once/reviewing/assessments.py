"""Rounds and assessments: released, proposed, approved, read by the authors, posted."""

from collections.abc import Callable
from typing import Any

from accounts.models import User
from reviews import correction_errors, errors, round_errors
from reviews.interests import Interests
from reviews.models import Assessment, Round
from reviews.services import assessing, correcting, draft_answers, posting, releasing, responding
from tests.at_once.acts import Act, Call
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    term,
)
from tests.factories.times import DUE, NOW


def round_to_release() -> Call:
    review = ReviewFactory(accepted=True)
    InvitationFactory(round=review.round)
    editor = review.round.submission.editor
    return lambda: releasing.release_round(
        review.round_id, editor=editor, reason="One is ill.", now=NOW
    )


def round_that_is_complete() -> Round:
    opened = RoundFactory()
    for _ in range(2):
        ReviewFactory(round=opened, accepted=True)
    return opened


def complete_round() -> Call:
    opened = round_that_is_complete()
    return lambda: releasing.release_complete_round(opened.pk, now=NOW)


def complete_rounds() -> Call:
    round_that_is_complete()
    return lambda: releasing.release_complete_rounds(now=NOW)


def round_with_a_review() -> Round:
    opened = RoundFactory(released=True)
    ReviewFactory(round=opened, accepted=True)
    return opened


def proposal(opened: Round, **changed: Any) -> Call:
    fields = {
        "significance": term("significance", "important"),
        "strength": term("strength", "solid"),
        "text": "An important result.",
        "interests": Interests.none(),
        **changed,
    }
    editor = opened.submission.editor
    return lambda: assessing.propose_assessment(opened.pk, editor=editor, now=NOW, **fields)


def propose() -> Call:
    return proposal(round_with_a_review())


def propose_anew() -> Call:
    opened = round_with_a_review()
    AssessmentFactory(round=opened, state="returned", comment="Say why.")
    return proposal(opened)


def proposed() -> Assessment:
    return AssessmentFactory(round=round_with_a_review())


def approve() -> Call:
    assessment = proposed()
    second, seen = assessment.round.submission.second_editor, assessment.fingerprint
    return lambda: assessing.approve_assessment(
        assessment.pk, second_editor=second, seen=seen, now=NOW
    )


def answer_draft() -> Call:
    assessment = AssessmentFactory(round=round_with_a_review(), answer_by=DUE)
    review = assessment.round.reviews.get()
    fields = {"agrees": False, "text": "There is a gap.", "seen": assessment.fingerprint}
    reviewer = review.reviewer
    return lambda: draft_answers.answer_draft(review.pk, reviewer=reviewer, now=NOW, **fields)


def send_back() -> Call:
    assessment = proposed()
    second, seen = assessment.round.submission.second_editor, assessment.fingerprint
    return lambda: assessing.return_assessment(
        assessment.pk, second_editor=second, comment="Say why.", seen=seen, now=NOW
    )


def publish_assessment() -> Call:
    opened = round_with_a_review()
    submission = opened.submission
    assessment = AssessmentFactory(
        round=opened, state="approved", approved_by=submission.second_editor, approved_at=NOW
    )
    return lambda: posting.publish_assessment(assessment.pk, editor=submission.editor, now=NOW)


def assessment_of_an_author() -> Assessment:
    opened = round_with_a_review()
    opened.version.authors.update(user=UserFactory())
    second = opened.submission.second_editor
    return AssessmentFactory(round=opened, state="approved", approved_by=second, approved_at=NOW)


def approved_of_an_author() -> Call:
    approved = assessment_of_an_author()
    editor = approved.round.submission.editor
    return lambda: posting.send_to_authors(approved.pk, editor=editor, now=NOW)


def round_with_authors() -> tuple[Round, User]:
    sent, author = RoundFactory(with_authors=True), UserFactory()
    sent.version.authors.update(user=author)
    for _ in range(2):
        ReviewFactory(round=sent, accepted=True)
    second = sent.submission.second_editor
    AssessmentFactory(round=sent, state="approved", approved_by=second, approved_at=NOW)
    return sent, author


def hold_response() -> Call:
    sent, author = round_with_authors()
    fields = {"text": "We agree.", "interests": Interests.none()}
    return lambda: responding.hold_response(sent.pk, author=author, now=NOW, **fields)


def ask_for_correction() -> Call:
    sent, author = round_with_authors()
    fields = {"review_id": None, "point": None, "wrong": "It is 12.", "right": "It is 13."}
    return lambda: correcting.ask_for_correction(sent.pk, author=author, now=NOW, **fields)


def answer_correction(act: Any) -> Callable[[], Call]:
    def prepare() -> Call:
        sent, author = round_with_authors()
        one = CorrectionFactory(round=sent, author=author)
        return lambda: act(one.pk, editor=sent.submission.editor, note="So it is.", now=NOW)

    return prepare


def round_to_post_now() -> Call:
    sent, author = round_with_authors()
    return lambda: posting.post_round(sent.pk, author=author, now=NOW)


def due_round() -> Call:
    sent, _author = round_with_authors()
    return lambda: posting.post_due_round(sent.pk, now=sent.respond_until)


def due_rounds() -> Call:
    sent, _author = round_with_authors()
    return lambda: posting.post_due_rounds(now=sent.respond_until)


def respond() -> Call:
    answered, author = RoundFactory(state="assessed"), UserFactory()
    ReviewFactory(round=answered, published=True)
    answered.version.authors.update(user=author)
    return lambda: responding.post_response(
        answered.pk, author=author, text="We agree.", interests=Interests.none(), now=NOW
    )


STEPPED = (errors.AssessmentNotOpen,)
ACTS = [
    Act(releasing.release_round, round_to_release, (errors.RoundClosed,)),
    Act(releasing.release_complete_round, complete_round, (errors.RoundClosed,)),
    Act(releasing.release_complete_rounds, complete_rounds),
    Act(assessing.propose_assessment, propose),
    Act(assessing.propose_assessment, propose_anew, name="after a return"),
    Act(assessing.approve_assessment, approve, STEPPED),
    Act(draft_answers.answer_draft, answer_draft),
    Act(assessing.return_assessment, send_back, STEPPED),
    Act(correcting.ask_for_correction, ask_for_correction),
    Act(
        correcting.accept_correction,
        answer_correction(correcting.accept_correction),
        (correction_errors.CorrectionIsDecided,),
    ),
    Act(
        correcting.refuse_correction,
        answer_correction(correcting.refuse_correction),
        (correction_errors.CorrectionIsDecided,),
    ),
    Act(responding.hold_response, hold_response),
    Act(posting.send_to_authors, approved_of_an_author, (errors.RoundClosed,)),
    Act(posting.publish_assessment, publish_assessment, STEPPED),
    Act(posting.post_round, round_to_post_now, (round_errors.NotWithAuthors,)),
    Act(posting.post_due_round, due_round, (round_errors.NotWithAuthors,)),
    Act(posting.post_due_rounds, due_rounds),
    Act(responding.post_response, respond, (errors.AlreadyResponded,)),
]
