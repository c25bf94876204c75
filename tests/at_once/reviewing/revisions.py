"""Revisions: declared, decided on; later versions confirmed, final ones."""

from collections.abc import Callable

from reviews import reopening_errors, revision_errors
from reviews.services import later_versions, reopened_assessments, revising
from tests.at_once.acts import Act, Call
from tests.factories.preprints import VersionFactory
from tests.factories.times import DUE, NOW
from tests.reviews.revised import declared_revision, revised_work
from tests.reviews.selected import selected_work


def declare_revision() -> Call:
    revised = revised_work()
    return lambda: revising.declare_revision(
        revised.newer.pk, author=revised.author, note="Section two.", answers={1: "Yes."}, now=NOW
    )


def decide_revision(decision: str) -> Callable[[], Call]:
    def prepare() -> Call:
        revision = declared_revision()
        editor = revision.round.submission.editor
        return lambda: revising.decide_revision(
            revision.pk, editor=editor, decision=decision, reason="It is new.", due_on=DUE, now=NOW
        )

    return prepare


def confirm_assessment() -> Call:
    revised = revised_work()
    editor = revised.round.submission.editor
    return lambda: later_versions.confirm_assessment(
        revised.newer.pk, editor=editor, reason="Only typos.", now=NOW
    )


def reopen_assessment() -> Call:
    of = selected_work()
    return lambda: reopened_assessments.reopen_assessment(
        of.submission.pk, editor=of.editor, reason="Figure 2.", now=NOW
    )


def reopen_selected_work() -> Call:
    of = selected_work()
    VersionFactory(preprint=of.preprint, number=2)
    return lambda: reopened_assessments.reopen_selected_work(of.preprint.pk, now=NOW)


def decide_reopening(decision: str) -> Callable[[], Call]:
    def prepare() -> Call:
        of = selected_work()
        reopening = reopened_assessments.reopen_assessment(
            of.submission.pk, editor=of.editor, reason="Figure 2.", now=NOW
        )
        return lambda: reopened_assessments.decide_reopening(
            of.submission.pk,
            editor=of.editor,
            decision=decision,
            reason="It holds.",
            due_on=DUE,
            seen=reopening.pk,
            now=NOW,
        )

    return prepare


def declare_final() -> Call:
    revised = revised_work()
    return lambda: revising.declare_final(revised.newer.pk, author=revised.author, now=NOW)


NOTHING = (reopening_errors.NothingReopened,)
DECIDED = (revision_errors.AlreadyDecided,)
ACTS = [
    Act(revising.declare_revision, declare_revision, (revision_errors.AlreadyRevised,)),
    Act(revising.decide_revision, decide_revision("none"), DECIDED),
    Act(revising.decide_revision, decide_revision("editors"), DECIDED, name="editors alone"),
    Act(revising.decide_revision, decide_revision("full"), DECIDED, name="full review"),
    Act(
        later_versions.confirm_assessment, confirm_assessment, (revision_errors.VersionIsAssessed,)
    ),
    Act(
        reopened_assessments.reopen_assessment,
        reopen_assessment,
        (reopening_errors.AlreadyReopened,),
    ),
    Act(reopened_assessments.reopen_selected_work, reopen_selected_work, ()),
    Act(reopened_assessments.decide_reopening, decide_reopening("stands"), NOTHING),
    Act(
        reopened_assessments.decide_reopening,
        decide_reopening("full"),
        NOTHING,
        name="full review",
    ),
    Act(revising.declare_final, declare_final, (revision_errors.AlreadyFinal,)),
]
