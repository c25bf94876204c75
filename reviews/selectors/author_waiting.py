"""What the authors of a submission wait for: from whom, since when, until when.

Their pages, "My work", the page of the work and mails all say it in these words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from preprints.models import Preprint, Version
from reviews import correction_rules
from reviews.left_work_words import why_it_ended, why_it_waits
from reviews.models import (
    Appeal,
    Assessment,
    Round,
    Submission,
)
from reviews.policies import current_policy
from reviews.reopening_words import what_has_lapsed, what_is_owed, what_is_waited_for
from reviews.selectors.desk.assessments import (
    APPROVE_ASSESSMENT,
    PUBLISH_ASSESSMENT,
    REWRITE_ASSESSMENT,
    WRITE_ASSESSMENT,
)
from reviews.selectors.desk.reviews import READ_REVIEW
from reviews.selectors.desk.row_kind import RowKind
from reviews.selectors.waiting_facts import WaitingFacts


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
    """Who reads it: a confirmed author, or whoever else submitted the work. may_respond: whether
    the rules allow it now. may_revise_since: when the newer version was seen that they can declare
    now, None where there is none."""

    is_author: bool
    may_respond: bool = False
    may_revise_since: datetime | None = None


NOTHING = Waiting("", None)


def author_waiting(submission: Submission, reader: Reader, *, now: datetime) -> Waiting:
    """Of a submission in any state."""
    return _waiting(submission, reader, WaitingFacts([submission], now=now))


def authors_waiting(
    read: Sequence[tuple[Submission, Reader]], *, now: datetime
) -> dict[int, Waiting]:
    """The same of many, by submission, in as many queries."""
    facts = WaitingFacts([submission for submission, _reader in read], now=now)
    return {submission.pk: _waiting(submission, reader, facts) for submission, reader in read}


def _waiting(submission: Submission, reader: Reader, facts: WaitingFacts) -> Waiting:
    now = facts.now
    if submission.pk in facts.left:
        words, left = why_it_waits(submission.preprint.status), submission.preprint.status_at
        return _by(words, left, facts.left[submission.pk], now)
    if submission.state == Submission.State.SUBMITTED:
        since = max(filter(None, [submission.submitted_at, submission.reopened_at]))
        words = _("The editors decide whether to send it for review.")
        return _by(words, since, submission.triage_due_at.date(), now)
    if submission.state != Submission.State.ACCEPTED:
        return NOTHING
    if revision := facts.revisions.get(submission.pk):
        words = _("The handling editor decides what follows the revision, version %(number)s.")
        until = revision.decision_due_at.date() if revision.decision_due_at else None
        return _by(words % _number(revision.version), revision.declared_at, until, now)
    newest = facts.rounds.get(submission.pk)
    if newest is None:
        return NOTHING
    reopened = facts.reopenings.get(submission.pk)
    if reopened is not None and newest.state not in Round.UNDER_WAY:
        words = what_is_waited_for(reopened.cause, reopened.assessment.version.number)
        return _by(words, reopened.opened_at, reopened.due_at.date(), now)
    return _owed_by_editor(newest, facts) or _of_round(newest, reader, facts)


def waiting_now(submission: Submission) -> Waiting:
    """As `author_waiting` tells who is no author, at this moment."""
    return author_waiting(submission, Reader(is_author=False), now=timezone.now())


def waiting_after_appeal(appeal: Appeal) -> Waiting:
    """What follows for the work once its appeal is upheld; nothing where a later submission goes
    on, or of a refused review, which its editors read again."""
    is_upheld = appeal.state == Appeal.State.UPHELD and not appeal.is_joined
    return waiting_now(appeal.work) if is_upheld and appeal.review_id is None else NOTHING


def _owed_by_editor(newest: Round, facts: WaitingFacts) -> Waiting | None:
    """That the work is assessed anew, or that a second look which lapsed goes on."""
    if row := facts.owed.get(newest.pk):
        words = what_is_owed(row["owed_number"], row["owed_why"])
    elif row := facts.lapsed.get(newest.pk):
        words = what_has_lapsed(row["version__number"])
    else:
        return None
    return _by(words, row["wait_since"], row["wait_due"], facts.now)


def _by(words: str, since: datetime, until: date | None, now: datetime) -> Waiting:
    return Waiting(words, since, until, is_late=until is not None and until < now.date())


def _number(version: Version) -> dict[str, int]:
    return {"number": version.number}


def _of_round(newest: Round, reader: Reader, facts: WaitingFacts) -> Waiting:
    if newest.state == Round.State.WITH_AUTHORS:
        return _read_first(newest, reader, facts)
    if newest.state == Round.State.LAPSED:
        words = _(
            "No review of version %(number)s came in, so its round of review has ended. What is "
            "public stays. The handling editor can go on with it."
        )
        return Waiting(words % _number(newest.version), newest.closed_at)
    if newest.state == Round.State.WITHDRAWN:
        return Waiting(why_it_ended(newest), newest.closed_at)
    if newest.state == Round.State.ASSESSED:
        return _after_round(newest, reader, facts)
    if newest.state == Round.State.RELEASED or newest.kind == Round.Kind.EDITORS:
        return _assessed_by_editors(newest, facts)
    return _reviewed(newest, facts)


def _read_first(sent: Round, reader: Reader, facts: WaitingFacts) -> Waiting:
    """By its authors; what is posted later because a correction waits is not late."""
    until, since, now = sent.respond_until, sent.sent_at or sent.opened_at, facts.now
    is_over = until is not None and until.date() < now.date()
    words = (
        _("You read the reviews and the assessment first. They are posted by themselves.")
        if reader.is_author
        else _("The authors read the reviews and the assessment first. Then all is posted.")
    )
    undecided, latest = facts.undecided[sent.pk], sent.post_by
    if latest and correction_rules.is_waited_for(undecided=undecided, post_by=latest, now=now):
        if reader.is_author:
            words = _(
                "You read the reviews and the assessment first. Then they are posted, once the "
                "handling editor has answered the corrections, on %(latest)s at the latest."
            ) % {"latest": date_format(latest, "j F Y")}
        until = latest if is_over else until
    elif is_over:
        words = _("The time to read the reviews and the assessment first is over. All is posted.")
        return Waiting(words, since)
    return _by(words, since, until.date() if until else None, now)


def _after_round(assessed: Round, reader: Reader, facts: WaitingFacts) -> Waiting:
    if reader.may_respond and assessed.version.preprint.status == Preprint.Status.FINAL:
        return Waiting(_("The work is final. You can still respond to the reviews."), None)
    if reader.may_respond and assessed.pk in facts.responded:
        return Waiting(_("Another author has responded. You can respond as well."), None)
    if reader.may_respond:
        words = _response_words(assessed.respond_until, facts.now)
        return Waiting(words, assessed.closed_at)
    if reader.may_revise_since:
        words = _("You have posted a newer version. Declare it if it answers the reviews.")
        return Waiting(words, reader.may_revise_since)
    return _posted(assessed, facts)


def _response_words(until: datetime | None, now: datetime) -> str:
    """until: how long an issue waits for it."""
    words = _("The reviews are waiting for your response.")
    if until is None:
        return words
    day = (
        _("Please respond by %(day)s: until then no issue takes the work without your response.")
        if now < until
        else _("You can still respond; since %(day)s an issue does not wait for it any more.")
    )
    return f"{words} {day % {'day': date_format(until, 'j F Y')}}"


def _posted(assessed: Round, facts: WaitingFacts) -> Waiting:
    """Who need not do anything reads how it ended, unless the assessment was withdrawn."""
    if assessed.pk not in facts.posted:
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


def _assessed_by_editors(assessed: Round, facts: WaitingFacts) -> Waiting:
    assessment, now = facts.assessments.get(assessed.pk), facts.now
    step = _steps().get(assessment.state if assessment else "")
    if step is None:
        return NOTHING
    if assessment is not None and assessment.pk in facts.with_reviewers:
        words = _("The reviewers read the draft of the assessment of version %(number)s.")
        number = _number(assessed.version)
        return _by(words % number, assessment.proposed_at, assessment.answer_by, now)
    kind, words = step
    row_id = assessment.pk if assessment else assessed.pk
    rows = facts.rows(kind, assessed.submission_id)
    row = next((one for one in rows if one.row_id == row_id), None)
    began = assessed.released_at or assessed.opened_at
    return _by(
        words % _number(assessed.version) if "%(" in words else words,
        row.since if row else began,
        row.due_on if row else None,
        now,
    )


def _reviewed(opened: Round, facts: WaitingFacts) -> Waiting:
    """Who writes is waited for longest; who is asked; then the editors, who read what is in."""
    number, now = _number(opened.version), facts.now
    if writing := facts.writing.get(opened.pk):
        words = _("The reviewers of version %(number)s write their reviews.")
        return _by(words % number, writing.since, writing.due_on, now)
    is_short = facts.come_in[opened.pk] < current_policy().reviews_before_assessment
    read = [] if is_short else facts.rows(READ_REVIEW, opened.submission_id)
    if read:
        words = _("The handling editor reads the reviews of version %(number)s.")
        due = [row.due_on for row in read if row.due_on is not None]
        since = min(row.since for row in read)
        return _by(words % number, since, max(due, default=None), now)
    words = (
        _("The editors look for reviewers of version %(number)s, and wait for answers.")
        if opened.pk in facts.asked
        else _("The editors look for reviewers of version %(number)s.")
    )
    return Waiting(words % number, opened.open_since)
