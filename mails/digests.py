"""The mails of a day to one person, in one mail: once a day, in the morning where they are.

A mail that its recipient wants daily waits in its row of the outbox (`PutOff`). The schedule makes
the digests that are due; each is a mail of its own, with a row of its own. When its turn comes, the
handler of each mail in it is asked for its words, so that all that is asked before a single mail is
sent (is it still so, may they still read it) is asked then, too.
"""

from collections import defaultdict
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import outbox
from events.models import Outbox
from events.outbox import NotNeeded, handler
from mails.models import Digest, Mail
from mails.people import ADDRESSEES
from mails.promising import Recipient, promise_mail
from mails.sending import DIGEST, collected, send_promised_mail
from web.mail import MailWords

DIGEST_HOUR = time(7)  # where the person is


def make_due_digests(*, now: datetime) -> int:
    """Promise a digest to each person for whom mails wait since before their morning; how many.

    Running it twice, or in two processes at once, makes none twice: there is one a person and day.
    """
    _fail_with_their_digest()
    return sum(_make_digest(user_id, mails, now=now) for user_id, mails in _waiting().items())


def _fail_with_their_digest() -> None:
    """What is in a digest that was given up is given up, too; sent again, the digest has it."""
    waiting = Outbox.objects.open().filter(mail__digest__isnull=False, mail__digest__sent_at=None)
    digest_ids = list(waiting.values_list("mail__digest", flat=True).distinct())
    failed = Outbox.objects.filter(task="mails.send_digest", arguments__digest_id__in=digest_ids)
    for row in failed.exclude(failed_at=None):
        in_it = waiting.filter(mail__digest=row.arguments["digest_id"])
        in_it.update(failed_at=row.failed_at, last_error=row.last_error)


def _waiting() -> dict[int, list[Mail]]:
    """The mails that wait for a digest, by the account that gets them."""
    found: dict[int, list[Mail]] = defaultdict(list)
    waiting = Mail.objects.filter(promise__in=outbox.waiting_for(DIGEST), digest=None)
    for mail in waiting.select_related("promise").order_by("pk"):
        to = ADDRESSEES[mail.recipient_kind](mail.recipient_id or 0)
        if to.user is not None:  # else its account is closed; it is dropped when its turn comes
            found[to.user.pk].append(mail)
    return found


@transaction.atomic
def _make_digest(user_id: int, mails: list[Mail], *, now: datetime) -> bool:
    morning = last_morning(now, ZoneInfo(ADDRESSEES["user"](user_id).time_zone))
    if all(mail.promise.created_at >= morning for mail in mails):
        return False
    digest, is_new = Digest.objects.get_or_create(user_id=user_id, day=morning.date())
    if not is_new:
        return False
    Mail.objects.filter(pk__in=[mail.pk for mail in mails], digest=None).update(digest=digest)
    promise_mail("digest", "mails.send_digest", to=Recipient("user", user_id), digest_id=digest.pk)
    return True


def last_morning(now: datetime, zone: ZoneInfo) -> datetime:
    """When it was last seven o'clock there.

    >>> from datetime import UTC
    >>> last_morning(datetime(2026, 3, 2, 5, 30, tzinfo=UTC), ZoneInfo("Europe/Oslo")).isoformat()
    '2026-03-01T07:00:00+01:00'
    """
    there = now.astimezone(zone)
    morning = datetime.combine(there.date(), DIGEST_HOUR, tzinfo=zone)
    if morning > there:
        morning = datetime.combine(there.date() - timedelta(days=1), DIGEST_HOUR, tzinfo=zone)
    return morning


@handler("mails.send_digest")
def send_digest(digest_id: int) -> None:
    """The mails in it are done once it is sent, in one transaction with its own end."""
    digest = Digest.objects.get(pk=digest_id)
    if digest.sent_at is not None:  # a worker died after that
        return
    rows = _rows_of(digest)
    sections = [(row, words) for row in rows if (words := _words_of(row)) is not None]
    if not sections:
        raise NotNeeded(_("None of its e-mails is needed any more."))
    context = {"sections": [words for _of, words in sections], "day": digest.day}
    send_promised_mail(ADDRESSEES["user"](digest.user_id), "digest", context)
    now = timezone.now()
    with transaction.atomic():
        done = Outbox.objects.filter(pk__in=[row.pk for row, _of in sections])
        done.update(done_at=now, failed_at=None, last_error="", waits_for="")
        Digest.objects.filter(pk=digest.pk).update(sent_at=now)


def _rows_of(digest: Digest) -> list[Outbox]:
    rows = Outbox.objects.filter(mail__digest=digest, done_at=None, dropped_at=None)
    return list(rows.order_by("pk"))


def _words_of(row: Outbox) -> MailWords | None:
    """None where the mail is not needed any more, or its words cannot be made now."""
    words: list[MailWords] = []
    token, own_row = collected.set(words), outbox.current_row.set(row.pk)
    try:
        outbox.HANDLERS[row.task](**row.arguments)
    except NotNeeded as reason:
        outbox.drop(row, str(reason), now=timezone.now())
    except outbox.PutOff as wish:
        Mail.objects.filter(pk=row.pk).update(digest=None)
        outbox.put_off(row, wish)
    except Exception as error:  # noqa: BLE001 - kept in the row, logged, and tried again
        # The others of the day go out without it.
        Mail.objects.filter(pk=row.pk).update(digest=None)
        outbox.postpone(row, error)
    finally:
        outbox.current_row.reset(own_row)
        collected.reset(token)
    return words[0] if words else None
