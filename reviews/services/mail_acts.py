"""What editors do about the mails of their works: stop one, send one again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from events import outbox
from events.models import Outbox
from events.services import NamedSubject, record_event
from events.wakeup import waker
from mails.kinds import MAIL_KINDS
from mails.models import Mail
from reviews import mail_rules
from reviews.errors import MailNotFound
from reviews.mail_rows import mails_of_editor, state_of_mail
from reviews.models import Submission
from reviews.services.editor_interests import check_may_act


@transaction.atomic
def stop_mail(mail_id: int, *, editor: User, now: datetime) -> Mail:
    """End a mail that waits, or that has failed. One that is being sent at this moment is sent.

    Raises MailNotFound, InterestsNotDeclared or MailHasEnded.
    """
    mail = _lock_mail(mail_id, editor)
    mail_rules.check_can_stop(state_of_mail(mail), MAIL_KINDS[mail.kind])
    outbox.drop(mail.promise, _("An editor stopped it."), now=now)
    mail.stopped_at = now
    mail.save(update_fields=["stopped_at"])
    _record("mail.stopped", mail, editor, now)
    return mail


@transaction.atomic
def send_mail_again(mail_id: int, *, editor: User, now: datetime) -> Mail:
    """Try a mail anew that has failed, or that an editor has stopped.

    Raises MailNotFound, InterestsNotDeclared, MailIsOnItsWay or MailHasEnded.
    """
    mail = _lock_mail(mail_id, editor)
    mail_rules.check_can_send_again(state_of_mail(mail), MAIL_KINDS[mail.kind])
    outbox.begin_anew(mail.promise, now=now)
    mail.stopped_at, mail.digest = None, None
    mail.save(update_fields=["stopped_at", "digest"])
    _record("mail.sent_again", mail, editor, now)
    transaction.on_commit(waker.wake)
    return mail


def _lock_mail(mail_id: int, editor: User) -> Mail:
    """With its row of the outbox, which is locked: it says how far the mail is."""
    if not mails_of_editor(editor).filter(pk=mail_id).exists():
        raise MailNotFound
    mail = Mail.objects.get(pk=mail_id)
    for submission in Submission.objects.filter(pk=mail.submission_id or 0):
        check_may_act(submission, editor)
    mail.promise = Outbox.objects.select_for_update().get(pk=mail.promise_id)
    return mail


def _record(kind: str, mail: Mail, editor: User, now: datetime) -> None:
    submissions = Submission.objects.filter(pk=mail.submission_id or 0)
    preprint_id = submissions.values_list("preprint", flat=True).first()
    about = NamedSubject(f"mail {mail.pk}", preprint_id)
    record_event(kind, about=about, actor_id=editor.pk, now=now, data={"kind": mail.kind})
