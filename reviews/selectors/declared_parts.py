"""What editors declare of one work, wherever it is kept: to the journal, for an issue, or with what
they say. "Still so" copies the words from one place into another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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
from reviews.published_declines import with_published_reasons
from reviews.redaction_parts import OWN_INTERESTS, is_tombstone, parts_of
from reviews.selectors.who_said import OfAct, who_said

Declares = Assessment | Submission | IssueInterests | OfAct


@dataclass(frozen=True, slots=True)
class DeclaredPart:
    """part: of a text, as in `redaction_parts`; "" of what was declared to the journal. by: the
    editor whose it is; None where the text does not say: then it is nobody of not_by."""

    row: Declares | EditorInterests
    part: str
    words: str
    by: int | None
    not_by: tuple[int | None, ...] = ()

    def is_copy_of(self, other: "DeclaredPart") -> bool:
        """Of the same editor; where one does not say whose it is, it reads alike."""
        if self.by is not None and other.by is not None:
            return self.by == other.by
        return self.words == other.words and not (self._is_not(other) or other._is_not(self))

    def _is_not(self, other: "DeclaredPart") -> bool:
        """Whether somebody else's, as far as this one says whose it is not."""
        return other.by is not None and other.by in self.not_by

    @property
    def is_public(self) -> bool:
        row = self.row
        if isinstance(row, Assessment | IssueInterests):
            return row.published_at is not None
        if isinstance(row, Appeal):
            return row.assessment_id is not None and row.is_decided
        return not isinstance(row, EditorInterests)


def declared_part(row: Declares, part: str) -> DeclaredPart | None:
    """None of a part that declares nothing."""
    return next((one for one in _of_row(row) if one.part == part), None)


def declared_of_work(
    preprint_id: int, *, but: Declares, is_locking: bool
) -> Iterator[DeclaredPart]:
    """but: a row that is at hand, which is not loaded again. Of what is withdrawn nothing: its
    tombstone hides it."""
    for rows in _rows_of_work(preprint_id):
        found = rows.order_by("pk")
        for row in found.select_for_update(of=("self",)) if is_locking else found:
            yield from _of_row(but if row == but else row)


def _rows_of_work(preprint_id: int) -> tuple["QuerySet[Any]", ...]:
    of_version = {"version__preprint": preprint_id}
    of_round = ("version", "round__submission")
    of_assessment = ("version", "assessment__version", "assessment__round__submission")
    return (  # in the order in which rows are locked
        with_published_reasons().filter(preprint=preprint_id).select_related("version"),
        EditorInterests.objects.filter(submission__preprint=preprint_id),
        IssueInterests.objects.filter(**of_version).select_related("version"),
        Assessment.objects.filter(**of_version).select_related(*of_round),
        Reopening.objects.filter(**of_version).select_related(*of_assessment),
        ConfirmedAssessment.objects.filter(**of_version).select_related(*of_assessment),
        Appeal.objects.filter(work__preprint=preprint_id).select_related(
            "work", "assessment__version"
        ),
    )


def _of_row(row: Declares | EditorInterests) -> Iterator[DeclaredPart]:
    if isinstance(row, EditorInterests):
        yield DeclaredPart(row, "", row.words, row.editor_id)
        return
    if is_tombstone(row):
        return
    for part, words in parts_of(row).items():
        if part == OWN_INTERESTS:
            yield DeclaredPart(row, part, words, _writer_of(row))
        elif isinstance(row, Assessment) and part.startswith(OTHER):
            yield _of_other_editor(row, part, words)
        elif isinstance(row, Submission) and f"-{OTHER}" in part:
            yield DeclaredPart(row, part, words, by=None)
        elif isinstance(row, OfAct) and part.startswith((ACT, DECISION_ACT)):
            yield DeclaredPart(row, part, words, who_said(row, part))


def _writer_of(row: Declares) -> int | None:
    if isinstance(row, Assessment):
        return row.written_by_id
    return row.editor_id if isinstance(row, IssueInterests) else None


def _of_other_editor(row: Assessment, part: str, words: str) -> DeclaredPart:
    """Who wrote and who approved it is known, whatever they declare by now; of all others the
    assessment does not say who they are."""
    entry = row.other_interests[int(part.removeprefix(OTHER)) - 1]
    if entry["editor"] == OtherEditor.SECOND:
        return DeclaredPart(row, part, words, row.approved_by_id)
    return DeclaredPart(row, part, words, None, not_by=(row.written_by_id, row.approved_by_id))
