"""Why an assessment is looked at again, and what came of it, in words: wherever that is shown.

The cause in a few words is its label (`Reopening.Cause`), the decision `decision_words` of its row.
"""

from datetime import datetime
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reviews.models import Reopening, Round

Cause = Reopening.Cause
_OF_SOURCE = (Cause.WORK_WITHDRAWN, Cause.RETRACTION)
# After these it cannot simply be said that the assessment stands.
_LEFT = (*_OF_SOURCE, Cause.WITHDRAWAL)


def what_is_waited_for(cause: str, number: int) -> str:
    """By authors. number: of the version that was assessed."""
    words = (
        _(
            "The handling editor decides what follows for the assessment of version %(number)s. "
            "Why: %(why)s."
        )
        if cause in _LEFT
        else _(
            "The handling editor decides whether the assessment of version %(number)s stands. Why "
            "it is looked at again: %(why)s."
        )
    )
    return words % {"number": number, "why": Cause(cause).label}


class WhyOwed(StrEnum):
    """Why a work is to be assessed anew; but for the first, an assessment of it is public."""

    NONE_STANDS = "none-stands"
    NEWEST_WITHDRAWN = "newest-withdrawn"
    APPEAL_UPHELD = "appeal-upheld"


def what_is_owed(number: int, why: str) -> str:
    """To authors. number: of the version that is assessed anew."""
    words = {
        WhyOwed.NONE_STANDS: _(
            "No assessment of the work stands. The handling editor is to assess version "
            "%(number)s anew."
        ),
        WhyOwed.NEWEST_WITHDRAWN: _(
            "The newest assessment of the work was withdrawn; an earlier one stays public. The "
            "handling editor is to assess version %(number)s anew."
        ),
        WhyOwed.APPEAL_UPHELD: _(
            "An appeal against the assessment was upheld. The handling editor is to assess version "
            "%(number)s anew."
        ),
    }[WhyOwed(why)]
    return words % {"number": number}


def what_has_lapsed(number: int) -> str:
    """To authors. number: of the version that was to be reviewed again."""
    words = _(
        "Nobody reviewed version %(number)s again, so that round has ended. The handling editor "
        "goes on with it, or looks at the assessment once more. What is public stays."
    )
    return words % {"number": number}


def what_happened(reopening: Reopening) -> str:
    """In a sentence, for readers of an issue."""
    return {
        Cause.WORK_WITHDRAWN: _("Withdrawn where it was posted, as noticed on %(day)s."),
        Cause.RETRACTION: _("Retracted where it was posted, as noticed on %(day)s."),
        Cause.WITHDRAWAL: _("Its assessment, %(assessment)s, was withdrawn."),
        Cause.NEW_VERSION: _("Version %(number)s has appeared since."),
        Cause.ASSESSMENT: _(
            "A later assessment, %(assessment)s, finds the evidence weaker than an issue asks for."
        ),
        Cause.REVIEW: _(
            "A later review, %(review)s, finds the evidence weaker than an issue asks for."
        ),
        Cause.EDITOR: _("An editor asked to look again at its assessment, and wrote:"),
    }[Cause(reopening.cause)] % {
        "day": _day(reopening.opened_at),
        "number": reopening.version.number,
        "assessment": reopening.assessment.identifier,
        "review": reopening.review.identifier if reopening.review else "",
    }


def what_came_of_it(reopening: Reopening) -> tuple[str, datetime]:
    """In a sentence, for readers of an issue; and when it came to that."""
    again = reopening.round
    if again is None:
        if reopening.decided_at is None:
            return _looked_at_again(reopening), reopening.opened_at
        day = _day(reopening.decided_at)
        decided = {"decision": reopening.decision_words, "day": day}
        return _("%(decision)s, %(day)s.") % decided, reopening.decided_at
    if again.state in Round.UNDER_WAY:
        words = _("It is being reviewed again since %(day)s.")
        return words % {"day": _day(again.opened_at)}, again.opened_at
    ended_at = again.closed_at or again.opened_at
    if again.state == Round.State.ASSESSED:
        return _("It was assessed again on %(day)s.") % {"day": _day(ended_at)}, ended_at
    return _("Its new review ended without an assessment."), ended_at


def _looked_at_again(reopening: Reopening) -> str:
    """By when it is decided is promised, but while the decision waits for the work to come back."""
    days = {"day": _day(reopening.opened_at), "until": _day(reopening.due_at)}
    is_waiting = reopening.submission.paused_at is not None and reopening.cause not in _OF_SOURCE
    words = (
        _("Its assessment is being looked at again since %(day)s.")
        if is_waiting
        else _(
            "Its assessment is being looked at again since %(day)s; the editor who handles the "
            "work is to decide what follows by %(until)s."
        )
    )
    return words % days


def _day(moment: datetime) -> str:
    return date_format(moment, "j F Y")
