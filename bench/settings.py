"""The journal's settings with two addresses more, so that production's stay clean."""

from journal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
