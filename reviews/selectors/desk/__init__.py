"""The editors' desk: the decisions that are owed, and what the editors wait for.

Each kind of row is a `RowKind` in a module here. Who adds one puts it into DECISIONS or into
WAITING, at its place on the page.
"""

from reviews.selectors.desk.appeals import DECIDE_APPEAL, TAKE_OVER_APPEAL
from reviews.selectors.desk.assessments import (
    AGREE_TO_WITHDRAWAL,
    ANSWER_CORRECTION,
    APPROVE_ASSESSMENT,
    PUBLISH_ASSESSMENT,
    REWRITE_ASSESSMENT,
    WAITS_FOR_APPROVAL,
    WAITS_FOR_AUTHORS,
    WAITS_FOR_DRAFT_ANSWERS,
    WAITS_FOR_WITHDRAWAL,
    WRITE_ASSESSMENT,
)
from reviews.selectors.desk.clocks import DAY_PROPOSED, LAPSES_SOON, LATE_ANSWER, LATE_REVIEW
from reviews.selectors.desk.editors import EDITOR_MISSING
from reviews.selectors.desk.interests import DECLARE_INTERESTS
from reviews.selectors.desk.left_works import LEFT_WORK
from reviews.selectors.desk.mails import UNDELIVERED_MAILS
from reviews.selectors.desk.owed import OWED_ASSESSMENT
from reviews.selectors.desk.page import Desk, DeskGroup, DeskRow, read_desk
from reviews.selectors.desk.reopenings import DECIDE_REOPENING, LAPSED_REOPENING
from reviews.selectors.desk.reviewers import FIND_REVIEWERS, WAITS_FOR_ANSWER, WAITS_FOR_REVIEW
from reviews.selectors.desk.reviews import (
    APPROVE_SIGNATURE,
    READ_REVIEW,
    WAITS_FOR_CONFIRMATION,
    WAITS_FOR_SIGNATURE,
)
from reviews.selectors.desk.revisions import DECIDE_REVISION, WAITS_FOR_DECLARATION
from reviews.selectors.desk.row_kind import DeskAct, DeskView, FoundRow, RowKind
from reviews.selectors.desk.triage import SECOND_TRIAGE, TRIAGE, WAITS_FOR_SECOND

__all__ = [
    "DECISIONS",
    "WAITING",
    "Desk",
    "DeskAct",
    "DeskGroup",
    "DeskRow",
    "DeskView",
    "FoundRow",
    "RowKind",
    "editor_desk",
]

DECISIONS = (
    TRIAGE,
    EDITOR_MISSING,
    DECLARE_INTERESTS,
    LEFT_WORK,
    LAPSES_SOON,
    SECOND_TRIAGE,
    FIND_REVIEWERS,
    DAY_PROPOSED,
    LATE_REVIEW,
    LATE_ANSWER,
    READ_REVIEW,
    APPROVE_SIGNATURE,
    WRITE_ASSESSMENT,
    APPROVE_ASSESSMENT,
    REWRITE_ASSESSMENT,
    PUBLISH_ASSESSMENT,
    ANSWER_CORRECTION,
    AGREE_TO_WITHDRAWAL,
    DECIDE_REVISION,
    DECIDE_REOPENING,
    LAPSED_REOPENING,
    OWED_ASSESSMENT,
    UNDELIVERED_MAILS,
    DECIDE_APPEAL,
    TAKE_OVER_APPEAL,
)
WAITING = (
    WAITS_FOR_SECOND,
    WAITS_FOR_ANSWER,
    WAITS_FOR_REVIEW,
    WAITS_FOR_CONFIRMATION,
    WAITS_FOR_SIGNATURE,
    WAITS_FOR_DRAFT_ANSWERS,
    WAITS_FOR_APPROVAL,
    WAITS_FOR_DECLARATION,
    WAITS_FOR_AUTHORS,
    WAITS_FOR_WITHDRAWAL,
)


def editor_desk(view: DeskView, *, kind: str = "") -> Desk:
    """The desk as `view` asks for it. kind: the name of one kind, of which more rows are shown."""
    return read_desk(view, decisions=DECISIONS, waiting=WAITING, kind=kind)
