import pytest


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """These tests make hundreds of people who never sign in with a password."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
