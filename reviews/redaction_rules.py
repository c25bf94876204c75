"""Who may redact a passage of what is published, and how the text reads then."""

import re
from collections.abc import Collection

from reviews import limits
from reviews import redaction_errors as errors
from reviews.passages import MARK, replaced

_NUMBER_OF_POINT = re.compile(r"^[ \t]*\d{1,9}[.)](?=\s)", re.MULTILINE)


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


def check_reason_is_without(reason: str, passage: str, *, any_case: bool) -> None:
    """Everybody reads it.

    >>> check_reason_is_without("It named a person.", "Dr X", any_case=True)
    """
    _left, count = replaced(reason, passage, any_case=any_case)
    if count:
        raise errors.PassageInReason


def without_passage(
    text: str, passage: str, *, any_case: bool = False, as_published: str | None = None
) -> str:
    """The text with the mark at each place where the passage stood, as whole words.

    as_published: before its first redaction, of a text that can be withdrawn instead: at least half
    of its words stay, whatever the number of redactions.

    >>> without_passage("He, Dr X, errs. Dr\\nX knows Dr Xu.", "Dr X")
    'He, [redacted], errs. [redacted] knows Dr Xu.'
    """
    if len(passage) > limits.PASSAGE_CHARACTERS:
        raise errors.PassageTooLong
    left, count = replaced(text, passage, any_case=any_case)
    if not count:
        raise errors.PassageNotFound
    words = _words_of(left)
    if not words:
        raise errors.NothingWouldBeLeft
    if as_published is not None and 2 * words < _words_of(as_published):
        raise errors.TooLittleWouldBeLeft
    return left


def _words_of(text: str) -> int:
    """How many there are beside the marks; the number of a point in a list is none."""
    without_numbers = _NUMBER_OF_POINT.sub("", text)
    words = without_numbers.replace(MARK, " ").split()
    return sum(any(map(str.isalnum, word)) for word in words)


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
