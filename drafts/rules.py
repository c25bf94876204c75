"""How much text is kept: decisions on plain values, without database, clock or settings."""

from drafts import errors

# A form together, whether it is saved while one writes or sent; the longest field alone is
# `reviews.fields.MAX_TEXT`. Encoded for a request it stays below DATA_UPLOAD_MAX_MEMORY_SIZE.
MAX_FORM_BYTES = 500_000
MAX_DRAFTS_BYTES = 5_000_000  # of one person


def check_form_size(*, size_bytes: int) -> None:
    if size_bytes > MAX_FORM_BYTES:
        raise errors.DraftTooLong


def check_drafts_fit(*, size_bytes: int) -> None:
    """size_bytes: of all drafts of one person."""
    if size_bytes > MAX_DRAFTS_BYTES:
        raise errors.DraftsFull
