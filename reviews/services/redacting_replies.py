"""Redacting what was published in reply: a revision's note and answers, a correction, and why an
appeal against an assessment was decided. The rest is as in `redacting`."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from reviews import moves, redaction_errors
from reviews.models import Appeal, Correction, Revision
from reviews.published import revision_key, revision_personal, revision_public
from reviews.published_corrections import (
    corrections_key,
    corrections_personal,
    corrections_public,
)
from reviews.services.redacted_declarations import redact_copies
from reviews.services.redaction_events import event_of
from reviews.services.redaction_steps import (
    Passage,
    Redacted,
    RedactionEvent,
    check_may_redact,
    record_redaction,
)
from reviews.services.reviewing import lock_round
from reviews.services.submissions import lock_submission


def redact_revision(
    revision_id: int, *, editor: User, passage: Passage, reason: str, now: datetime
) -> Revision:
    """Its note, or the answer to one review. As `redacting.redact_review`."""
    redacted = Redacted.of(Revision.objects.get(pk=revision_id), passage, reason)
    rows = Revision.objects.select_related("version", "round__submission")
    with transaction.atomic():
        known = Revision.objects.select_related("round").get(pk=revision_id)
        lock_submission(known.round.submission_id)
        revision = rows.select_for_update(of=("self",)).get(pk=revision_id)
        check_may_redact(revision, editor)
        event = RedactionEvent(
            "revision.redacted",
            about=revision.version,
            data={"revision": revision.identifier, "row": revision_key(revision)},
            public=lambda: revision_public(revision),
            personal=lambda: revision_personal(revision),
        )
        return record_redaction(revision, redacted, event, editor=editor, now=now)


def redact_correction(
    correction_id: int, *, editor: User, passage: Passage, reason: str, now: datetime
) -> Correction:
    """What its author said of the text. The editor's note: a managing editor who has no part in the
    work. As `redacting.redact_review`."""
    redacted = Redacted.of(Correction.objects.get(pk=correction_id), passage, reason)
    rows = Correction.objects.select_related("round__submission", "round__version", "review")
    with transaction.atomic():
        lock_round(Correction.objects.values_list("round_id", flat=True).get(pk=correction_id))
        correction = rows.select_for_update(of=("self",)).get(pk=correction_id)
        check_may_redact(correction, editor, passage.part)
        if correction.posted_at is None:
            raise redaction_errors.NothingToRedact
        event = RedactionEvent(
            "corrections.redacted",
            about=correction.round.version,
            data={"row": corrections_key(correction.round), "round": correction.round.number},
            public=lambda: corrections_public(_posted_with(correction)),
            personal=lambda: corrections_personal(_posted_with(correction)),
        )
        return record_redaction(correction, redacted, event, editor=editor, now=now)


def _posted_with(correction: Correction) -> list[Correction]:
    posted = Correction.objects.posted().filter(round=correction.round_id)
    return list(posted.select_related("review").order_by("number"))


def redact_appeal(
    appeal_id: int, *, editor: User, passage: Passage, reason: str, now: datetime
) -> Appeal:
    """Why an appeal against an assessment was decided so, by a managing editor who has no part in
    the work and did not decide it. As `redacting.redact_review`."""
    redacted = Redacted.of(Appeal.objects.get(pk=appeal_id), passage, reason)
    rows = Appeal.objects.select_related("work", "assessment__version")
    with transaction.atomic():
        known = Appeal.objects.values_list("work_id", "assessment__round_id").get(pk=appeal_id)
        if known[1] is None:
            raise redaction_errors.NothingToRedact
        lock_submission(known[0])
        lock_round(known[1])
        appeal = rows.select_for_update(of=("self",)).get(pk=appeal_id)
        check_may_redact(appeal, editor)
        moves.REDACT_APPEAL.check(appeal.state)
        redact_copies(appeal, passage, reason, editor=editor, now=now)
        event = event_of(appeal, passage.part)
        return record_redaction(appeal, redacted, event, editor=editor, now=now)
