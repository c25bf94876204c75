"""What people do about the mails they get."""

from collections.abc import Mapping

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from events import outbox
from events.models import Outbox
from events.wakeup import waker
from mails.choices import choices_of, usual_way
from mails.kind import MailKind, To
from mails.kinds import MAIL_KINDS
from mails.models import Mail, MailChoice
from mails.people import ADDRESSEES
from mails.sending import DIGEST

DIGEST_KIND = "digest"


@transaction.atomic
def choose_mails(user_id: int, ways: Mapping[str, str]) -> None:
    """ways: by kind, how this person wants it from now on. Kinds that are not optional, or not
    named, stay as they are. Mails that wait for a digest are looked at again.
    """
    get_user_model().objects.select_for_update(no_key=True).get(pk=user_id)
    optional = {name: way for name, way in ways.items() if MAIL_KINDS[name].is_optional}
    for name, way in optional.items():
        if way == usual_way(MAIL_KINDS[name]):
            MailChoice.objects.filter(user=user_id, kind=name).delete()
        else:
            MailChoice.objects.update_or_create(user_id=user_id, kind=name, defaults={"way": way})
    _look_again(user_id, set(optional))


def turn_off(user_id: int, kind: str) -> None:
    """From the link in a mail, by whoever has the mail. Turning off digests turns off the kinds
    that come in them: nobody would look for those one by one.
    """
    kinds = [one.name for one in turned_off_by(user_id, kind)]
    choose_mails(user_id, dict.fromkeys(kinds, MailChoice.Way.OFF))


def is_off(user_id: int, kind: str) -> bool:
    """Whether what the link in a mail turns off is off."""
    if kind == DIGEST_KIND:
        return not turned_off_by(user_id, kind)
    return choices_of(user_id).get(kind) == MailChoice.Way.OFF


def turned_off_by(user_id: int, kind: str) -> list[MailKind]:
    """What the link in a mail of this kind turns off: of a digest all that comes once a day."""
    if kind != DIGEST_KIND:
        return [MAIL_KINDS[kind]]
    chosen = choices_of(user_id)
    is_editor = get_user_model().objects.get(pk=user_id).is_editor
    return [
        one
        for one in MAIL_KINDS.values()
        if chosen.get(one.name, usual_way(one)) == MailChoice.Way.DAILY
        and (is_editor or one.to != (To.EDITOR,))
    ]


def _look_again(user_id: int, kinds: set[str]) -> None:
    """Of mails that are in a digest already, the digest is what is sent."""
    waiting = Mail.objects.filter(promise__in=outbox.waiting_for(DIGEST), digest=None)
    own = [
        mail.pk
        for mail in waiting.filter(kind__in=kinds)
        if (to := ADDRESSEES[mail.recipient_kind](mail.recipient_id or 0)).user is not None
        and to.user.pk == user_id
    ]
    if Outbox.objects.filter(pk__in=own).update(due_at=timezone.now()):
        transaction.on_commit(waker.wake)
