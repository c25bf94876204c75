"""What the authors of a submission wait for: from whom, since when, until when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from preprints.models import Preprint, Version
from reviews import correction_rules
from reviews.left_work_words import why_it_ended, why_it_waits
from reviews.models import (
    Assessment,
    Invitation,
    Reopening,
    Review,
    Revision,
    Round,
    Submission,
)
from reviews.policies import current_policy
from reviews.reopening_words import what_has_lapsed, what_is_owed, what_is_waited_for
from reviews.selectors.desk.assessments import (
    APPROVE_ASSESSMENT,
    PUBLISH_ASSESSMENT,
    REWRITE_ASSESSMENT,
    WAITS_FOR_DRAFT_ANSWERS,
    WRITE_ASSESSMENT,
)
from reviews.selectors.desk.clocked import rows_with_days, waiting_rows
from reviews.selectors.desk.left_works import LEFT_WORK
from reviews.selectors.desk.owed import OWED_ASSESSMENT
from reviews.selectors.desk.reopenings import LAPSED_REOPENING
from reviews.selectors.desk.reviews import READ_REVIEW
from reviews.selectors.desk.row_kind import DeskView, RowKind
from reviews.services.left_works import is_left_under_way


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is waited for, in a sentence that says from whom; since: None where nothing is. until:
    by when it is to be done, where that is known."""

    words: str
    since: datetime | None
    until: date | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads it: a confirmed author, or whoever else submitted the work. may_respond,
    may_revise: what the rules allow them now."""

    is_author: bool
    may_respond: bool = False
    may_revise: bool = False


NOTHING = Waiting("", None)


def author_waiting(submission: Submission, reader: Reader, *, now: datetime) -> Waiting:
    """Of a submission in any state."""
    if is_left_under_way(submission):
        return _left(submission, now=now)
    if submission.state == Submission.State.SUBMITTED:
        since = max(filter(None, [submission.submitted_at, submission.reopened_at]))
        words = _("The editors decide whether to send it for review.")
        return _by(words, since, submission.triage_due_at.date(), now)
    if submission.state != Submission.State.ACCEPTED:
        return NOTHING
    revisions = Revision.objects.waiting().filter(round__submission=submission)
    if revision := revisions.select_related("version").first():
        words = _("The handling editor decides what follows the revision, version %(number)s.")
        due_at = revision.decision_due_at
        return _by(
            words % _number(revision.version),
            revision.declared_at,
            due_at.date() if due_at else None,
            now,
        )
    newest = submission.rounds.select_related("version__preprint").order_by("-number").first()
    if newest and newest.state not in Round.UNDER_WAY and (reopened := _reopened(submission)):
        return _by(
            what_is_waited_for(reopened.cause, reopened.assessment.version.number),
            reopened.opened_at,
            reopened.due_at.date(),
            now,
        )
    owed = _owed_by_editor(newest, now=now) if newest else None
    return owed or (_of_round(newest, reader, now=now) if newest else NOTHING)


def _left(submission: Submission, *, now: datetime) -> Waiting:
    words = why_it_waits(submission.preprint.status)
    row = rows_with_days(LEFT_WORK, now=now).filter(pk=submission.pk).values("wait_due").first()
    return _by(words, submission.preprint.status_at, row["wait_due"] if row else None, now)


def waiting_now(submission: Submission) -> Waiting:
    """As `author_waiting` tells who is no author, at this moment."""
    return author_waiting(submission, Reader(is_author=False), now=timezone.now())


def _owed_by_editor(newest: Round, *, now: datetime) -> Waiting | None:
    """That the work is assessed anew, or that a second look which lapsed goes on."""
    kinds = {Round.State.ASSESSED: OWED_ASSESSMENT, Round.State.LAPSED: LAPSED_REOPENING}
    kind = kinds.get(Round.State(newest.state))
    if kind is None:
        return None
    rows = rows_with_days(kind, now=now).filter(pk=newest.pk)
    facts = ("owed_number", "owed_why") if kind is OWED_ASSESSMENT else ("version__number",)
    row = rows.values(*facts, "wait_since", "wait_due").first()
    if row is None:
        return None
    words = (
        what_is_owed(row["owed_number"], row["owed_why"])
        if kind is OWED_ASSESSMENT
        else what_has_lapsed(row["version__number"])
    )
    return _by(words, row["wait_since"], row["wait_due"], now)


def _reopened(submission: Submission) -> Reopening | None:
    waiting = Reopening.objects.of_submission(submission).waiting().order_by("pk")
    return waiting.select_related("assessment__version").first()


def _by(words: str, since: datetime, until: date | None, now: datetime) -> Waiting:
    return Waiting(words, since, until, is_late=until is not None and until < now.date())


def _number(version: Version) -> dict[str, int]:
    return {"number": version.number}


def _of_round(newest: Round, reader: Reader, *, now: datetime) -> Waiting:
    if newest.state == Round.State.WITH_AUTHORS:
        return _read_first(newest, reader, now=now)
    if newest.state == Round.State.LAPSED:
        words = _(
            "No review of version %(number)s came in, so its round of review has ended. What is "
            "public stays. The handling editor can go on with it."
        )
        return Waiting(words % _number(newest.version), newest.closed_at)
    if newest.state == Round.State.WITHDRAWN:
        return Waiting(why_it_ended(newest), newest.closed_at)
    if newest.state == Round.State.ASSESSED:
        return _after_round(newest, reader)
    if newest.state == Round.State.RELEASED or newest.kind == Round.Kind.EDITORS:
        return _assessed_by_editors(newest, now=now)
    return _reviewed(newest, now=now)


def _read_first(sent: Round, reader: Reader, *, now: datetime) -> Waiting:
    """By its authors; what is posted later because a correction waits is not late."""
    until, since = sent.respond_until, sent.sent_at or sent.opened_at
    words = (
        _("You read the reviews and the assessment first. They are posted by themselves.")
        if reader.is_author
        else _("The authors read the reviews and the assessment first. Then all is posted.")
    )
    undecided = sent.corrections.undecided().count()
    if correction_rules.is_waited_for(undecided=undecided, post_by=sent.post_by, now=now):
        until = sent.post_by
        if reader.is_author:
            words = _(
                "You read the reviews and the assessment first. They are posted once the handling "
                "editor has answered the corrections."
            )
    return _by(words, since, until.date() if until else None, now)


def _after_round(assessed: Round, reader: Reader) -> Waiting:
    if reader.may_respond and assessed.version.preprint.status == Preprint.Status.FINAL:
        return Waiting(_("The work is final. You can still respond to the reviews."), None)
    if reader.may_respond and assessed.responses.published().exists():
        return Waiting(_("Another author has responded. You can respond as well."), None)
    if reader.may_respond:
        return Waiting(_("The reviews are waiting for your response."), assessed.closed_at)
    if reader.may_revise:
        words = _("You have posted a newer version. Declare it if it answers the reviews.")
        return Waiting(words, assessed.closed_at)
    return NOTHING if reader.is_author else _posted(assessed)


def _posted(assessed: Round) -> Waiting:
    """Who can do nothing more reads how it ended, unless the assessment was withdrawn."""
    if not Assessment.objects.published().filter(round=assessed).exists():
        return NOTHING
    words = (
        _("The assessment of version %(number)s is public.")
        if assessed.kind == Round.Kind.EDITORS
        else _("The reviews and the assessment of version %(number)s are public.")
    )
    return Waiting(words % _number(assessed.version), assessed.closed_at)


# By the state of the assessment, "" before it is written: what is waited for, in whose words.
def _steps() -> dict[str, tuple[RowKind, str]]:
    return {
        "": (
            WRITE_ASSESSMENT,
            _("The handling editor writes the assessment of version %(number)s."),
        ),
        Assessment.State.PROPOSED: (
            APPROVE_ASSESSMENT,
            _("The assessment of version %(number)s waits for its second editor to agree."),
        ),
        Assessment.State.RETURNED: (
            REWRITE_ASSESSMENT,
            _("The handling editor rewrites the assessment of version %(number)s."),
        ),
        Assessment.State.APPROVED: (
            PUBLISH_ASSESSMENT,
            _("The handling editor sends reviews and assessment to the authors, or posts them."),
        ),
    }


def _assessed_by_editors(assessed: Round, *, now: datetime) -> Waiting:
    assessment = Assessment.objects.filter(round=assessed).first()
    step = _steps().get(assessment.state if assessment else "")
    if step is None:
        return NOTHING
    if assessment is not None and _is_with_reviewers(assessment, now):
        words = _("The reviewers read the draft of the assessment of version %(number)s.")
        number = _number(assessed.version)
        return _by(words % number, assessment.proposed_at, assessment.answer_by, now)
    kind, words = step
    row_id = assessment.pk if assessment else assessed.pk
    rows = waiting_rows(kind, now=now, submission_id=assessed.submission_id)
    row = next((one for one in rows if one.row_id == row_id), None)
    began = assessed.released_at or assessed.opened_at
    return _by(
        words % _number(assessed.version) if "%(" in words else words,
        row.since if row else began,
        row.due_on if row else None,
        now,
    )


def _is_with_reviewers(assessment: Assessment, now: datetime) -> bool:
    """As the desk says that the second editor need not wait for them any more."""
    view = DeskView.of_everybody(now)
    return WAITS_FOR_DRAFT_ANSWERS.rows(view).filter(pk=assessment.pk).exists()


def _reviewed(opened: Round, *, now: datetime) -> Waiting:
    """Who writes is waited for longest; who is asked; then the editors, who read what is in."""
    number = _number(opened.version)
    writing = list(opened.reviews.being_written().order_by("due_on"))
    if writing:
        words = _("The reviewers of version %(number)s write their reviews.")
        return _by(words % number, opened.open_since, writing[-1].due_on, now)
    read = list(waiting_rows(READ_REVIEW, now=now, submission_id=opened.submission_id))
    if read and not _is_short(opened):
        words = _("The handling editor reads the reviews of version %(number)s.")
        due = [row.due_on for row in read if row.due_on is not None]
        since = min(row.since for row in read)
        return _by(words % number, since, max(due, default=None), now)
    asked = opened.invitations.filter(state=Invitation.State.PENDING)
    words = (
        _("The editors look for reviewers of version %(number)s, and wait for answers.")
        if asked.exists()
        else _("The editors look for reviewers of version %(number)s.")
    )
    return Waiting(words % number, opened.open_since)


def _is_short(opened: Round) -> bool:
    """Whether it has fewer reviews than are wanted."""
    has = Review.objects.come_in().filter(round=opened).count()
    return has < current_policy().reviews_before_assessment
