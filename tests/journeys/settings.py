"""The journal's settings as they are in production, but for what takes time by design."""

from journal.settings import *  # noqa: F403

# Each sign-in takes a third of a second otherwise; tests/running/test_first_hour.py has it so.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
