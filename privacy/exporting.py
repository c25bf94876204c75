"""What the journal has of a person, as one file for them: the table of columns, read."""

import io
import json
import zipfile
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from events.models import Event
from events.services import record_event
from privacy.columns import PEOPLE, THROUGH_ROWS
from reviews.models import SealedOriginal
from web.list_lengths import EXPORTED_ROWS

Section = list[dict[str, Any]]
ORIGINAL = "reviews.SealedOriginal."


def export_file(user: User, *, now: datetime) -> bytes:
    """A zip with `account.json` and a note what it is. Each sealed original that it holds is logged
    as given to who wrote it."""
    _record_originals(user, now=now)
    held = io.BytesIO()
    exported = {
        "journal": settings.JOURNAL_NAME,
        "address": settings.SITE_URL,
        "exported_at": now,
        **export_account(user),
    }
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(exported, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        archive.writestr("account.json", text)
        archive.writestr("README.txt", _note())
    return held.getvalue()


def export_account(user: User) -> dict[str, Any]:
    """By column, the rows that lead to this person, with what they typed or what was decided about
    them; nobody else's name. One query a column."""
    columns = {
        column: _rows(column, what.exports, user) for column, what in PEOPLE.items() if what.exports
    }
    for column, fields in THROUGH_ROWS.items():
        columns[column] = _rows(column, fields, user)
    return {
        "account": {"email": user.email, "since": user.date_joined.date()},
        **{column: rows for column, rows in columns.items() if rows},
        "events": _events(user),
    }


def _rows(column: str, fields: tuple[str, ...], user: User) -> Section:
    label, _dot, name = column.rpartition(".")
    rows = apps.get_model(label)._base_manager.filter(**{name: user.pk}).order_by("pk")
    return list(rows.values(*fields)[:EXPORTED_ROWS])


def _record_originals(user: User, *, now: datetime) -> None:
    """In one transaction: nothing is given of which the log does not know."""
    ways = [column.removeprefix(ORIGINAL) for column in THROUGH_ROWS if column.startswith(ORIGINAL)]
    with transaction.atomic():
        for way in ways:
            own = SealedOriginal.objects.with_texts().filter(**{way: user.pk}).order_by("pk")
            for original in own.defer("text")[:EXPORTED_ROWS]:
                record_event(
                    "redaction.original_given",
                    about=original.version,
                    actor_id=user.pk,
                    now=now,
                    data={"original": original.pk},
                )


def _events(user: User) -> Section:
    """What they did and what was done to their account, without the data of others."""
    own = Event.objects.filter(Q(actor_id=user.pk) | Q(subject=f"person {user.pk}"))
    rows = own.order_by("pk").values("kind", "subject", "at")[:EXPORTED_ROWS]
    return [dict(row) for row in rows]


def _note() -> str:
    return _(
        "account.json holds what the journal has stored of you: what you typed, hidden reviews "
        "among it, and what was decided about your texts. Each part is named after the table and "
        "the column that leads to you; texts are Markdown. Keep this file where nobody else reads "
        "it: it ties your hidden reviews to your name.\n"
    )
