"""Whether a published review may be signed later: a decision on plain values."""

from reviews import signing_errors as errors


def check_can_sign(
    *, person_id: int, writer_id: int, is_guest: bool, is_signed: bool, shares_pseudonym: bool
) -> None:
    """shares_pseudonym: other reviews bear it, which would be known by the name as well."""
    if person_id != writer_id or is_guest:
        raise errors.NotYoursToSign
    if is_signed:
        raise errors.SignedAlready
    if shares_pseudonym:
        raise errors.PseudonymIsShared
