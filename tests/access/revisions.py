"""Works of the access table that were assessed and have a newer version."""

from preprints.models import Version
from reviews.models import ConfirmedAssessment, Revision
from tests.access.people import Cast
from tests.factories.reviews import RevisionFactory
from tests.factories.times import NOW
from tests.reviews.revised import RevisedWork, revised_work


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
