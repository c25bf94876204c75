"""Works of the access table that were assessed and have a newer version."""

from preprints.models import Version
from reviews.models import ConfirmedAssessment, Revision
from reviews.services.reopened_assessments import reopen_assessment
from tests.access.people import Cast
from tests.factories.reviews import RevisionFactory
from tests.factories.times import NOW
from tests.reviews.revised import RevisedWork, revised_work
from tests.reviews.selected import SelectedWork, selected_work


def make_newer_versions(cast: Cast) -> dict[str, Version]:
    """By what was said of each: nothing yet, or that the assessment holds for it."""
    confirmed = _revised(cast)
    ConfirmedAssessment.objects.create(
        assessment=confirmed.assessment,
        version=confirmed.newer,
        editor=confirmed.round.submission.editor,
        reason="Only typos.",
        confirmed_at=NOW,
    )
    return {
        "newer": _revised(cast).newer,
        "newer, confirmed": confirmed.newer,
        "newer, of another": _of_another(cast).newer,
    }


def make_revisions(cast: Cast) -> dict[str, Revision]:
    revised, decided = _revised(cast), _revised(cast)
    return {
        "waiting": _declared(revised),
        "decided": _declared(decided, decided=True),
        "of another": _declared(_of_another(cast)),
    }


def make_selected_works(cast: Cast) -> dict[str, SelectedWork]:
    """In issues of a volume of their own."""
    works = {}
    for state in ("selected", "reopened", "decided"):
        one = works[state] = selected_work(
            editor=cast["handling"], second_editor=cast["second"], author=cast["author"]
        )
        if state != "selected":
            reopen_assessment(one.submission.pk, editor=one.editor, reason="Figure 2.", now=NOW)
    decided = works["decided"].assessment.reopenings
    decided.update(
        decision="stands", decision_reason="So.", decided_by=cast["handling"], decided_at=NOW
    )
    return works


def _declared(revised: RevisedWork, **fields: bool) -> Revision:
    return RevisionFactory(
        round=revised.round, version=revised.newer, author=revised.author, **fields
    )


def _revised(cast: Cast) -> RevisedWork:
    people = {"editor": cast["handling"], "second_editor": cast["second"]}
    return revised_work(author=cast["author"], submitter=cast["author"], **people)


def _of_another(cast: Cast) -> RevisedWork:
    people = {"editor": cast["editor 2"], "second_editor": cast["managing"]}
    return revised_work(author=cast["author 2"], submitter=cast["author 2"], **people)
