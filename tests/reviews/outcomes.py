"""What an act leaves behind: rows as they were written, lines of the log, mails."""

from typing import Any

from django.conf import settings

from events.models import Event
from events.outbox import work

HASHES = ("hash", "personal")


def fields_of(row: Any, *left_out: str) -> dict[str, Any]:
    """Every column of a row as it is stored, but its key and those left out."""
    stored = type(row).objects.filter(pk=row.pk).values().get()
    return {name: value for name, value in stored.items() if name not in ("id", *left_out)}


def log_since(last: int = 0) -> list[tuple[Any, ...]]:
    """Kind, subject, preprint, actor, moment, whether it is public, and facts but for hashes."""
    return [
        (
            event.kind,
            event.subject,
            event.preprint_id,
            event.actor_id,
            event.at,
            event.is_public,
            {name: fact for name, fact in event.data.items() if name not in HASHES},
        )
        for event in Event.objects.filter(pk__gt=last).order_by("pk")
    ]


def new_mails(mailoutbox: list[Any]) -> list[tuple[str, str]]:
    """To whom and under which subject, without the work's title; each is read once."""
    work()
    prefix = f"[{settings.JOURNAL_NAME}] "
    subjects = [mail.subject.removeprefix(prefix).partition(":")[0] for mail in mailoutbox]
    mails = sorted(zip([mail.to[0] for mail in mailoutbox], subjects, strict=True))
    mailoutbox.clear()
    return mails


def log_line(
    about: Any, kind: str, actor: Any, at: Any, *, is_public: bool = False, **data: Any
) -> tuple[Any, ...]:
    """A line of the log as it should be. about: the version or the work that it names."""
    preprint_id = getattr(about, "preprint_id", about.pk)
    return (kind, about.identifier, preprint_id, actor and actor.pk, at, is_public, data)
