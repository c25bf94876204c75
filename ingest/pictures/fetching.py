"""Fetching the pictures of posts that are shown in full, in the background: no reader waits for a
site, and no site learns of a reader.

Only one process does it at a time (`ingest.tasks.fetch_pictures`).
"""

import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from ingest.errors import IngestError
from ingest.http.client import SourceClient
from ingest.http.guard import Limits
from ingest.models import TextPictures
from ingest.pictures.decoding import NotAPictureError, decode
from ingest.pictures.keeping import StoredPicture, keep, remove_files
from preprints.models import Version
from text.foreign.pictures import picture_urls

MOST_PICTURES = 60  # of one text; of the others a link stays
MOST_TRIES = 4
MOST_NEW_TEXTS = 200  # a minute
FIRST_PAUSE = timedelta(minutes=10)  # doubled after each try
LIMITS = Limits(
    seconds=20.0,
    wire_bytes=8_000_000,
    page_bytes=8_000_000,
    accept="image/webp, image/png, image/jpeg, image/gif",
    # A store of files may not know what it sends; what it is the decoder finds.
    readable=re.compile(r"image/(?!svg)[a-z0-9.+-]+|(?:application|binary)/octet-stream"),
)

logger = logging.getLogger(__name__)


class _AskLater(Exception):  # noqa: N818 - it is a request, not a fault
    """The site cannot send it now."""


def note_new_texts(now: datetime) -> int:
    """Note which pictures the texts have that are shown in full, stored lately or long ago."""
    shown = Version.objects.filter(preprint__shows_full_text=True, pictures=None)
    texts = shown.exclude(body_html="").order_by("-pk").values_list("pk", "body_html")
    rows = []
    for version_id, html in texts[:MOST_NEW_TEXTS]:
        left = picture_urls(html)[:MOST_PICTURES]
        rows.append(
            TextPictures(version_id=version_id, left=left, next_try_at=now if left else None)
        )
    return len(TextPictures.objects.bulk_create(rows, ignore_conflicts=True))


def fetch_due(client: SourceClient, *, may_go_on: Callable[[], bool] = lambda: True) -> int:
    """Ask for pictures that are due, text by text; returns how many came."""
    due = TextPictures.objects.filter(next_try_at__lte=timezone.now()).order_by("next_try_at", "pk")
    came = 0
    for row in due.iterator(chunk_size=20):
        if not may_go_on():
            break
        came += _fetch(row, client, may_go_on)
    return came


def _fetch(row: TextPictures, client: SourceClient, may_go_on: Callable[[], bool]) -> int:
    """One text's; what was not asked for, for want of time, is due at once."""
    before, later, unasked = len(row.found), [], list(row.left)
    while unasked and may_go_on():
        url = unasked.pop(0)
        try:
            row.found[url] = _picture_at(url, client)
        except _AskLater:
            later.append(url)
        except (IngestError, NotAPictureError) as reason:
            logger.info("No picture at %s: %s", url, reason)
    _note_try(row, later, unasked)
    return len(row.found) - before


def _note_try(row: TextPictures, later: list[str], unasked: list[str]) -> None:
    now = timezone.now()
    if unasked:
        row.left, row.next_try_at = [*unasked, *later], now
    elif later and row.tries + 1 < MOST_TRIES:
        row.left, row.next_try_at = later, now + FIRST_PAUSE * 2**row.tries
        row.tries += 1
    else:
        row.left, row.next_try_at = [], None
    # Its text may have been taken away meanwhile, and the row with it.
    written = {name: getattr(row, name) for name in ("found", "left", "tries", "next_try_at")}
    if not TextPictures.objects.filter(pk=row.pk).update(**written):
        remove_files(stored["name"] for stored in row.found.values())


def _picture_at(url: str, client: SourceClient) -> StoredPicture:
    try:
        answer = client.open_page(url, limits=LIMITS)
    except IngestError as error:
        if error.is_temporary:
            raise _AskLater from error
        raise
    if answer.status == 429 or answer.status >= 500:
        raise _AskLater
    if answer.status != 200:
        raise NotAPictureError(f"HTTP {answer.status}")
    return keep(decode(answer.content))


def remove_unshown() -> int:
    """Remove the pictures of texts that are not shown any more; returns of how many texts."""
    gone = TextPictures.objects.filter(version__preprint__shows_full_text=False)
    names = {stored["name"] for row in gone for stored in row.found.values()}
    removed = gone.delete()[1].get("ingest.TextPictures", 0)
    remove_files(names)
    return removed
