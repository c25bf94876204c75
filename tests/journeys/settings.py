"""The journal's settings as they are in production, but for what takes time by design."""

from journal.settings import *  # noqa: F403

# Each sign-in costs a third of a second otherwise; the first hour (tests/running) signs in so.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
