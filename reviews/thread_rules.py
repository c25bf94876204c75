"""Who may write in the thread of a round, and when: decisions on plain values."""

from collections.abc import Collection

from reviews import limits, moves, thread_errors


def is_editor_in_thread(
    *, person_id: int, is_editor: bool, editor_ids: Collection[int | None], author_ids: set[int]
) -> bool:
    """editor_ids: of the work's two editors, of whom one that is found to be an author reads
    nothing that reviewers tell the editors."""
    return is_editor and person_id in editor_ids and person_id not in author_ids


def check_can_write(move: moves.Move, *, round_state: str, is_in_thread: bool, text: str) -> None:
    move.check(round_state)
    if not is_in_thread:
        raise thread_errors.NotInThread
    if not text.strip():
        raise thread_errors.EntryMissing


def check_entries_today(written: int) -> None:
    """written: by this person in this thread, in the last 24 hours."""
    if written >= limits.THREAD_ENTRIES_A_DAY:
        raise thread_errors.TooManyEntries
