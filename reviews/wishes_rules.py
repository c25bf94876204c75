"""Who may tell the editors what the authors wish, and until when."""

from collections.abc import Collection

from reviews import moves, wishes_errors


def check_can_wish(
    *, state: str, person_id: int, author_ids: Collection[int], is_review_in: bool
) -> None:
    """author_ids: of the work, and who submitted it as an author."""
    moves.SAVE_WISHES.check(state)
    if person_id not in author_ids:
        raise wishes_errors.WishesOfAuthors
    if is_review_in:
        raise wishes_errors.TooLateForWishes
