"""The competing interests of editors, as everybody reads them: of an assessment's other editors,
and of those who declined a submission.

Who wrote it declares with its text. Who approved it, who took the work over since, and whoever else
declared in the work, at triage or as its editor before, declared to the editors: what of it is for
readers is fixed in `Assessment.other_interests` when it is posted, or in
`Submission.decline_interests` when an author publishes why the work was declined.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.interests import Interests, interests_in_words, ordered
from reviews.models import Assessment, EditorInterests, Submission


class OtherEditor(models.TextChoices):
    SECOND = "second", _("Competing interests of the editor who approved it:")
    HANDLING = "handling", _("Competing interests of the editor who took the work over:")
    BEFORE = "before", _("Competing interests of an editor who decided on it or handled it before:")
    DECLINED = "declined", _("Competing interests of an editor who declined it:")
    WRITER = "writer", _("Competing interests of the editor who wrote this:")


WHO_APPROVES = _("Competing interests of the second editor, who is to approve it:")


class Declared(models.TextChoices):
    """What is public of it. Told to the editors alone: while nothing was said of readers yet."""

    NONE = "none", _("None.")
    WORDS = "words", ""
    TO_EDITORS = "to-editors", _("Declared to the journal’s editors.")
    NOT_DECLARED = "not-declared", _("Not declared.")
    NOT_ASKED = "not-asked", _("Not asked then.")


@dataclass(frozen=True, slots=True)
class InterestLine:
    """A line below an assessment: whose interests, and which."""

    whose: str
    words: str


def other_interests(assessment: Assessment) -> list[dict[str, Any]]:
    """As they stand now, to be kept with the assessment: the editor who approved it or will, who
    handles the work, where somebody else wrote it, and whoever else declared for readers, once
    each. assessment: with its round's submission."""
    submission = assessment.round.submission
    second_id = assessment.approved_by_id or submission.second_editor_id
    people = {second_id: OtherEditor.SECOND}
    people.setdefault(submission.editor_id, OtherEditor.HANDLING)
    people.pop(assessment.written_by_id, None)
    return _with_others(submission, people, but={assessment.written_by_id})


def interests_of_decline(submission: Submission) -> list[dict[str, Any]]:
    """As they stand now, to be kept with the published reasons: of who declined it, one editor or
    two, and of whoever else declared for readers."""
    two = (submission.editor_id, submission.second_editor_id)
    return _with_others(submission, {pk: OtherEditor.DECLINED for pk in two if pk}, but=set())


def _with_others(
    submission: Submission, people: Mapping[int | None, OtherEditor], *, but: set[int | None]
) -> list[dict[str, Any]]:
    """people: who holds which place."""
    rows = EditorInterests.objects.filter(submission=submission)
    declared = {row.editor_id: row for row in rows}
    left_out = {*people, *but}
    before = [
        _public(OtherEditor.BEFORE, row)
        for pk, row in declared.items()
        if pk not in left_out and row.declared_at and row.is_for_readers and not row.has_only_left
    ]
    return [*(_public(place, declared.get(pk or 0)) for pk, place in people.items()), *before]


def as_shown(place: OtherEditor, declared: Interests) -> dict[str, Any]:
    """Of who declares for readers with what they say."""
    return {
        "editor": str(place),
        "declared": str(Declared.WORDS if declared.are_declared else Declared.NONE),
        "interest_kinds": list(ordered(declared.kinds)),
        "words": declared.words,
    }


def shown_row(place: OtherEditor, row: EditorInterests) -> dict[str, Any]:
    """The same of what was declared before."""
    return _public(place, row)


def _public(place: OtherEditor, row: EditorInterests | None) -> dict[str, Any]:
    kinds, words = (row.kinds, row.words) if row and row.is_for_readers else ([], "")
    return {
        "editor": str(place),
        "declared": str(_declared(row)),
        "interest_kinds": list(ordered(kinds)),
        "words": words,
    }


def _declared(row: EditorInterests | None) -> Declared:
    if row is None:
        return Declared.NOT_ASKED
    if row.declared_at is None:
        return Declared.NOT_DECLARED
    if not (row.kinds or row.words):
        return Declared.NONE
    return Declared.WORDS if row.is_for_readers else Declared.TO_EDITORS


def lines_of_draft(stored: Iterable[Mapping[str, Any]]) -> list[InterestLine]:
    """The same while nobody has approved it."""
    return [
        InterestLine(str(WHO_APPROVES), _in_words(one))
        if one["editor"] == OtherEditor.SECOND
        else InterestLine(str(OtherEditor(one["editor"]).label), _in_words(one))
        for one in stored
    ]


def interest_lines(stored: Iterable[Mapping[str, Any]]) -> list[InterestLine]:
    return [InterestLine(str(OtherEditor(one["editor"]).label), _in_words(one)) for one in stored]


def _in_words(one: Mapping[str, Any]) -> str:
    if one["declared"] == Declared.WORDS:
        return interests_in_words(one["interest_kinds"], one["words"])
    return str(Declared(one["declared"]).label)


def as_committed(stored: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """For what the log holds of an assessment; nothing of one from before they were public."""
    return tuple(
        part
        for one in stored
        for part in (one["editor"], one["declared"], ",".join(one["interest_kinds"]), one["words"])
    )
