"""A step of redacting an assessment, or a decline: what an editor declared is redacted where they
declared it.

Later assessments, and the reasons of a decline, are published with that.
"""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from reviews.models import (
    Appeal,
    Assessment,
    ConfirmedAssessment,
    EditorInterests,
    IssueInterests,
    Reopening,
    Submission,
)
from reviews.models.redactable import ACT, DECISION_ACT
from reviews.models.sealed_originals import OTHER
from reviews.other_interests import OtherEditor
from reviews.passages import replaced
from reviews.redaction_parts import OWN_INTERESTS, parts_of
from reviews.services.redaction_steps import Passage

OfAct = Reopening | ConfirmedAssessment | Appeal
Declares = Assessment | Submission | IssueInterests | OfAct


def declarations_with(published: Declares, passage: Passage) -> list[EditorInterests]:
    """Those of which the part is a copy, as far as the passage stands there, too."""
    return [row for row, _left in _redacted(published, passage, EditorInterests.objects.all())]


def redact_declarations(published: Declares, passage: Passage) -> None:
    """Call it before the text itself is redacted, with its work and its round, if any, locked: what
    is posted or redacted meanwhile waits. Each declaration is locked, too, for it can be made anew.
    """
    rows = EditorInterests.objects.select_for_update(of=("self",))
    for row, left in _redacted(published, passage, rows):
        row.words = left
        row.save(update_fields=["words"])


def _redacted(
    published: Declares, passage: Passage, rows: "QuerySet[EditorInterests]"
) -> Iterator[tuple[EditorInterests, str]]:
    """Each with its words as they are to read. rows: the declarations to look among."""
    for row in _copied_to(published, passage.part, rows):
        left, count = replaced(row.words, passage.text, any_case=passage.any_case)
        if count:
            yield row, left


def _copied_to(
    published: Declares, part: str, rows: "QuerySet[EditorInterests]"
) -> Collection[EditorInterests]:
    if isinstance(published, Submission):
        words = parts_of(published).get(part) if f"-{OTHER}" in part else None
        return rows.filter(submission=published, words=words) if words else ()
    if isinstance(published, IssueInterests):
        by_same = rows.filter(submission__preprint=published.version.preprint_id)
        return by_same.filter(editor=published.editor_id) if part == OWN_INTERESTS else ()
    if isinstance(published, OfAct):
        return _declared_with_act(published, part, rows)
    of_work = rows.filter(submission=published.round.submission_id)
    is_declared = part == OWN_INTERESTS or part.startswith(OTHER)
    return _declared(published, part, of_work) if is_declared else ()


def _declared_with_act(
    said: OfAct, part: str, rows: "QuerySet[EditorInterests]"
) -> Collection[EditorInterests]:
    """Of an editor who has another part in the work; nobody else has a declaration there."""
    if not part.startswith((ACT, DECISION_ACT)):
        return ()
    if isinstance(said, Reopening):
        by = said.decided_by_id if part.startswith(DECISION_ACT) else said.opened_by_id
        return rows.filter(submission=said.submission, editor=by)
    work = said.work_id if isinstance(said, Appeal) else said.round.submission_id
    return rows.filter(submission=work, editor=said.editor_id)


def _declared(
    assessment: Assessment, part: str, rows: "QuerySet[EditorInterests]"
) -> list[EditorInterests]:
    """Who wrote and who approved it is known, whatever they declare by now; of all others the
    assessment does not say who they are: theirs is the one that reads alike."""
    if part == OWN_INTERESTS:
        return list(rows.filter(editor=assessment.written_by_id))
    entry = assessment.other_interests[int(part.removeprefix(OTHER)) - 1]
    if entry["editor"] == OtherEditor.SECOND:
        return list(rows.filter(editor=assessment.approved_by_id))
    known = (assessment.written_by_id, assessment.approved_by_id)
    return list(rows.exclude(editor__in=known).filter(words=parts_of(assessment).get(part)))
