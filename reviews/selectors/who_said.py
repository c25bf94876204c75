"""Which editors' words a published text is: said of an assessment later, or with a decline."""

from datetime import datetime

from events.models import Event
from reviews.models import Appeal, ConfirmedAssessment, Reopening, Submission, TriageProposal

OfAct = Reopening | ConfirmedAssessment | Appeal


def who_said(row: OfAct, part: str) -> int | None:
    """part: of the text, as in `redaction_parts`. None where no editor did: it began by itself."""
    if isinstance(row, Reopening):
        return row.decided_by_id if row.is_of_decision(part) else row.opened_by_id
    return row.editor_id


def who_declined(submission: Submission, declined_at: datetime | None) -> set[int]:
    """One who proposed it and one who agreed, or one alone. Its editors can be others since: an
    appeal that is upheld takes it from them."""
    if declined_at is None:
        return set()
    declines = Event.objects.about_preprint(submission.preprint_id).filter(
        kind="submission.declined", at=declined_at
    )
    proposals = TriageProposal.objects.filter(submission=submission, ended_at=declined_at)
    ids = [*declines.values_list("actor_id", flat=True)]
    for pair in proposals.values_list("proposed_by", "ended_by"):
        ids += pair
    return {pk for pk in ids if pk is not None}
