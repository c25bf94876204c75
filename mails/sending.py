"""What a handler of the outbox does when the turn of a mail has come."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Outbox
from events.outbox import GiveUp, NotNeeded, PutOff, TryAgainLater, current_row
from mails.choices import way_of
from mails.kind import MailKind
from mails.kinds import MAIL_KINDS
from mails.models import MailChoice
from mails.people import NOWHERE, Addressee
from mails.turning_off import off_url
from web.mail import MailRefused, MailWords, deliver, mail_message, render_mail

DIGEST = "digest"  # what a mail waits for that goes out with others
# A mail that waits for a digest is looked at again after this, should no digest have taken it.
LONGEST_IN_DIGEST = timedelta(days=3)
# Where the words of mails go instead, while a digest is put together.
collected: ContextVar[list[MailWords] | None] = ContextVar("collected", default=None)


def send_promised_mail(to: Addressee, kind_name: str, context: dict[str, Any]) -> None:
    """Send the mail that a row of the outbox promises, in the way its recipient has chosen.

    Raises GiveUp where the address is refused for good, TryAgainLater where the server is away,
    NotNeeded where there is no address or the person does not want it, PutOff where it waits for
    their digest.
    """
    check_turn(to, kind_name)
    words = _render(to, MAIL_KINDS[kind_name], context)
    if (together := collected.get()) is not None:
        together.append(words)
    else:
        row = current_row.get()
        deliver_promised(mail_message(to.address, words, key=f"outbox-{row}" if row else ""))


def check_turn(to: Addressee, kind_name: str) -> None:
    """Whether a mail is sent now; also for handlers whose words take long to be made.

    Raises NotNeeded or PutOff as `send_promised_mail` does.
    """
    if not to.address or to.address.endswith(f"@{NOWHERE}"):
        raise NotNeeded(_("The account is closed."))
    if _waits_once_more():
        raise NotNeeded(_("The same e-mail was asked for again, and is sent later."))
    way = way_of(to.user, MAIL_KINDS[kind_name])
    if way == MailChoice.Way.OFF:
        raise NotNeeded(_("The recipient does not want mails of this kind."))
    if way == MailChoice.Way.DAILY and collected.get() is None:
        raise PutOff(by=DIGEST, until=timezone.now() + LONGEST_IN_DIGEST)


def _waits_once_more() -> bool:
    """Of the same mail twice only the last is sent: each would say what is so now."""
    row = Outbox.objects.filter(pk=current_row.get() or 0).first()
    if row is None:
        return False
    same = Outbox.objects.filter(task=row.task, arguments=row.arguments, pk__gt=row.pk)
    return same.open().exists()


def deliver_promised(message: EmailMessage) -> None:
    """Deliver a mail that is rendered already, with errors that the outbox understands."""
    with _errors_for_the_outbox():
        deliver(message)


def _render(to: Addressee, kind: MailKind, context: dict[str, Any]) -> MailWords:
    links = {"off_url": "", "choices_url": ""}
    if kind.is_optional and to.user is not None:
        links["off_url"] = off_url(to.user.pk, kind.name)
        if not getattr(to.user, "is_guest", False):  # who cannot sign in
            links["choices_url"] = settings.SITE_URL + reverse("mails:choices")
    elif kind.is_optional:
        links["off_url"] = to.off_url
    return render_mail(kind.template, context | links, name=to.name, button=str(kind.link), **links)


@contextmanager
def _errors_for_the_outbox() -> Iterator[None]:
    try:
        yield
    except MailRefused as error:
        raise GiveUp(str(error)) from None
    except OSError as error:
        raise TryAgainLater(f"{type(error).__name__}: {error}") from None
