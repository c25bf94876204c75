"""Who may redact a passage of what is published, and how the text reads then."""

from collections.abc import Collection

from reviews import redaction_errors as errors

MARK = "[redacted]"


def check_may_redact(
    *,
    person_id: int,
    is_editor: bool,
    is_managing_editor: bool,
    editor_ids: Collection[int | None],
    author_ids: Collection[int],
    involved_ids: Collection[int],
    is_assessment: bool,
) -> None:
    """editor_ids: of the work's two; they wrote its assessment, and do not redact that.

    involved_ids: authors, editors and reviewers of the work.
    """
    is_one_of_two = is_editor and person_id in editor_ids and person_id not in author_ids
    if is_one_of_two and not is_assessment:
        return
    if not is_managing_editor or person_id in involved_ids:
        raise errors.NotYoursToRedact


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise errors.RedactionReasonMissing


def without_passage(text: str, passage: str) -> str:
    """The text with the mark at each place where the passage stood. What is a part of the mark
    itself is no passage.

    >>> without_passage("He, Dr X, errs. Dr X knows.", "Dr X")
    'He, [redacted], errs. [redacted] knows.'
    """
    passage = passage.strip().replace("\r\n", "\n")
    text = text.replace("\r\n", "\n")
    if not passage or passage not in text or passage in MARK:
        raise errors.PassageNotFound
    return text.replace(passage, MARK)


def check_points_stay(before: Collection[str], after: Collection[str]) -> None:
    if len(before) != len(after):
        raise errors.PassageOverPoints


def check_can_read_original(*, is_managing_editor: bool, reason: str) -> None:
    if not is_managing_editor:
        raise errors.NotTheJournals
    if not reason.strip():
        raise errors.ReadingReasonMissing
