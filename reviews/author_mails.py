"""Mails to people about being an author here."""

from accounts.mail import send_promised_mail
from events.outbox import NotNeeded, handler
from reviews.models import Authorship


@handler("reviews.notify_author")
def notify_author(authorship_id: int) -> None:
    """Confirmed, or taken back: what is so when the mail is sent."""
    rows = Authorship.objects.select_related("author__version__preprint", "user", "confirmed_by")
    authorship = rows.get(pk=authorship_id)
    if not authorship.user.is_active:
        raise NotNeeded
    template = "author_confirmed" if authorship.ended_at is None else "author_taken_back"
    context = {"authorship": authorship}
    send_promised_mail(authorship.user.email, f"reviews/mail/{template}.txt", context)
