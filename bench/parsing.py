"""`python -m bench.parsing FOLDER`: records a second of our parser and of lxml's bare pass."""

import io
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import django
from lxml import etree

ROUNDS = 5


def main(folder: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journal.settings")
    django.setup()
    from ingest.sources.arxiv.oai import parse_page

    pages = [file.read_bytes() for file in sorted(folder.glob("*.xml"))]
    count = sum(len(parse_page(page).records) for page in pages)

    def seconds(read: Callable[[bytes], object]) -> float:
        started = time.perf_counter()
        for page in pages:
            read(page)
        return time.perf_counter() - started

    rounds = [(seconds(parse_page), seconds(_iterparse)) for _ in range(ROUNDS)]
    print(json.dumps([count / median(column) for column in zip(*rounds, strict=True)]))


def _iterparse(page: bytes) -> None:
    for _event, _element in etree.iterparse(io.BytesIO(page)):
        pass


if __name__ == "__main__":
    main(Path(sys.argv[1]))
