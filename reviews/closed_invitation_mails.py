"""The mail to whoever was invited, has not answered, and is not waited for any more."""

from django.utils.translation import gettext as _

from events.models import Outbox
from events.outbox import NotNeeded, handler
from mails.people import Addressee
from mails.sending import send_promised_mail
from reviews.mail_rows import load_invitation
from reviews.models import Invitation
from reviews.services.invitation_mails import CLOSED_MAIL

CLOSED = (Invitation.State.CLOSED, Invitation.State.REVOKED)


@handler("reviews.send_closed_invitation")
def send_closed_invitation(invitation_id: int) -> None:
    """Unless it is open again, or they were never asked: a mail that waits is not sent then."""
    invitation = load_invitation(invitation_id)
    if invitation.state not in CLOSED or not _was_asked(invitation):
        raise NotNeeded(_("They are asked again, or were never mailed."))
    to = Addressee(invitation.email, name=invitation.name)
    send_promised_mail(to, CLOSED_MAIL, {"invitation": invitation})


def _was_asked(invitation: Invitation) -> bool:
    """Rows of mails that were sent are erased after a while, those that were not are kept."""
    mail_ids = list(invitation.mails.values_list("pk", flat=True))
    unsent = Outbox.objects.filter(
        task="reviews.send_invitation_mail", arguments__mail_id__in=mail_ids, done_at=None
    )
    return not mail_ids or unsent.count() < len(mail_ids)
