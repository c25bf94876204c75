"""Who is an author of a work, and who says so: decisions on plain values."""

from collections.abc import Collection

from reviews import author_errors, errors, moves, rules


def check_can_confirm_author(
    *,
    state: str,
    editor_id: int,
    is_editor: bool,
    editor_ids: Collection[int],
    author_ids: Collection[int],
) -> None:
    """Once a work has editors it is theirs alone, for they know a hidden reviewer.

    editor_ids: the editors of the work; empty before the triage. author_ids: as known so far.
    """
    rules.check_is_editor(is_editor=is_editor)
    moves.CONFIRM_AUTHOR.check(state)
    if editor_ids and editor_id not in editor_ids:
        raise author_errors.NotAnEditorOfTheWork
    rules.check_is_no_author(person_id=editor_id, author_ids=author_ids)


def check_can_be_author(
    *,
    person_id: int,
    author_user_id: int | None,
    author_ids: Collection[int],
    editor_ids: Collection[int],
    reviewer_ids: Collection[int],
) -> None:
    """author_user_id: who is confirmed as this author already. author_ids: the confirmed ones.
    reviewer_ids: who reviews the work, or has reviewed it."""
    if author_user_id not in (None, person_id):
        raise author_errors.AuthorIsKnown
    if author_user_id is None and person_id in author_ids:
        raise author_errors.AlreadyAnAuthor
    if person_id in editor_ids:
        raise errors.EditorIsAuthor
    if person_id in reviewer_ids:
        raise author_errors.ReviewerIsAuthor
