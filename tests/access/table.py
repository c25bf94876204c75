"""The file `access.txt`: read, and written with columns that stand in line."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.access.people import COLUMNS

FILE = Path(__file__).with_name("access.txt")
Key = tuple[str, str, str]
Words = dict[str, str]
HEAD = ["", "", "", *COLUMNS]
GAP = "  "


def read(text: str) -> dict[Key, Words]:
    """The words of each row by person; rows begin with a method in capitals."""
    rows: dict[Key, Words] = {}
    for line in text.splitlines():
        if not re.match(r"[A-Z]{3,4} .*\|", line):
            continue
        cells = [cell.strip() for cell in line.split("|")]
        method, _, url = cells[0].partition(" ")
        state, words = cells[1], re.split(r"\s{2,}", cells[2])
        key = (method, url.strip(), state)
        assert key not in rows, f"{key} stands there twice"
        rows[key] = dict(zip(COLUMNS, words, strict=True))
    return rows


def introduction(text: str) -> str:
    """What stands above the first section."""
    return text.partition("\n## ")[0]


def written(sections: Mapping[str, Iterable[tuple[Key, Words]]], introduction: str) -> str:
    parts = [introduction.rstrip()]
    for title, rows in sections.items():
        parts.append(_section(title, list(rows)))
    return "\n\n".join(parts) + "\n"


def _section(title: str, rows: list[tuple[Key, Words]]) -> str:
    urls = [f"{method:<4} {url}" for (method, url, _state), _words in rows]
    url_width = max(map(len, urls))
    state_width = max(len(state) for (_method, _url, state), _words in rows)
    widths = {
        person: max(len(person), *(len(words[person]) for _key, words in rows))
        for person in COLUMNS
    }
    head = GAP.join(f"{person:<{widths[person]}}" for person in COLUMNS)
    lines = [f"## {title}", "", f"{'':<{url_width}} | {'':<{state_width}} | {head}".rstrip()]
    for url, ((_method, _url, state), words) in zip(urls, rows, strict=True):
        cells = GAP.join(f"{words[person]:<{widths[person]}}" for person in COLUMNS)
        lines.append(f"{url:<{url_width}} | {state:<{state_width}} | {cells}".rstrip())
    return "\n".join(lines)
