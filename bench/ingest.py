"""Reading and storing arXiv's pages: records a second, beside lxml's pass and a bare COPY."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import psycopg
from lxml import etree

from bench.corpus import SEED, pages
from bench.journal import ROOT, SCRATCH, Journal, make_database
from bench.report import Metric, at_least, at_most

FEW = 10_000
MANY = {"small": 40_000, "full": 200_000}
ROUNDS = 3
DATABASE = "verso_bench_ingest"
PARSE_SHARE, STORE_SHARE, SHARE_AT_MANY, MEMORY_MB = 0.15, 0.30, 0.80, 300.0


def measure(journal: Journal, *, seconds: float) -> list[Metric]:
    many = MANY[os.environ.get("SCALE") or "small"]
    few_pages = _write(FEW)
    many_pages = _write(many)
    copied = _copy_rate(few_pages), _copy_rate(many_pages)
    few, most = _store(few_pages), _store(many_pages)
    beside = "bare COPY into a table with the same vector and GIN index"
    rates = [one["works"] / one["searchable"] for one in (few, most)]
    return [
        _parse(few_pages),
        at_least(f"ingest.store.{FEW}", rates[0], "works/s", copied[0], beside, STORE_SHARE),
        at_least(f"ingest.store.{many}", rates[1], "works/s", copied[1], beside, STORE_SHARE),
        at_least(
            "ingest.store.flat", rates[1], "works/s", rates[0], f"rate at {FEW}", SHARE_AT_MANY
        ),
        Metric(f"ingest.stored.{FEW}", few["works"] / few["stored"], "works/s"),
        Metric(f"ingest.stored.{many}", most["works"] / most["stored"], "works/s"),
        at_most("ingest.memory", most["peak"], "MB", MEMORY_MB, few["peak"], f"peak at {FEW}"),
    ]


def _write(count: int) -> Path:
    """The pages as files, made once."""
    folder = SCRATCH / "pages" / f"{SEED}-{count}"
    if not folder.exists():
        unfinished = folder.with_name(f"{folder.name}.part")
        unfinished.mkdir(parents=True, exist_ok=True)
        for number, content in enumerate(pages(count)):
            (unfinished / f"{number:04d}.xml").write_bytes(content)
        unfinished.rename(folder)
    return folder


def _parse(folder: Path) -> Metric:
    """In a process of its own, as both passes must have the same quiet memory."""
    command = [sys.executable, "-m", "bench.parsing", str(folder)]
    ours, lxmls = json.loads(subprocess.check_output(command, cwd=ROOT))
    what = "lxml's iterparse over the same bytes"
    return at_least("ingest.parse", ours, "records/s", lxmls, what, PARSE_SHARE)


def _store(folder: Path) -> dict[str, float]:
    """One run into an empty database, with a worker that seals and indexes beside it."""
    environment = make_database(DATABASE)
    migrate = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
    ours = [sys.executable, "-m", "bench.ingesting"]
    with subprocess.Popen([*ours, "follow"], cwd=ROOT, env=environment) as worker:
        try:
            answer = subprocess.check_output(
                [*ours, "store", str(folder)], cwd=ROOT, env=environment
            )
        finally:
            worker.terminate()
    found: dict[str, float] = json.loads(answer)
    return found


def _copy_rate(folder: Path) -> float:
    """Rows a second of a COPY of the same titles and abstracts, nothing else."""
    rows = [_texts(file) for file in sorted(folder.glob("*.xml"))]
    count = sum(map(len, rows))
    times = [_copy_once(rows) for _ in range(ROUNDS if count <= FEW else 1)]
    return count / median(times)


def _texts(file: Path) -> Sequence[tuple[str, str]]:
    space = "{http://arxiv.org/OAI/arXiv/}"
    found = etree.parse(file).iter(f"{space}arXiv")
    return [
        (one.findtext(f"{space}title") or "", one.findtext(f"{space}abstract") or "")
        for one in found
    ]


def _copy_once(pages: Sequence[Sequence[tuple[str, str]]]) -> float:
    address = make_database(DATABASE)["DATABASE_URL"]
    with psycopg.connect(address) as connection:
        connection.execute(
            "CREATE TABLE bare (title text, abstract text, words tsvector GENERATED ALWAYS AS ("
            "setweight(to_tsvector('english', title), 'A') || "
            "setweight(to_tsvector('english', abstract), 'B')) STORED)"
        )
        connection.execute("CREATE INDEX ON bare USING gin (words)")
        connection.commit()
        started = time.monotonic()
        for page in pages:  # a transaction for each page, as a harvest has
            copying = "COPY bare (title, abstract) FROM STDIN"
            with connection.cursor() as cursor, cursor.copy(copying) as copy:
                for row in page:
                    copy.write_row(row)
            connection.commit()
        return time.monotonic() - started
