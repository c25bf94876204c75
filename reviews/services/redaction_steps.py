"""What every redaction does: who may, what is sealed, what the log says then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from accounts.models import User
from events.forgetting import forget_public_salts
from events.models import Event
from events.outbox import promise
from events.services import record_event
from preprints.models import Preprint, Version
from reviews import redaction_errors, redaction_rules
from reviews.models import (
    Appeal,
    Assessment,
    ConfirmedAssessment,
    Correction,
    IssueInterests,
    Reopening,
    Response,
    Review,
    SealedOriginal,
    Submission,
    TriageProposal,
)
from reviews.models.sealed_originals import HasSubmission, Of, kind_of
from reviews.models.withdrawable import WithdrawnBy
from reviews.redaction_parts import (
    entry_fields,
    fields_with,
    is_entry,
    is_tombstone,
    kept_in,
    parts_of,
)
from reviews.services.editor_interests import check_may_act
from reviews.services.published_changes import change_published
from reviews.services.submissions import authors_of
from reviews.services.withdrawing import involved_in, involved_with_review

Row = TypeVar("Row", bound=Of)
OfAssessment = Reopening | ConfirmedAssessment  # what was said of it later


@dataclass(frozen=True, slots=True)
class Passage:
    """part: of the text. any_case: capitals are as good as small letters."""

    part: str
    text: str
    any_case: bool = False


@dataclass(frozen=True, slots=True)
class Redacted:
    """part: of the text. original: how it was written, when this was made of it. left: how it is
    to read; fields: what the row is to have then. reason: for readers."""

    part: str
    original: str
    left: str
    reason: str
    fields: Mapping[str, object]

    @classmethod
    def of(cls, row: Of, passage: Passage, reason: str) -> "Redacted":
        """Before anything is locked, for a slow text would keep others waiting."""
        original = parts_of(row).get(passage.part)
        if original is None:
            raise redaction_errors.PassageNotFound
        left = redaction_rules.without_passage(
            original,
            passage.text,
            any_case=passage.any_case,
            as_published=_as_published(row, passage.part, original),
        )
        redaction_rules.check_reason_is_without(reason, passage.text, any_case=passage.any_case)
        fields = {} if is_entry(passage.part) else fields_with(row, passage.part, left)
        return cls(passage.part, original, left, reason, fields)


def _as_published(row: Of, part: str, now: str) -> str | None:
    """Before its first redaction. None: of what nobody can withdraw a short text may be little but
    a name."""
    if not isinstance(row, Review | Response | Assessment) or is_tombstone(row) or is_entry(part):
        return None
    of_part = SealedOriginal.objects.filter(part=part, **{kind_of(row): row})
    return of_part.values_list("text", flat=True).first() or now


@dataclass(frozen=True, slots=True)
class RedactionEvent:
    """The event that says how the text stands then. public, personal: once it does."""

    kind: str
    about: Version | Preprint
    data: dict[str, Any]
    public: Callable[[], tuple[str, ...]]
    personal: Callable[[], tuple[str, ...]]


def check_may_redact(row: Of, editor: User, part: str = "") -> None:
    """row: with its submission, if it has one. part: "" before one is chosen.

    Raises NotYoursToRedact or InterestsNotDeclared.
    """
    submission = submission_of(row)
    redaction_rules.check_may_redact(
        person_id=editor.pk,
        is_editor=editor.is_editor,
        is_managing_editor=editor.is_managing_editor,
        editor_ids=(submission.editor_id, submission.second_editor_id) if submission else (),
        author_ids=authors_of(submission) if submission else (),
        involved_ids=_involved_with(row) | _decided_by(row),
        is_by_editors=isinstance(
            row, Assessment | Appeal | OfAssessment | Submission | IssueInterests
        )
        or (isinstance(row, Correction) and part == "note"),
    )
    if not may_read(row, part, editor):
        raise redaction_errors.NotYoursToRedact
    if submission is not None:
        check_may_act(submission, editor)


def _decided_by(row: Of) -> set[int]:
    """Nobody redacts the reason that they gave themselves, as part of the journal."""
    by: tuple[int | None, ...] = ()
    if isinstance(row, Submission):
        return _declined_by(row)
    if isinstance(row, Appeal | ConfirmedAssessment | IssueInterests):
        by = (row.editor_id,)
    elif isinstance(row, Reopening):
        by = (row.opened_by_id, row.decided_by_id)
    elif is_tombstone(row) and row.withdrawn_as == WithdrawnBy.JOURNAL:
        by = (row.withdrawn_by_id,)
    return {pk for pk in by if pk}


def _declined_by(submission: Submission) -> set[int]:
    """Also who did before an appeal took it back: the submission has other editors since."""
    events = Event.objects.about_preprint(submission.preprint_id)
    declined = events.filter(kind="submission.declined")
    proposals = TriageProposal.objects.filter(
        submission__preprint=submission.preprint_id, decision=TriageProposal.Decision.DECLINE
    )
    agreed = proposals.filter(state=TriageProposal.State.AGREED)
    proposed_by = set(proposals.values_list("proposed_by", flat=True))
    agreed_by = set(agreed.values_list("ended_by", flat=True))
    by_event = set(declined.values_list("actor_id", flat=True))
    return {pk for pk in proposed_by | agreed_by | by_event if pk is not None}


def may_read(row: Of, part: str, editor: User) -> bool:
    """What a review recommends to the authors is read by them and by the work's two editors."""
    if part != "recommendations":
        return True
    submission = submission_of(row)
    two = (submission.editor_id, submission.second_editor_id) if submission else ()
    return editor.is_editor and editor.pk in two


def parts_for(row: Of, editor: User) -> dict[str, str]:
    """Those that this editor may read."""
    return {part: text for part, text in parts_of(row).items() if may_read(row, part, editor)}


def submission_of(row: Of) -> Submission | None:
    """None of a review without a round: it has no two editors."""
    if isinstance(row, Appeal):
        return row.work
    if isinstance(row, Submission):
        return row
    return row.submission if isinstance(row, HasSubmission) else row.round.submission


def _involved_with(row: Of) -> set[int]:
    submission = None if isinstance(row, Review) else submission_of(row)
    if isinstance(row, Review):
        return involved_with_review(row)
    return involved_in(submission) if submission else set()


def record_redaction(
    row: Row, redacted: Redacted, event: RedactionEvent, *, editor: User, now: datetime
) -> Row:
    """The caller has locked the row. Who redacts twice at once redacts once."""
    redaction_rules.check_reason(redacted.reason)
    if parts_of(row).get(redacted.part) != redacted.original:
        raise redaction_errors.TextIsRedactedMeanwhile
    original = SealedOriginal.objects.create(
        **{kind_of(row): row},
        part=redacted.part,
        text=redacted.original,
        redacted_by=editor,
        redacted_at=now,
    )
    day = now.astimezone(UTC).date().isoformat()
    redaction = {"part": redacted.part, "reason": redacted.reason, "on": day}
    _change(row, redacted, redaction)
    forget_public_salts(event.kind, event.data["row"])
    record_event(
        event.kind,
        about=event.about,
        actor_id=editor.pk,
        now=now,
        data={**event.data, "original": original.pk},
        public=event.public(),
        personal=event.personal(),
        sealed=redacted.original,
    )
    promise("reviews.notify_of_redaction", original_id=original.pk)
    return row


def _change(row: Of, redacted: Redacted, redaction: dict[str, str]) -> None:
    kept, fields = kept_in(row, redacted.part), redacted.fields
    if is_entry(redacted.part):
        fields = entry_fields(row, redacted.part, redacted.left)
    for name, value in fields.items():
        setattr(kept, name, value)
    row.redactions = [*row.redactions, redaction]
    if kept != row:
        change_published(kept, list(fields))
        change_published(row, ["redactions"])
        return
    change_published(row, list({*fields, "redactions"}))
