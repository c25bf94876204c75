"""The journal of the access table: made once for the module, and every request taken back."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from unittest.mock import patch

import pytest

from tests.access import sections
from tests.access.answers import Browsers
from tests.access.known import asking_who_is_known, bare_error_pages
from tests.access.made_journal import make_journal
from tests.access.requests import Request
from tests.made_once import check_what_was_made, made_once
from tests.stored_rows import Watch, watching


@dataclass(frozen=True)
class Table:
    """requests: by the key of their row. watch: what is stored while none is made."""

    requests: dict[tuple[str, str, str], Request]
    sections: dict[str, list[Request]]
    browsers: Browsers
    watch: Watch


@pytest.fixture(scope="module")
def table(django_db_setup, django_db_blocker) -> Iterator[Table]:
    """All in one transaction, which ends with a rollback."""
    logging.disable(logging.CRITICAL)  # a line and a traceback for each answer that refuses
    try:
        with made_once(django_db_blocker), patch("ingest.services.sources.check_url"):
            journal = make_journal()
            found = sections.requests_of(journal)
            everything = [one for rows in found.values() for one in rows]
            browsers = Browsers(journal)
            check_what_was_made()
            with asking_who_is_known(browsers.known), bare_error_pages(), watching() as watch:
                yield Table({one.key: one for one in everything}, found, browsers, watch)
    finally:
        logging.disable(logging.NOTSET)
