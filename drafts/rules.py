"""How much text is kept: decisions on plain values, without database, clock or settings."""

from drafts import errors, limits


def check_form_size(*, size_bytes: int) -> None:
    if size_bytes > limits.MAX_FORM_BYTES:
        raise errors.DraftTooLong


def check_drafts_fit(*, size_bytes: int) -> None:
    """size_bytes: of all drafts of one person."""
    if size_bytes > limits.MAX_DRAFTS_BYTES:
        raise errors.DraftsFull
