"""Whether a rule refuses, as the tests of rules ask it."""

import pytest

from reviews import errors


def refuses(check, error, **values):
    """Whether a rule refuses with this error; None: whether it allows it."""
    if error is None:
        check(**values)
    else:
        with pytest.raises(errors.ReviewError) as refused:
            check(**values)
        assert type(refused.value) is error
