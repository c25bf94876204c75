"""What came of earlier submissions of a work, for its authors and editors."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from reviews.models import Submission


@dataclass(frozen=True, slots=True)
class EarlierSubmission:
    """reason: its words, of a declined one, where whoever asks may read them. ended_at: decided,
    withdrawn or lapsed."""

    words: str
    reason: str
    submitted_at: datetime
    ended_at: datetime | None


def earlier_submissions(
    submission: Submission, person: User | None = None
) -> list[EarlierSubmission]:
    """Those of the same work that were made before, the newest first.

    person: who reads of their own ones, and of what is public, alone; None reads of all.
    """
    rows = Submission.objects.filter(preprint=submission.preprint_id, pk__lt=submission.pk)
    if person is not None:
        rows = rows.filter(submitter=person) | rows.publicly_ended()
    return [
        EarlierSubmission(
            words=_words(row),
            reason=row.decline_words if _may_read_why(row, person) else "",
            submitted_at=row.submitted_at,
            ended_at=_ended_at(row),
        )
        for row in rows.order_by("-pk")
    ]


def _words(row: Submission) -> str:
    ended = _("Ended by the editors")
    return ended if row.ended_because else str(Submission.State(row.state).label)


def _may_read_why(row: Submission, person: User | None) -> bool:
    is_own = person is None or row.submitter_id == person.pk
    return is_own or row.reasons_published_at is not None


def _ended_at(row: Submission) -> datetime | None:
    if row.state == Submission.State.LAPSED:  # it may have been decided on before
        return row.lapsed_at
    return row.withdrawn_at or row.decided_at
