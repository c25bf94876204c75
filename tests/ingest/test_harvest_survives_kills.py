"""The recorded three-page answer of arXiv, harvested over HTTP by real processes."""

import os
import random
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.replay.server import ReplayServer

ROOT = Path(__file__).parents[2]
KILLS = 5
WORKS = 2265
# What the catalogue and the log say, without the numbers and moments that differ from run to run.
CONTENT = {
    "works": "SELECT status, kind, first_posted_at, shows_full_text FROM preprints_preprint",
    "versions": """
        SELECT number, source_version, title_html, abstract_html, author_line, posted_at,
               categories::text, comment, content_hash, is_withdrawn FROM preprints_version""",
    "places": "SELECT source, external_id, url, is_canonical FROM preprints_location",
    "authors": """
        SELECT version.content_hash, position, name, affiliation FROM preprints_author AS author
        JOIN preprints_version AS version ON version.id = author.version_id""",
    "relations": "SELECT kind, scheme, external_id FROM preprints_relation",
    "events": "SELECT kind, data::text FROM events_event",
    "errands": "SELECT source, external_id, version, why FROM ingest_errand",
    "rejects": "SELECT external_id, content_hash, reason FROM ingest_reject",
}


class Catalogue:
    """A database of its own, and `manage.py harvest` into it."""

    def __init__(self, name: str, replay: ReplayServer) -> None:
        self.address = settings.DATABASE_URL.replace("/verso?", f"/{name}?")
        sources = {
            key: ",".join(value) if isinstance(value, list) else str(value)
            for key, value in replay.settings.items()
        }
        self.environment = {
            **os.environ,
            **sources,
            "DATABASE_URL": self.address,
            "SECRET_KEY": "a key for harvests only, long enough",
        }

    def start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "manage.py", "harvest", "arxiv", "--since", "2023-03-07"],
            cwd=ROOT,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def harvest(self) -> str:
        process = self.start()
        said, complaint = process.communicate(timeout=120)
        assert process.returncode == 0, complaint
        return said.strip()

    def content(self) -> dict[str, list[tuple[object, ...]]]:
        with psycopg.connect(self.address) as connection:
            return {
                name: sorted(connection.execute(query).fetchall(), key=repr)
                for name, query in CONTENT.items()
            }

    def count(self, table: str) -> int:
        with psycopg.connect(self.address) as connection:
            row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert row is not None
            return int(row[0])


@pytest.fixture(scope="module")
def replay() -> Iterator[ReplayServer]:
    with ReplayServer() as server:
        yield server


@pytest.fixture(scope="module")
def catalogues(replay: ReplayServer) -> Iterator[list[Catalogue]]:
    """Two empty ones, the second copied from the first."""
    names = [f"verso_harvest_{secrets.token_hex(4)}" for _ in range(2)]
    first, second = (Catalogue(name, replay) for name in names)
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{names[0]}"')
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v0"],
            cwd=ROOT,
            env=first.environment,
            check=True,
        )
        with psycopg.connect(first.address) as connection:  # the recording is of no single set
            connection.execute("UPDATE ingest_source SET options = '{}' WHERE slug = 'arxiv'")
        admin.execute(f'CREATE DATABASE "{names[1]}" TEMPLATE "{names[0]}"')
        yield [first, second]
        for name in names:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_harvest_killed_five_times_gives_what_an_undisturbed_one_gives(catalogues, replay):
    undisturbed, killed = catalogues
    assert undisturbed.harvest() == f"{WORKS} new"
    assert undisturbed.count("preprints_preprint") == WORKS
    assert undisturbed.count("ingest_reject") == 0

    draw = random.Random(20230307)
    kills = 0
    while kills < KILLS:
        asked = len(replay.requests)
        process = killed.start()
        while len(replay.requests) == asked:  # it has not begun to ask
            assert process.poll() is None, process.communicate()
            time.sleep(0.01)
        time.sleep(draw.uniform(0.0, 0.6))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        kills += process.returncode == -signal.SIGKILL
    killed.harvest()
    assert killed.content() == undisturbed.content()

    rows = {table: killed.count(table) for table in ("preprints_version", "events_event")}
    assert killed.harvest() == f"{WORKS} known"
    assert rows == {table: killed.count(table) for table in rows}
