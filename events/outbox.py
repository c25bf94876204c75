"""After-effects that must not be lost: a row in the write's own transaction, then a worker.

`promise("reviews.notify_editor", review_id=7)` writes the row and wakes a worker once committed. If
the broker is away the row waits for the sweeper. A handler is registered under its name with
`@handler(...)`; it may run twice when a machine dies at the wrong moment, never zero times. One
that only writes to the database is `atomic`: its writes and the row's end are one transaction. One
that asks other sites `fetches`: it is done after all others, in a slot (`events.fetch_slots`), so
that no mail ever waits for a slow site.
"""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.fetch_slots import fetch_slot
from events.models import Outbox, OutboxQuerySet
from events.wakeup import waker

logger = logging.getLogger(__name__)

Handler = Callable[..., None]
Over = Callable[[str], Q]  # of which rows the moment in this field is too long ago
HANDLERS: dict[str, Handler] = {}
FORGETTING: set[str] = set()  # handlers whose arguments hold a secret, removed at the row's end
ATOMIC: set[str] = set()
FETCHING: set[str] = set()  # handlers that ask other sites
LEASES: dict[str, timedelta] = {}  # of handlers that know how long they take at most
MOST_TASK_TRIES = 8
# Work that waits for somebody else (`TryAgainLater`: a mail server, a source) is tried for longer.
GIVE_UP_WAITING_AFTER = timedelta(days=5)
LONGEST_PAUSE = timedelta(hours=1)
LEASE = timedelta(minutes=10)  # after this a row whose worker died is taken again
# A row that waits for something in use is due when that is free; this is if nobody says so.
LOOK_AGAIN = timedelta(seconds=15)


# The row that is being worked on, for handlers that need a name of their own for this one effect.
current_row: ContextVar[int | None] = ContextVar("current_row", default=None)


class TryAgainLater(Exception):  # noqa: N818 - it is a request, not a fault
    """Raised by a handler whose work cannot be done now (a source or the mail server is away).

    waits_for: names what is only in use by somebody else, which is no failure; the row goes back
    and is due again when `release` is called with that name.
    """

    def __init__(self, detail: str = "", *, waits_for: str = "") -> None:
        super().__init__(detail or waits_for)
        self.waits_for = waits_for


class NotNeeded(Exception):  # noqa: N818 - it is a request, not a fault
    """Raised by a handler if its work is not needed any more (a mail that is out of date).

    The row is dropped with the reason, not marked as done: a row that is done has had its effect.
    """


class PutOff(Exception):  # noqa: N818 - it is a request, not a fault
    """Raised by a handler whose work somebody else does, or that waits for something, at the latest
    until a time.

    by: the name that the row waits for meanwhile. The try does not count.
    """

    def __init__(self, *, by: str, until: datetime) -> None:
        super().__init__(by)
        self.by, self.until = by, until


class GiveUp(Exception):  # noqa: N818 - it is a request, not a fault
    """Raised by a handler whose work can never be done (an address is refused for good)."""


def handler(
    name: str,
    *,
    forgets: bool = False,
    atomic: bool = False,
    fetches: bool = False,
    lease: timedelta = LEASE,
) -> Callable[[Handler], Handler]:
    """Register a function.

    forgets: its arguments are removed from the row once it is done or given up.
    atomic: it only writes to this database, so that it can take effect exactly once.
    fetches: it asks other sites, so that it may take long. lease: after this it has ended or died.
    """

    def register(function: Handler) -> Handler:
        HANDLERS[name] = function
        if forgets:
            FORGETTING.add(name)
        if atomic:
            ATOMIC.add(name)
        if fetches:
            FETCHING.add(name)
        LEASES[name] = lease
        return function

    return register


def promise(task: str, *, due_at: datetime | None = None, **arguments: Any) -> Outbox:
    """Promise an after-effect; arguments must be plain JSON values. Call inside the transaction."""
    if task not in HANDLERS:
        raise LookupError(f"No handler is registered as {task!r}.")
    now = timezone.now()
    row = Outbox.objects.create(
        task=task, arguments=arguments, created_at=now, due_at=due_at or now
    )
    if row.due_at <= now:
        transaction.on_commit(waker.wake)
    return row


def work(limit: int = 500) -> int:
    """Do due work; returns how many rows were handled."""
    handled = 0
    while handled < limit and (_do_at_once() or _fetch()):
        handled += 1
    return handled


def _do_at_once() -> bool:
    """Do one row that waits for nobody; False where none is due."""
    row = _lease_one(Outbox.objects.exclude(task__in=FETCHING))
    if row is not None:
        _do(row)
    return row is not None


def _fetch() -> bool:
    """Do one row that asks other sites; False where none is due, or no slot is free.

    Whoever gives a slot back looks again: a row that found no slot meanwhile has nobody else.
    """
    fetching = Outbox.objects.filter(task__in=FETCHING)
    while fetching.due().exists():
        with fetch_slot() as is_ours:
            if not is_ours:
                return False
            row = _lease_one(fetching)
            if row is not None:
                _do(row)
                return True
    return False


def release(name: str) -> None:
    """Say that what rows wait for is free again."""
    if waiting_for(name).update(due_at=timezone.now()):
        transaction.on_commit(waker.wake)


def waiting_for(name: str) -> OutboxQuerySet:
    return Outbox.objects.open().filter(waits_for=name)


@transaction.atomic
def _lease_one(rows: OutboxQuerySet) -> Outbox | None:
    """Take one due row. Nobody else gets it before the lease ends, so no lock is held meanwhile."""
    now = timezone.now()
    row = rows.select_for_update(skip_locked=True).due(now).order_by("due_at", "pk").first()
    if row is not None:
        row.attempts, row.waits_for = row.attempts + 1, ""
        row.due_at = now + LEASES.get(row.task, LEASE)
        row.save(update_fields=["attempts", "due_at", "waits_for"])
    return row


def _do(row: Outbox) -> None:
    current_row.set(row.pk)
    try:
        if row.task in ATOMIC:
            with transaction.atomic():
                HANDLERS[row.task](**row.arguments)
                _finish(row)
        else:
            HANDLERS[row.task](**row.arguments)
            _finish(row)
    except NotNeeded as reason:
        drop(row, str(reason), now=timezone.now())
    except PutOff as wish:
        row.attempts -= 1
        put_off(row, wish)
    except Exception as error:  # noqa: BLE001 - kept in the row, logged, and tried again
        postpone(row, error)
    finally:
        current_row.set(None)


def _finish(row: Outbox) -> None:
    """Done is done, also where somebody stopped it meanwhile."""
    row.done_at, row.dropped_at, row.last_error = timezone.now(), None, ""
    if row.task in FORGETTING:
        row.arguments = {}
    row.save(update_fields=["arguments", "done_at", "dropped_at", "last_error"])


def drop(row: Outbox, reason: str, *, now: datetime) -> None:
    """End a row without its effect. reason: shown to editors."""
    row.dropped_at, row.last_error, row.waits_for = now, reason[:2000], ""
    if row.task in FORGETTING:
        row.arguments = {}
    row.save(update_fields=["arguments", "dropped_at", "last_error", "waits_for"])


def put_off(row: Outbox, wish: PutOff) -> None:
    """Leave it to whom it waits for, or look again at the time that was named."""
    row.due_at, row.waits_for = wish.until, wish.by
    row.save(update_fields=["attempts", "due_at", "waits_for"])


def postpone(row: Outbox, error: Exception) -> None:
    """Try a row again later, or give it up."""
    row.last_error = f"{type(error).__name__}: {error}"[:2000]
    row.waits_for = getattr(error, "waits_for", "")
    written = ["attempts", "failed_at", "due_at", "last_error", "waits_for"]
    if _is_hopeless(row, error):
        row.failed_at = timezone.now()
        if row.task in FORGETTING:
            row.arguments = {}
            written.append("arguments")
        cause = None if isinstance(error, GiveUp | TryAgainLater) else error
        words = "Gave up on %s after %d tries: %s"
        logger.error(words, row.task, row.attempts, row.last_error, exc_info=cause)
    elif row.waits_for:
        row.attempts -= 1
        row.due_at = timezone.now() + LOOK_AGAIN
    else:
        # 15 s, 30 s, 1 min, ... up to an hour.
        pause = timedelta(seconds=15 * 2 ** min(row.attempts - 1, 20))
        row.due_at = timezone.now() + min(pause, LONGEST_PAUSE)
        if not isinstance(error, TryAgainLater):
            logger.warning("%s failed, will try again", row.task, exc_info=error)
    row.save(update_fields=written)


def _is_hopeless(row: Outbox, error: Exception) -> bool:
    if isinstance(error, GiveUp):
        return True
    if isinstance(error, TryAgainLater):
        return timezone.now() - row.created_at >= GIVE_UP_WAITING_AFTER
    return row.attempts >= MOST_TASK_TRIES


def begin_anew(row: Outbox, *, now: datetime) -> None:
    """Try a row that had failed, or was dropped, as if it were promised now."""
    row.failed_at, row.dropped_at, row.last_error, row.waits_for = None, None, "", ""
    row.attempts, row.created_at, row.due_at = 0, now, now
    row.save()


def forget_done(over: Over) -> int:
    """Remove rows done or dropped too long ago; returns how many."""
    ended = over("done_at") | over("dropped_at")
    return Outbox.objects.filter(ended).delete()[1].get("events.Outbox", 0)


def forget_failed(over: Over) -> int:
    """Remove rows that were given up too long ago, and that nobody has done anything about;
    returns how many."""
    given_up = Outbox.objects.failed().filter(over("failed_at"))
    return given_up.delete()[1].get("events.Outbox", 0)
