import pytest

from drafts import errors, rules


def test_how_long_a_form_may_be():
    rules.check_form_size(size_bytes=500_000)
    with pytest.raises(errors.DraftTooLong):
        rules.check_form_size(size_bytes=500_001)


def test_how_long_all_drafts_of_a_person_may_be():
    rules.check_drafts_fit(size_bytes=5_000_000)
    with pytest.raises(errors.DraftsFull):
        rules.check_drafts_fit(size_bytes=5_000_001)
