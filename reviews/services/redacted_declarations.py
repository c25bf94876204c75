"""A step of redacting an assessment: what an editor declared is redacted where they declared it.

Later assessments, and the reasons of a decline, are published with that.
"""

from collections.abc import Iterator

from django.db.models import QuerySet

from reviews.models import Assessment, EditorInterests
from reviews.models.sealed_originals import OTHER
from reviews.other_interests import OtherEditor
from reviews.passages import replaced
from reviews.redaction_parts import OWN_INTERESTS, parts_of
from reviews.services.redaction_steps import Passage


def declarations_with(assessment: Assessment, passage: Passage) -> list[EditorInterests]:
    """Those of which the part is a copy, as far as the passage stands there, too."""
    return [row for row, _left in _redacted(assessment, passage, EditorInterests.objects.all())]


def redact_declarations(assessment: Assessment, passage: Passage) -> None:
    """Call it before the assessment itself is redacted, with its work and its round locked: what is
    posted or redacted meanwhile waits. Each declaration is locked, too, for it can be made anew."""
    rows = EditorInterests.objects.select_for_update(of=("self",))
    for row, left in _redacted(assessment, passage, rows):
        row.words = left
        row.save(update_fields=["words"])


def _redacted(
    assessment: Assessment, passage: Passage, rows: "QuerySet[EditorInterests]"
) -> Iterator[tuple[EditorInterests, str]]:
    """Each with its words as they are to read. rows: the declarations to look among."""
    if passage.part != OWN_INTERESTS and not passage.part.startswith(OTHER):
        return
    of_work = rows.filter(submission=assessment.round.submission_id)
    for row in _declared(assessment, passage.part, of_work):
        left, count = replaced(row.words, passage.text, any_case=passage.any_case)
        if count:
            yield row, left


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
