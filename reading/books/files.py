"""The PDF and the EPUB of an issue: made in the background, kept by the hash of what they show.

Whoever asks for one has the book put together from what is public now, and gets the file of that
book or none. So a file is served no longer than all in it is public, whoever changed what. What is
kept of other books of the issue is removed when the new one is made, and by the schedule.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from curation.models import Issue
from events.models import Event, Outbox
from events.outbox import handler, promise
from reading.books.making import CSS, TEMPLATE, epub_of, issue_book, pdf_of
from text.books.book import Book

TASK = "reading.make_issue_files"
PDF, EPUB = "pdf", "epub"
TYPES = {PDF: "application/pdf", EPUB: "application/epub+zip"}
# After a try that failed for good, a reader's request begins another one so much later.
ASK_AGAIN_AFTER = timedelta(hours=1)
LOOK_BACK = timedelta(minutes=15)  # at events; the schedule looks every minute


def find_file(issue: Issue, form: str) -> bytes | None:
    """The file of the issue as it is now; None while it is not made, which is then promised."""
    try:
        return _path(issue, content_hash(issue_book(issue)), form).read_bytes()
    except FileNotFoundError:
        ask_for_files(issue)
        return None


def content_hash(book: Book) -> str:
    """Of all that the files are made from."""
    written = json.dumps(asdict(book), sort_keys=True).encode()
    return hashlib.sha256(_form() + written).hexdigest()[:32]


@cache
def _form() -> bytes:
    """How a book is drawn: with another version, or other templates, the files are others."""
    return hashlib.sha256(
        b"\0".join([settings.VERSION.encode(), TEMPLATE.read_bytes(), CSS.read_bytes()])
    ).digest()


@transaction.atomic
def ask_for_files(issue: Issue) -> None:
    """Promise to make them, unless that is promised, or was given up lately."""
    rows = Outbox.objects.filter(task=TASK, arguments={"issue_id": issue.pk})
    given_up = rows.failed().filter(failed_at__gt=timezone.now() - ASK_AGAIN_AFTER)
    if not rows.open().exists() and not given_up.exists():
        promise(TASK, issue_id=issue.pk)


@handler(TASK)
def make_files(issue_id: int) -> None:
    """Those that are missing, and remove the others of the issue."""
    issue = Issue.objects.published().defer("evidence").get(pk=issue_id)
    book = issue_book(issue)
    key = content_hash(book)
    for form, made in _missing(issue, key, book, at=timezone.now()):
        _write(_path(issue, key, form), made)
    _remove_others(issue, key)


def _missing(issue: Issue, key: str, book: Book, *, at: datetime) -> Iterable[tuple[str, bytes]]:
    if not _path(issue, key, PDF).exists():
        yield PDF, pdf_of(book)
    if not _path(issue, key, EPUB).exists():
        yield EPUB, epub_of(book, at=at)


def follow_changes(*, now: datetime) -> int:
    """Have files made anew of issues that something happened to lately; returns of how many.

    What is kept of them, and is not what they show now, is removed at once.
    """
    recent = Event.objects.filter(at__gt=now - LOOK_BACK)
    works = recent.exclude(preprint_id=None).values("preprint_id")
    touched = Issue.objects.published().filter(entries__preprint__in=works)
    return _refresh(touched.defer("evidence").distinct())


def refresh_all() -> int:
    """The same for all issues: also what changed without an event, such as a name."""
    return _refresh(Issue.objects.published().defer("evidence"))


def _refresh(issues: Iterable[Issue]) -> int:
    asked = 0
    for issue in issues:
        key = content_hash(issue_book(issue))
        _remove_others(issue, key)
        if not all(_path(issue, key, form).exists() for form in TYPES):
            ask_for_files(issue)
            asked += 1
    return asked


def _folder(issue: Issue) -> Path:
    return Path(settings.ISSUE_FILES_DIR) / issue.identifier


def _path(issue: Issue, key: str, form: str) -> Path:
    return _folder(issue) / f"{key}.{form}"


def _write(path: Path, made: bytes) -> None:
    """All of it or nothing, whoever else writes the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.stem}.")
    with os.fdopen(handle, "wb") as file:
        file.write(made)
    Path(name).chmod(0o644)
    Path(name).replace(path)


def _remove_others(issue: Issue, key: str) -> None:
    for path in _folder(issue).glob("*"):
        if not path.name.startswith(f"{key}."):
            path.unlink(missing_ok=True)
