from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from events.verifying import verify_log
from tests.events.published import Journal
from tests.factories.times import NOW
from tests.made_once import check_what_was_made, made_once


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: Any) -> Iterator[Journal]:
    """Made once for a module: its tests take back what they do to it."""
    with made_once(django_db_blocker):
        made = Journal()
        assert verify_log(now=NOW).broken_at is None
        check_what_was_made()
        yield made


@pytest.fixture
def journal(published: Journal, db: None) -> Journal:
    return deepcopy(published)
