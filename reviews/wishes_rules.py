"""Who may tell the editors what the authors wish, and until when."""

from collections.abc import Set as AbstractSet

from reviews import moves, wishes_errors


def speaks_for_authors(
    *,
    person_id: int,
    confirmed_ids: AbstractSet[int],
    claiming_id: int | None,
    typed_by_id: int | None,
    is_decided: bool,
) -> bool:
    """Whether somebody reads and writes what the authors wish.

    confirmed_ids: of the work's authors. claiming_id: who submitted it as an author: while nobody
    is confirmed and nothing is decided, they see and replace what they typed, and nothing else.
    typed_by_id: who typed what stands there; None while there is nothing.
    """
    if confirmed_ids or is_decided:
        return person_id in confirmed_ids
    return person_id == claiming_id and typed_by_id in (None, person_id)


def check_can_wish(*, state: str, is_speaking: bool, is_review_in: bool) -> None:
    """is_speaking: as `speaks_for_authors` says."""
    moves.SAVE_WISHES.check(state)
    if not is_speaking:
        raise wishes_errors.WishesOfAuthors
    if is_review_in:
        raise wishes_errors.TooLateForWishes
