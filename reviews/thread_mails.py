"""Mails about new entries in the private thread of a round.

What a reviewer wrote is mailed once its day is over, so that the hour names nobody.
"""

from datetime import UTC, datetime, time, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from events.outbox import NotNeeded, handler
from mails.people import ADDRESSEES
from mails.promising import Recipient, promise_mail
from mails.sending import send_promised_mail
from reviews.models import Review, ThreadEntry
from reviews.models.threads import is_in_thread, reviews_in_thread
from reviews.services.consulting import is_editor_in_thread

KIND = "thread_entry"


@handler("reviews.notify_of_thread_entry", atomic=True)
def notify_of_thread_entry(entry_id: int) -> None:
    """All who read the thread but who wrote it."""
    entry = load_entry(entry_id)
    submission = entry.round.submission
    two = (submission.editor_id, submission.second_editor_id)
    for editor in User.objects.filter(pk__in=[pk for pk in two if pk]).order_by("pk"):
        if editor.pk != entry.editor_id and is_editor_in_thread(entry.round, editor):
            _promise(entry, Recipient("user", editor.pk))
    others = reviews_in_thread(entry.round).exclude(Q(pk=entry.review_id))
    for review_id in others.order_by("reviewer_number").values_list("pk", flat=True):
        _promise(entry, Recipient("review", review_id))


def _promise(entry: ThreadEntry, to: Recipient) -> None:
    promise_mail(
        KIND,
        "reviews.send_thread_mail",
        to=to,
        submission_id=entry.round.submission_id,
        due_at=due_at(entry),
        entry_id=entry.pk,
        recipient={to.kind: to.pk},
    )


def due_at(entry: ThreadEntry) -> datetime | None:
    """When the mail goes out; None at once, where an editor wrote."""
    if entry.review_id is None:
        return None
    day_after = entry.written_at.astimezone(UTC).date() + timedelta(days=1)
    return datetime.combine(day_after, time(), tzinfo=UTC)


@handler("reviews.send_thread_mail")
def send_thread_mail(entry_id: int, recipient: dict[str, int]) -> None:
    """Whether its recipient may still read the thread is asked when it is sent."""
    ((kind, pk),) = recipient.items()
    entry = load_entry(entry_id)
    context: dict[str, object] = {"written": entry, "review": None}
    if kind == "review":
        review = Review.objects.select_related("round", "reviewer").get(pk=pk)
        context["review"] = review
        may_read = is_in_thread(review)
    else:
        editor = User.objects.filter(pk=pk, is_active=True).first()
        may_read = editor is not None and is_editor_in_thread(entry.round, editor)
    if not may_read:
        raise NotNeeded(_("Its recipient may not read the thread any more."))
    send_promised_mail(ADDRESSEES[kind](pk), KIND, context)


def load_entry(entry_id: int) -> ThreadEntry:
    """Its reviewer's account is not loaded: no mail names it."""
    related = ("round__submission", "round__version__preprint", "review", "editor__profile")
    return ThreadEntry.objects.select_related(*related).get(pk=entry_id)
