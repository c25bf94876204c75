"""The services of rounds, assessments, responses and revisions, called directly."""

from collections.abc import Iterator
from typing import Any

from reviews.interests import Interests
from reviews.models import Round
from reviews.services import (
    assessing,
    draft_answers,
    later_versions,
    posting,
    releasing,
    reopened_assessments,
    responding,
    revising,
)
from tests.access.journal import Journal
from tests.access.requests import Request, call
from tests.factories.reviews import term
from tests.factories.times import DUE, NOW


def assessments(journal: Journal) -> Iterator[Request]:
    rounds = {**journal.rounds, "no published review": journal.other["unreviewed round"]}
    rounds = {state: one for state, one in rounds.items() if not state.startswith("author")}
    for state, opened in rounds.items():
        yield call(
            assessing.propose_assessment,
            lambda user, opened=opened: assessing.propose_assessment(
                opened.pk,
                editor=user,
                significance=term("significance", "fundamental"),
                strength=term("strength", "solid"),
                text="A result of weight.",
                interests=Interests.none(),
                now=NOW,
            ),
            state=state,
        )
    for state, assessment in journal.assessments.items():
        yield from _steps(assessment, state=state)
    yield from _decisions(journal.assessments["proposed"], seen="other", state="not seen")
    for state in (
        *("none", "published", "of another, assessed"),
        *("author confirmed, assessed", "author claimed, assessed"),
    ):
        yield _respond(journal.rounds[state], state=state)
    for state in ("with authors", "published"):
        yield call(
            responding.hold_response,
            lambda user, sent=journal.rounds[state]: responding.hold_response(
                sent.pk, author=user, text="We agree.", interests=Interests.none(), now=NOW
            ),
            state=state,
        )


def rounds(journal: Journal) -> Iterator[Request]:
    """Released, sent to the authors, posted."""
    for state in ("nothing accepted", "none", "released", "with authors", "published"):
        opened = journal.rounds[state]
        yield call(
            releasing.release_round,
            lambda user, opened=opened: releasing.release_round(
                opened.pk, editor=user, reason="One is ill.", now=NOW
            ),
            state=state,
        )
    for state, assessment in journal.assessments.items():
        yield call(
            posting.send_to_authors,
            lambda user, assessment=assessment: posting.send_to_authors(
                assessment.pk, editor=user, now=NOW
            ),
            state=state,
        )
    for state in ("released", "with authors", "authors' time over", "published"):
        sent = journal.rounds[state]
        yield call(
            posting.post_round,
            lambda user, sent=sent: posting.post_round(sent.pk, author=user, now=NOW),
            state=state,
        )


def revisions(journal: Journal) -> Iterator[Request]:
    declared = {state: revision.version for state, revision in journal.revisions.items()}
    for state, version in {**journal.newer_versions, **declared}.items():
        yield call(
            revising.declare_revision,
            lambda user, version=version: revising.declare_revision(
                version.pk, author=user, note="Section two.", answers={}, now=NOW
            ),
            state=state,
        )
        yield call(
            revising.declare_final,
            lambda user, version=version: revising.declare_final(version.pk, author=user, now=NOW),
            state=state,
        )
        yield call(
            later_versions.confirm_assessment,
            lambda user, version=version: later_versions.confirm_assessment(
                version.pk, editor=user, reason="Only typos.", now=NOW
            ),
            state=state,
        )
    for state, revision in journal.revisions.items():
        yield call(
            revising.decide_revision,
            lambda user, revision=revision: revising.decide_revision(
                revision.pk, editor=user, decision="full", reason="New.", due_on=DUE, now=NOW
            ),
            state=state,
        )


def reopened(journal: Journal) -> Iterator[Request]:
    for state, one in journal.selected.items():
        newest = one.submission.rounds.get().assessment.reopenings.last()
        yield call(
            reopened_assessments.reopen_assessment,
            lambda user, one=one: reopened_assessments.reopen_assessment(
                one.submission.pk, editor=user, reason="Figure 2.", now=NOW
            ),
            state=state,
        )
        yield call(
            reopened_assessments.decide_reopening,
            lambda user, one=one, seen=newest.pk if newest else 0: (
                reopened_assessments.decide_reopening(
                    one.submission.pk,
                    editor=user,
                    decision="stands",
                    reason="It holds.",
                    due_on=DUE,
                    seen=seen,
                    now=NOW,
                )
            ),
            state=state,
        )


def _steps(assessment: Any, *, state: str) -> Iterator[Request]:
    yield from _decisions(assessment, seen=assessment.fingerprint, state=state)
    yield call(
        posting.publish_assessment,
        lambda user: posting.publish_assessment(assessment.pk, editor=user, now=NOW),
        state=state,
    )


def drafts_answered(journal: Journal) -> Iterator[Request]:
    review = journal.reviews["of a draft"]
    fields = {"agrees": False, "text": "There is a gap."}
    seen = review.round.assessment.fingerprint
    yield call(
        draft_answers.answer_draft,
        lambda user: draft_answers.answer_draft(
            review.pk, reviewer=user, seen=seen, now=NOW, **fields
        ),
        state="draft shown",
    )


def _decisions(assessment: Any, *, seen: str, state: str) -> Iterator[Request]:
    yield call(
        assessing.approve_assessment,
        lambda user: assessing.approve_assessment(
            assessment.pk, second_editor=user, seen=seen, now=NOW
        ),
        state=state,
    )
    yield call(
        assessing.return_assessment,
        lambda user: assessing.return_assessment(
            assessment.pk, second_editor=user, comment="Say why.", seen=seen, now=NOW
        ),
        state=state,
    )


def _respond(answered: Round, *, state: str) -> Request:
    return call(
        responding.post_response,
        lambda user: responding.post_response(
            answered.pk, author=user, text="We agree.", interests=Interests.none(), now=NOW
        ),
        state=state,
    )
