"""Who may redact a passage of what is published, and how the text reads then."""

import re
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
    """The text with the mark at each place where the passage stood, as whole words.

    >>> without_passage("He, Dr X, errs. Dr X knows Dr Xu.", "Dr X")
    'He, [redacted], errs. [redacted] knows Dr Xu.'
    """
    words = _as_words(passage.strip().replace("\r\n", "\n"))
    parts = _between_marks(text)
    left = MARK.join(words.sub(MARK, part) for part in parts)
    if left == MARK.join(parts):
        raise errors.PassageNotFound
    if not any(map(str.isalnum, left.replace(MARK, ""))):
        raise errors.NothingWouldBeLeft
    return left


def _as_words(passage: str) -> re.Pattern[str]:
    """The passage, where no letter or digit goes on before or after it; an empty one is nowhere."""
    begins = r"(?<!\w)" if passage[:1].isalnum() else ""
    ends = r"(?!\w)" if passage[-1:].isalnum() else ""
    return re.compile(begins + re.escape(passage) + ends if passage else r"(?!)")


def _between_marks(text: str) -> list[str]:
    """What stands before, between and after the earlier redactions: a mark is no passage."""
    return text.replace("\r\n", "\n").split(MARK)


def check_points_stay(before: Collection[str], after: Collection[str]) -> None:
    if len(before) != len(after):
        raise errors.PassageOverPoints


def check_can_read_original(
    *, is_managing_editor: bool, person_id: int, involved_ids: Collection[int], reason: str
) -> None:
    """involved_ids: authors and reviewers of the work: what was redacted can name one of them."""
    if not is_managing_editor or person_id in involved_ids:
        raise errors.NotTheJournals
    if not reason.strip():
        raise errors.ReadingReasonMissing
