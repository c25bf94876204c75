"""What is sealed in a row is read with the key of the server, or with an older one of its keys."""

import pytest
from cryptography.fernet import InvalidToken

from web.sealing import seal, unseal

OLD, NEW = "o" * 40, "n" * 40


def test_what_an_older_key_sealed_can_still_be_read(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    sealed = seal("a secret link")
    assert "secret" not in sealed
    settings.SECRET_KEY = NEW
    with pytest.raises(InvalidToken):
        unseal(sealed)
    settings.SECRET_KEY_FALLBACKS = [OLD]
    assert unseal(sealed) == "a secret link"


def test_what_is_sealed_now_needs_the_present_key(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    sealed = seal("a secret link")
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(sealed) == "a secret link"
