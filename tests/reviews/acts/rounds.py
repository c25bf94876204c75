"""Rounds and assessments: released, proposed, approved, posted, revised; their threads."""

from typing import Any

from accounts.models import User
from drafts.errors import NotYourForm
from preprints.models import Preprint
from reviews.interests import Interests
from reviews.models import Assessment, Reopening, Revision
from reviews.services import (
    assessing,
    consulting,
    correcting,
    draft_answers,
    later_versions,
    posting,
    releasing,
    reopened_assessments,
    responding,
    revising,
)
from tests.factories.reviews import term
from tests.factories.times import DUE
from tests.reviews.acts.registered import NoLink, NothingNew, act
from tests.reviews.process import Process


@act("round")
def release_round(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    releasing.release_round(opened.pk, editor=actor, reason=process.text(), now=process.now)


@act("round")
def release_complete_round(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    releasing.release_complete_round(opened.pk, now=process.now)


@act("round")
def propose_assessment(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    assessing.propose_assessment(
        opened.pk,
        editor=actor,
        significance=term("significance", "important"),
        strength=term("strength", "solid"),
        text=process.text(),
        interests=Interests.none(),
        now=process.now,
    )


@act("assessment")
def approve_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    """Mostly without waiting for the reviewers, with a reason."""
    assessing.approve_assessment(
        assessment.pk,
        second_editor=actor,
        now=process.now,
        seen=assessment.fingerprint,
        early_reason=process.text() if draw % 4 == 0 else "",
    )


@act("review")
def answer_draft(process: Process, review: Any, actor: User | None, draw: int) -> None:
    assessment = Assessment.objects.filter(round=review.round).first()
    draft_answers.answer_draft(
        review.pk,
        reviewer=actor,
        agrees=bool(draw % 2),
        text=process.text(),
        seen=assessment.fingerprint if assessment else "",
        now=process.now,
    )


@act("assessment")
def return_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    assessing.return_assessment(
        assessment.pk,
        second_editor=actor,
        comment=process.text(),
        now=process.now,
        seen=assessment.fingerprint,
    )


@act("assessment")
def publish_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    posting.publish_assessment(assessment.pk, editor=actor, now=process.now)


@act("round")
def send_to_authors(process: Process, sent: Any, actor: User | None, draw: int) -> None:
    assessment = Assessment.objects.filter(round=sent).first()
    if assessment is None:
        raise NoLink
    posting.send_to_authors(assessment.pk, editor=actor, now=process.now)


@act("round")
def post_round(process: Process, sent: Any, actor: User | None, draw: int) -> None:
    posting.post_round(sent.pk, author=actor, now=process.now)


@act("round")
def post_due_round(process: Process, sent: Any, actor: User | None, draw: int) -> None:
    """Mostly once the authors' time is over."""
    if sent.respond_until and draw % 4:
        until = sent.post_by if draw % 2 else sent.respond_until
        process.now = max(process.now, until or sent.respond_until)
    posting.post_due_round(sent.pk, now=process.now)


@act("round")
def hold_response(process: Process, sent: Any, actor: User | None, draw: int) -> None:
    responding.hold_response(
        sent.pk, author=actor, text=process.text(), interests=Interests.none(), now=process.now
    )


@act("round")
def ask_for_correction(process: Process, sent: Any, actor: User | None, draw: int) -> None:
    correcting.ask_for_correction(
        sent.pk,
        author=actor,
        review_id=None,
        point=None,
        wrong=process.text(),
        right=process.text(),
        now=process.now,
    )


@act("correction")
def accept_correction(process: Process, correction: Any, actor: User | None, draw: int) -> None:
    correcting.accept_correction(correction.pk, editor=actor, note=process.text(), now=process.now)


@act("correction")
def refuse_correction(process: Process, correction: Any, actor: User | None, draw: int) -> None:
    correcting.refuse_correction(correction.pk, editor=actor, note=process.text(), now=process.now)


@act("round")
def post_response(process: Process, answered: Any, actor: User | None, draw: int) -> None:
    responding.post_response(
        answered.pk,
        author=actor,
        text=process.text(),
        interests=Interests.none(),
        now=process.now,
    )


def newest_version(process: Process) -> int:
    return Preprint.objects.values_list("current_version_id", flat=True).get(pk=process.work.pk)


@act("round")
def declare_revision(process: Process, answered: Any, actor: User | None, draw: int) -> None:
    revising.declare_revision(
        newest_version(process),
        author=actor,
        note=process.text(),
        answers={1: process.text()},
        now=process.now,
    )


@act("revision")
def decide_revision(process: Process, revision: Any, actor: User | None, draw: int) -> None:
    revising.decide_revision(
        revision.pk,
        editor=actor,
        decision=(*Revision.Decision.values, Revision.Decision.FULL)[draw % 4],
        reason=process.text(),
        due_on=DUE,
        now=process.now,
    )


@act("assessment")
def confirm_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    later_versions.confirm_assessment(
        newest_version(process), editor=actor, reason=process.text(), now=process.now
    )


def _select(submission: Any) -> None:
    """Issues are no part of the process: the work is in one."""
    Preprint.objects.filter(pk=submission.preprint_id).update(selected_for="Volume 1, Issue 1")


@act("submission")
def reopen_assessment(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    _select(submission)
    reopened_assessments.reopen_assessment(
        submission.pk, editor=actor, reason=process.text(), now=process.now
    )


@act("submission")
def reopen_selected_work(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    """After a newer version has appeared."""
    _select(submission)
    newest_version(process)
    if not reopened_assessments.reopen_selected_work(submission.preprint_id, now=process.now):
        raise NothingNew


@act("reopening")
def decide_reopening(process: Process, reopening: Any, actor: User | None, draw: int) -> None:
    """One at a time: what is decided is decided for all of a work."""
    waiting = Reopening.objects.of_submission(reopening.submission).waiting()
    if waiting.count() > 1:
        raise NothingNew
    reopened_assessments.decide_reopening(
        reopening.submission.pk,
        editor=actor,
        decision=("stands", "editors", "full")[draw % 3],
        reason=process.text(),
        due_on=DUE,
        seen=reopening.pk,
        now=process.now,
    )


@act("submission")
def declare_final(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    revising.declare_final(newest_version(process), author=actor, now=process.now)


@act("round")
def write_as_reviewer(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    own = opened.reviews.filter(reviewer=actor).first()
    if own is None:
        raise NotYourForm
    consulting.write_as_reviewer(own.pk, reviewer=actor, text=process.text(), now=process.now)


@act("round")
def write_as_editor(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    consulting.write_as_editor(opened.pk, editor=actor, text=process.text(), now=process.now)
