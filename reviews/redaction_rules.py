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
    is_by_editors: bool,
) -> None:
    """editor_ids: of the work's two; they wrote its assessment, and do not redact
    that, nor an answer of theirs: what is by editors.

    involved_ids: authors, editors and reviewers of the work.
    """
    is_one_of_two = is_editor and person_id in editor_ids and person_id not in author_ids
    if is_one_of_two and not is_by_editors:
        return
    if not is_managing_editor or person_id in involved_ids:
        raise errors.NotYoursToRedact


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise errors.RedactionReasonMissing


def without_passage(text: str, passage: str, *, any_case: bool = False) -> str:
    """The text with the mark at each place where the passage stood, as whole words.

    A line break or several spaces are as good as one space. any_case: capitals are as good as
    small letters.

    >>> without_passage("He, Dr X, errs. Dr\\nX knows Dr Xu.", "Dr X")
    'He, [redacted], errs. [redacted] knows Dr Xu.'
    """
    left, count = replaced(text, passage, any_case=any_case)
    if not count:
        raise errors.PassageNotFound
    if not any(map(str.isalnum, left.replace(MARK, ""))):
        raise errors.NothingWouldBeLeft
    return left


def replaced(text: str, passage: str, *, any_case: bool = False) -> tuple[str, int]:
    """What is left, and how many places have the mark instead."""
    words = _as_words(passage.split(), re.IGNORECASE if any_case else 0)
    found = [words.subn(MARK, part) for part in _between_marks(text)]
    return MARK.join(left for left, _count in found), sum(count for _left, count in found)


def _as_words(words: list[str], flags: int) -> re.Pattern[str]:
    """The passage, where no letter or digit goes on before or after it; an empty one is nowhere."""
    if not words:
        return re.compile(r"(?!)")
    begins = r"(?<!\w)" if words[0][0].isalnum() else ""
    ends = r"(?!\w)" if words[-1][-1].isalnum() else ""
    return re.compile(begins + r"\s+".join(map(re.escape, words)) + ends, flags)


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
