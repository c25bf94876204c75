"""Pages of arXiv's OAI-PMH (format arXiv) made from real metadata, as many records as wanted.

The first 10,000 records are the corpus's own, field by field. Beyond them every record is made
from three of the corpus's, drawn with a fixed seed: the start of one's title and the end of
another's (titles are as good as unique in life, too), the authors and categories of the third, and
the sentences of two abstracts shuffled together, under an identifier of its own.
"""

import gzip
import json
import os
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

PAGE = 1000
SEED = 20161124  # a new one with every change of the generator: made pages are kept under it
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<responseDate>2016-03-20T00:00:00Z</responseDate>
<request verb="ListRecords" metadataPrefix="arXiv" set="cs">http://export.arxiv.org/oai2</request>
<ListRecords>
"""
_FOOT = "</ListRecords>\n</OAI-PMH>\n"


class NoCorpus(RuntimeError):  # noqa: N818 - read as a sentence
    """The corpus is not part of the repository."""


@cache
def corpus() -> list[dict[str, Any]]:
    """10,000 real records of arXiv (CC0): BENCH_CORPUS, or the folder beside the repository."""
    beside = Path(__file__).resolve().parents[2] / "shared/corpus/arxiv_cs_2016_10k.jsonl.gz"
    path = Path(os.environ.get("BENCH_CORPUS") or beside)
    if not path.exists():
        raise NoCorpus(f"There is no corpus at {path}; name another with BENCH_CORPUS.")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def pages(count: int) -> Iterator[bytes]:
    """`count` records, a thousand a page."""
    draw = random.Random(SEED)
    made: list[str] = []
    for number in range(count):
        real = corpus()
        made.append(_xml(real[number] if number < len(real) else invented(number, draw)))
        if len(made) == PAGE or number == count - 1:
            yield (_HEAD + "".join(made) + _FOOT).encode()
            made = []


def invented(number: int, draw: random.Random) -> dict[str, Any]:
    titled, written, second = draw.choices(corpus(), k=3)
    sentences = _sentences(written) + _sentences(second)
    draw.shuffle(sentences)
    month, serial = divmod(number, 90_000)
    return {
        **written,
        "id": f"{1601 + month:04d}.{serial + 10_000:05d}",
        "title": _title(titled["title"].split(), second["title"].split()),
        "abstract": "  " + "\n".join(sentences[: max(1, len(sentences) // 2)]),
    }


def _title(start: list[str], end: list[str]) -> str:
    return " ".join(start[: (len(start) + 1) // 2] + end[len(end) // 2 :])


def _sentences(record: dict[str, Any]) -> list[str]:
    return _SENTENCE_END.split(record["abstract"].strip())


def _xml(record: dict[str, Any]) -> str:
    authors = "".join(
        "<author>"
        + _element("keyname", author.get("keyname"))
        + _element("forenames", author.get("forenames"))
        + _element("suffix", author.get("suffix"))
        + "".join(_element("affiliation", one) for one in author.get("affiliation", ()))
        + "</author>"
        for author in record["authors"]
    )
    plain = ("title", "comments", "report-no", "msc-class", "journal-ref", "doi", "license")
    return (
        f"<record><header><identifier>oai:arXiv.org:{record['id']}</identifier>"
        f"<datestamp>{record['datestamp']}</datestamp><setSpec>cs</setSpec></header><metadata>"
        '<arXiv xmlns="http://arxiv.org/OAI/arXiv/">'
        + "".join(_element(name, record.get(name)) for name in ("id", "created", "updated"))
        + f"<authors>{authors}</authors>"
        + _element("categories", " ".join(record["categories"]))
        + "".join(_element(name, record.get(name)) for name in plain)
        + _element("abstract", record["abstract"])
        + "</arXiv></metadata></record>\n"
    )


def _element(name: str, text: str | None) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""
