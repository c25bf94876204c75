"""Reading the demo's files: TOML and arXiv's own records."""

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from preprints.record import Record, RecordAuthor, RecordLocation
from text.markdown.render import render_markdown
from web import addresses

FOLDER = Path(__file__).parent / "content"


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text())


def read_submissions() -> list[dict[str, Any]]:
    return [
        tomllib.loads(file.read_text()) for file in sorted((FOLDER / "submissions").glob("*.toml"))
    ]


def arxiv_records() -> dict[str, Record]:
    lines = (FOLDER / "arxiv_works.jsonl").read_bytes().splitlines()
    records = [arxiv_record(orjson.loads(line)) for line in lines]
    return {record.location.external_id: record for record in records}


def arxiv_record(fields: dict[str, Any]) -> Record:
    """One work as arXiv's OAI-PMH interface gave it; which version it was is said only where it
    was never updated.
    """
    created = _moment(fields["created"])
    return Record(
        location=RecordLocation("arxiv", fields["id"], f"https://arxiv.org/abs/{fields['id']}"),
        title=" ".join(fields["title"].split()),
        authors=tuple(
            RecordAuthor(
                name=" ".join(
                    author[part] for part in ("forenames", "keyname", "suffix") if part in author
                ),
                affiliation="; ".join(author.get("affiliation", [])),
            )
            for author in fields["authors"]
        ),
        abstract=fields["abstract"].strip(),
        source_version="" if "updated" in fields else "v1",
        posted_at=_moment(fields.get("updated", fields["created"])),
        first_posted_at=created,
        licence=fields.get("license", ""),
        categories=tuple(fields["categories"]),
        comment=fields.get("comments", ""),
    )


def invented_record(work: dict[str, Any], *, added: str = "") -> Record:
    """A work written for the demo, in the place of a forum post; `added` is what an edit added.

    One names the forum that it stands for as its source; its address is the demo's, too.
    """
    posted = _moment(work["posted_on"].isoformat())
    return Record(
        location=RecordLocation(
            work.get("source", "demo"), work["slug"], addresses.absolute("/about/#demo")
        ),
        title=work["title"],
        authors=tuple(RecordAuthor(name) for name in work["authors"]),
        abstract=work["abstract"],
        body_html=render_markdown(work["body_markdown"] + added),
        posted_at=posted,
        first_posted_at=posted,
        licence="https://creativecommons.org/licenses/by/4.0/",
    )


def invented_records() -> dict[str, Record]:
    return {work["slug"]: invented_record(work) for work in read("invented_works")["work"]}


def revisions() -> list[tuple[int, Record]]:
    """(day, record) of every invented work that was edited after its review, or withdrawn."""
    works = read("invented_works")["work"]
    edited = [
        (work["revised_day"], invented_record(work, added=work["revision_markdown"]))
        for work in works
        if "revised_day" in work
    ]
    return edited + [
        (work["withdrawn_day"], replace(_last_record(work), is_withdrawn=True))
        for work in works
        if "withdrawn_day" in work
    ]


def _last_record(work: dict[str, Any]) -> Record:
    return invented_record(work, added=work.get("revision_markdown", ""))


def _moment(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)
